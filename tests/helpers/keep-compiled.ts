import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/**
 * Servers and scripts that tests start keep what Node compiled of their sources, so that each of several hundred starts
 * costs a third less. Call it before anything is started.
 */
export function keepCompiled(): void {
  process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules/.cache/node');
}

/** Vitest calls it once before the tests: Node writes down what it compiled only where a process ends by itself. */
export function setup(): void {
  keepCompiled();
  execFileSync(process.execPath, ['sync-server/index.ts', '--help'], { cwd: root });
}
