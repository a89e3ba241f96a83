// The operating system's view of a desktop: the process of its server, and whether a process is gone.
import { readFileSync } from 'node:fs';
import type { Desktop } from './desktop.ts';

/** The embedded server's process, from Electron. */
export async function serverProcess({ app }: Desktop): Promise<{ pid: number }> {
  const pid = await app.evaluate(
    (electron) =>
      electron.app
        .getAppMetrics()
        .find(({ serviceName, name }) => [serviceName, name].some((each) => each?.includes('room server')))
        ?.pid,
  );
  if (pid === undefined) throw new Error('this desktop has no server process');
  return { pid };
}

/** A process that ended and that its parent has not collected yet counts as gone. */
export function isGone(pid: number): boolean {
  try {
    return / [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/u, ''));
  } catch {
    return true;
  }
}
