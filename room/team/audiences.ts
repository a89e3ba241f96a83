// Which readers get updates, at which stage of the incident, and how often.
import type { Status } from './scales.ts';
import { table } from '../text/words.ts';

export const audiences = ['customers', 'internal', 'executives', 'support'] as const;
export type Audience = (typeof audiences)[number];

const inSentence: Record<Audience, string> = table({
  customers: 'customers',
  internal: 'internal',
  executives: 'executives',
  support: 'support',
});

/** An audience within a sentence; one of a later version is used unchanged. */
export const sayAudience = (audience: string): string => {
  const known = audiences.find((each) => each === audience);
  return known === undefined ? audience : inSentence[known];
};

export const stages = ['investigating', 'identified', 'monitoring', 'resolved', 'follow-up'] as const;
export type Stage = (typeof stages)[number];

export const isStage = (text: string): text is Stage => stages.some((each) => each === text);

const stageOfStatus: Record<Status, Stage> = {
  triage: 'investigating',
  investigating: 'investigating',
  identified: 'identified',
  monitoring: 'monitoring',
  resolved: 'resolved',
  closed: 'follow-up',
};

/** The draft's own stage, else the stage of the incident's status. */
export function stageOf(stage: string | null, status: Status): Stage {
  return stage !== null && isStage(stage) ? stage : stageOfStatus[status];
}

/** Whether an update of this stage must be followed by another one. */
export const promisesMore = (stage: Stage): boolean => stage !== 'resolved' && stage !== 'follow-up';

const minuteMs = 60_000;
const roundMs = 5 * minuteMs;
const usualMinutes = 60;

/**
 * When to promise the next update: one cadence from now (an hour when the severity has none), rounded down to five
 * minutes, so that the promise is never later than the due time.
 */
export function suggestNext(updateMinutes: number | null, now: number): number {
  const latest = now + (updateMinutes ?? usualMinutes) * minuteMs;
  const rounded = latest - (latest % roundMs);
  return rounded > now ? rounded : latest;
}

const internalAudience =
  /internal|team|staff|colleague|engineer|responder|management|executive|leadership|stakeholder|support/iu;
/** CM8: whether an audience is internal, also one with a custom name. */
export const isInternal = (audience: string): boolean => internalAudience.test(audience);
