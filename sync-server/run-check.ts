import { down, type CheckResult } from './checks/check.ts';
import { checks } from './checks/index.ts';
import type { Monitor } from './monitors.ts';
import type { Log } from './sync/rooms.ts';

// CH1
const longestCheckMs = 10_000;
const shortestDeadlineMs = 1_000;

/** CH1: one measurement within its deadline; it never throws, not even when a check has a bug. */
export async function runCheck(
  { id, settings }: Monitor,
  stopped: AbortSignal,
  log: Log,
): Promise<CheckResult> {
  const check = checks[settings.kind];
  if (check === undefined) return down(`this server has no check of kind ${settings.kind}`);
  const deadlineMs = Math.min(longestCheckMs, Math.max(shortestDeadlineMs, settings.intervalSeconds * 1000));
  const ended = new AbortController();
  const end = () => ended.abort();
  const timer = setTimeout(end, deadlineMs);
  stopped.addEventListener('abort', end, { once: true });
  try {
    return await check.run(settings.settings, ended.signal);
  } catch (error) {
    log.error({ err: error, monitor: id }, 'a check has a bug; it counts as down');
    return down('the check itself failed; the log of the server says why');
  } finally {
    clearTimeout(timer);
    stopped.removeEventListener('abort', end);
  }
}
