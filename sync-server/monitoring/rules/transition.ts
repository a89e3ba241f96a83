// CH2: decides when a measurement becomes a transition. Pure: the same state and sample give the same decision.
import type { MonitorStatus, Sample } from '#room/feed/feed.ts';
import { decideFlapping, type Flap } from './flapping.ts';

/** The standing of a monitor: its state and the counts towards its next change. */
export type MonitorStanding = {
  status: Extract<MonitorStatus, 'pending' | 'up' | 'degraded' | 'down'>;
  since: number;
  reason: string | null;
  /** Results in a row that contradict `status`, and the time of the first. */
  streak: number;
  doubtedAt: number | null;
  /** Whether a room knows that it is down: a withheld outage (CH7 to CH9) is reported later, or never. */
  isTold: boolean;
  /** CH15: whether a room knows that it is degraded. */
  isDegradedTold: boolean;
  /** CH6: the times of its recent changes, oldest first. */
  flips: readonly number[];
  isFlapping: boolean;
  /** A flapping monitor counts as down; this says whether it would be up otherwise. */
  isUpBeneath: boolean;
};

export const freshStanding = (since: number): MonitorStanding => ({
  status: 'pending',
  since,
  reason: null,
  streak: 0,
  doubtedAt: null,
  isTold: false,
  isDegradedTold: false,
  flips: [],
  isFlapping: false,
  isUpBeneath: false,
});

/** By count, or by period where one is given (ms): all results in it must contradict the old state. */
export type Thresholds = {
  confirmations: number;
  recoveries: number;
  confirmMs?: number | undefined;
  recoverMs?: number | undefined;
  /** Null: flapping is not detected. */
  flap: Flap | null;
};

export type Why =
  | 'first-result'
  | 'as-before'
  | 'still-confirming'
  | 'confirmed'
  | 'still-recovering'
  | 'recovered'
  | 'speed-changed'
  | 'flapping'
  | 'kept-still';

export type Transition = {
  standing: MonitorStanding;
  /** What must be reported; null when nothing changed for others. */
  turned: 'down' | 'up' | null;
  flapped: 'began' | 'ended' | null;
  why: Why;
};

export function decideTransition(
  before: MonitorStanding,
  sample: Sample,
  thresholds: Thresholds,
): Transition {
  // There is nothing to recover from, so one good result is enough.
  if (before.status === 'pending' && sample.status !== 'down') {
    return { standing: good(before, sample), turned: null, flapped: null, why: 'first-result' };
  }
  const isDown = before.status === 'down' && !before.isUpBeneath;
  const contradicts = (sample.status === 'down') !== isDown;
  if (!contradicts) return settle(agree(before, sample), null, thresholds, sample);
  const doubt = { streak: before.streak + 1, doubtedAt: before.doubtedAt ?? sample.at };
  if (!isConfirmed(doubt, sample, isDown, thresholds)) {
    const why = isDown ? 'still-recovering' : 'still-confirming';
    return settle({ standing: { ...before, ...doubt }, why }, null, thresholds, sample);
  }
  return settle({ standing: before, why: isDown ? 'recovered' : 'confirmed' }, sample.at, thresholds, sample);
}

type Doubt = { streak: number; doubtedAt: number };

function isConfirmed(
  { streak, doubtedAt }: Doubt,
  { at }: Sample,
  isDown: boolean,
  { confirmations, recoveries, confirmMs, recoverMs }: Thresholds,
): boolean {
  const periodMs = isDown ? recoverMs : confirmMs;
  if (periodMs !== undefined) return at - doubtedAt >= periodMs;
  return streak >= (isDown ? recoveries : confirmations);
}

type Step = { standing: MonitorStanding; why: Why };

/** The sample agrees with the known state. */
function agree(before: MonitorStanding, sample: Sample): Step {
  const calm = { ...before, streak: 0, doubtedAt: null };
  if (before.status === 'down' || before.status === sample.status)
    return {
      standing:
        sample.status === 'down' || before.status !== 'down' ? { ...calm, reason: sample.reason } : calm,
      why: 'as-before',
    };
  return { standing: good(before, sample), why: 'speed-changed' };
}

function good(before: MonitorStanding, sample: Sample): MonitorStanding {
  return {
    ...before,
    status: sample.status === 'degraded' ? 'degraded' : 'up',
    since: sample.at,
    reason: sample.reason,
    streak: 0,
    doubtedAt: null,
    isUpBeneath: false,
  };
}

/** It fails: an outage begins, or goes on. */
function fail(
  calm: MonitorStanding,
  sample: Sample,
  { flapped, why }: Pick<Transition, 'flapped' | 'why'>,
): Transition {
  const wasDown = calm.status === 'down';
  const standing: MonitorStanding = {
    ...calm,
    status: 'down',
    since: wasDown ? calm.since : sample.at,
    reason: sample.reason ?? calm.reason,
    isUpBeneath: false,
  };
  return {
    standing,
    turned: wasDown ? null : 'down',
    flapped,
    why: wasDown && flapped === 'ended' ? 'kept-still' : why,
  };
}

/** CH6: the step for a confirmed change at `changedAt`, or for none, with flapping taken into account. */
function settle(
  { standing, why }: Step,
  changedAt: number | null,
  thresholds: Thresholds,
  sample: Sample,
): Transition {
  const { flips, isFlapping } = decideFlapping(standing, changedAt, sample.at, thresholds.flap);
  const flapped = isFlapping === standing.isFlapping ? null : isFlapping ? 'began' : 'ended';
  const isUp =
    changedAt === null
      ? standing.status !== 'down' || standing.isUpBeneath
      : standing.status === 'down' && !standing.isUpBeneath;
  const next = { ...standing, flips, isFlapping };
  if (changedAt === null && flapped === null) return { standing: next, turned: null, flapped, why };
  const calm = { ...next, streak: 0, doubtedAt: null };
  const wasDown = standing.status === 'down';
  if (isUp && isFlapping) {
    return { standing: { ...calm, isUpBeneath: true }, turned: null, flapped, why: 'flapping' };
  }
  if (isUp) {
    const ended = flapped === 'ended' && changedAt === null;
    return {
      standing: wasDown ? good(calm, sample) : calm,
      turned: wasDown ? 'up' : null,
      flapped,
      why: ended ? 'kept-still' : why,
    };
  }
  return fail(calm, sample, { flapped, why });
}
