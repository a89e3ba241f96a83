// Running other programs from the scripts: inherited output for people, captured output for decisions.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

export function say(text: string) {
  process.stdout.write(`${text}\n`);
}

/** Runs to the end and returns the exit code; a program that cannot be started or was killed counts as 1. */
export function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  return ended(spawn(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }));
}

/** Runs a short program; null when it could not be started or failed. */
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
 * Passes SIGINT and SIGTERM on to a child, which then ends us by ending itself. npm tells its shell only, which
 * dies of it without a word to us; then our parent is another.
 */
export function forwardSignals(child: ChildProcess) {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 500);
  child.once('exit', () => clearInterval(watch));
}
