import { down, unknown, type CheckContext, type CheckResult } from '../checks/check.ts';
import { redactEvidence } from '../checks/evidence.ts';
import { checks } from '../checks/index.ts';
import { makeRedact } from '../forms/secret.ts';
import type { MonitorSettings } from '#wire/api/monitors.ts';
import type { Log } from '../sync/rooms.ts';

// CH1: the limits of a check's deadline.
export const longestCheckMs = 10_000;
const shortestDeadlineMs = 1_000;

export type RunCheck = Omit<CheckContext, 'signal'> & { stopped: AbortSignal; log: Log };

/**
 * CH1: one measurement within its deadline; it never throws, not even when a check has a bug. CK2: its result
 * contains no secret of the settings.
 */
export async function runCheck(
  { kind, settings, intervalSeconds }: Pick<MonitorSettings, 'kind' | 'settings' | 'intervalSeconds'>,
  { stopped, log, ...context }: RunCheck,
): Promise<CheckResult> {
  const check = Object.hasOwn(checks, kind) ? checks[kind] : undefined;
  if (check === undefined) return unknown(`this server has no check of kind ${kind}`);
  const longestMs = check.deadlineMs ?? longestCheckMs;
  const deadlineMs = Math.min(longestMs, Math.max(shortestDeadlineMs, intervalSeconds * 1000));
  const ended = new AbortController();
  const end = () => ended.abort();
  const timer = setTimeout(end, deadlineMs);
  stopped.addEventListener('abort', end, { once: true });
  try {
    const result = await check.run(settings, { ...context, signal: ended.signal });
    // Most results are good and contain no text.
    if (result.reason === null && result.evidence === undefined) return result;
    return redactResult(result, makeRedact(check.fields, settings));
  } catch (error) {
    log.error({ err: error, kind }, 'a check has a bug; it counts as down');
    return down('the check itself failed; the log of the server says why');
  } finally {
    clearTimeout(timer);
    stopped.removeEventListener('abort', end);
  }
}

function redactResult(result: CheckResult, redact: (text: string) => string): CheckResult {
  const { reason, evidence } = result;
  return {
    ...result,
    reason: reason === null ? null : redact(reason),
    ...(evidence === undefined ? {} : { evidence: redactEvidence(evidence, redact) }),
  };
}
