import { execFileSync } from 'node:child_process';
import { buildMain, isMainStale } from './build.ts';
import { keepCompiled } from '../tests/helpers/keep-compiled.ts';
import { builtServer } from '../tests/helpers/server.ts';

/**
 * Vitest calls it once before the tests. Node writes its cache only when a process ends by itself, so one runs here.
 */
export async function setup(): Promise<void> {
  keepCompiled();
  if (isMainStale()) await buildMain();
  execFileSync(process.execPath, [builtServer, '--help']);
}
