// CH2: when a measurement becomes a transition. Pure: the same state and sample always decide the same.
import type { MonitorStatus, Sample } from '#room/feed.ts';

/** How a monitor stands. `streak` counts the results in a row that contradict `status`. */
export type Standing = {
  status: Extract<MonitorStatus, 'pending' | 'up' | 'degraded' | 'down'>;
  since: number;
  reason: string | null;
  streak: number;
};

export type Thresholds = { confirmations: number; recoveries: number };

export type Transition = {
  standing: Standing;
  /** What others must hear about; null when nothing changed for them. */
  turned: 'down' | 'up' | null;
  why:
    | 'first-result'
    | 'as-before'
    | 'still-confirming'
    | 'confirmed'
    | 'still-recovering'
    | 'recovered'
    | 'speed-changed';
};

export function decideTransition(before: Standing, sample: Sample, thresholds: Thresholds): Transition {
  return sample.status === 'down'
    ? afterFailure(before, sample, thresholds)
    : afterSuccess(before, sample, thresholds);
}

function afterFailure(before: Standing, sample: Sample, { confirmations }: Thresholds): Transition {
  if (before.status === 'down') {
    return { standing: { ...before, reason: sample.reason, streak: 0 }, turned: null, why: 'as-before' };
  }
  const streak = before.streak + 1;
  if (streak < confirmations)
    return { standing: { ...before, streak }, turned: null, why: 'still-confirming' };
  const standing: Standing = { status: 'down', since: sample.at, reason: sample.reason, streak: 0 };
  return { standing, turned: 'down', why: 'confirmed' };
}

function afterSuccess(before: Standing, sample: Sample, { recoveries }: Thresholds): Transition {
  const status = sample.status === 'degraded' ? 'degraded' : 'up';
  const now: Standing = { status, since: sample.at, reason: sample.reason, streak: 0 };
  if (before.status === 'down') {
    const streak = before.streak + 1;
    if (streak < recoveries)
      return { standing: { ...before, streak }, turned: null, why: 'still-recovering' };
    return { standing: now, turned: 'up', why: 'recovered' };
  }
  // Nothing to recover from, so one good result says enough.
  if (before.status === 'pending') return { standing: now, turned: null, why: 'first-result' };
  if (before.status !== status) return { standing: now, turned: null, why: 'speed-changed' };
  return { standing: { ...before, reason: sample.reason, streak: 0 }, turned: null, why: 'as-before' };
}
