import type { Sample } from '#room/feed/feed.ts';
import type { CheckEvidence } from '#room/facts/kind.ts';
import type { CheckLine } from './merge-checks.ts';

/** IN4: the current state of a check, in the form stored in a fact. `now` in epoch milliseconds. */
export function snapshotCheck(check: CheckLine, last: Sample | null, now: number): CheckEvidence {
  const isAnswer = check.isLive && last !== null && last.latencyMs !== null;
  return {
    monitor: check.monitor,
    name: check.name,
    status: check.status,
    at: now,
    since: check.since,
    ...(check.reason !== null && check.status !== 'up' && { reason: check.reason }),
    ...(isAnswer && { latencyMs: Math.round(last.latencyMs!) }),
  };
}
