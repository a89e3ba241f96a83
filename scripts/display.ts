// Virtual screens: Xvfb on free displays, stopped when we are done.
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

/** Stories that run at once. Each uses about one of two cores. */
export const testWorkers = 2;

export type Display = { name: string; stop: () => void };

export async function startDisplay(size = '1600x1200x24'): Promise<Display> {
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  process.once('exit', () => xvfb.kill());
  const number = await new Promise<string>((resolve, reject) => {
    xvfb.once('error', reject);
    xvfb.once('exit', (code) => reject(new Error(`Xvfb ended at once (${code})`)));
    (xvfb.stdio[3] as Readable).once('data', (data) => resolve(String(data).trim()));
  });
  return { name: `:${number}`, stop: () => xvfb.kill() };
}

/**
 * One screen per end-to-end worker, as environment variables. Desktops of one story share a screen; different
 * stories never do, so neither takes the other's focus or clipboard.
 */
export async function startTestDisplays(): Promise<{ env: NodeJS.ProcessEnv; stop: () => void }> {
  const displays = await Promise.all(Array.from({ length: testWorkers }, () => startDisplay()));
  const names = displays.map((each) => each.name);
  return {
    env: { DISPLAY: names[0], MUSTER_TEST_DISPLAYS: names.join(' ') },
    stop: () => {
      for (const each of displays) each.stop();
    },
  };
}
