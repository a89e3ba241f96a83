// Runs other programs: with inherited output for people, with captured output for scripts.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

export function say(text: string) {
  process.stdout.write(`${text}\n`);
}

/** Runs a program to its end and returns its exit code. A failed start or a kill counts as 1. */
export function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  return ended(spawn(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }));
}

/** Runs a program to its end and returns its exit code with all that it wrote, to be shown in one piece. */
export async function runAside(
  command: string,
  args: readonly string[],
): Promise<{ code: number; said: string }> {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  return { code: await ended(child), said };
}

/** Runs a short program and returns its output; null when it failed or could not start. */
export function capture(command: string, args: readonly string[]): string | null {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  return result.status === 0 ? result.stdout.trim() : null;
}

export function isOnPath(command: string): boolean {
  return capture('sh', ['-c', `command -v ${command}`]) !== null;
}

export function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * Passes SIGINT and SIGTERM to a child; we end when it ends. npm signals only its shell, which dies without telling
 * us: then our parent changes, and the child is stopped.
 */
export function forwardSignals(child: ChildProcess) {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 500);
  child.once('exit', () => clearInterval(watch));
}
