// A screen of our own: Xvfb on a display it finds free itself, ended by its process when we are done.
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

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
