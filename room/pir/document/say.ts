// The wording of values in a review, the same in every section.
import { nameIncident } from '../../text/words.ts';
import { sayMissing } from '../../text/missing.ts';
import type { Doer } from '../people.ts';
import type { Review } from '../review.ts';
import type { Grade } from '../timeline.ts';
import { clockIn, dateIn, sayDuration, sayZone } from '../zone.ts';
import type { Metric } from '../metrics.ts';

export const notRecorded = sayMissing('not-recorded');
/** The word for a time that is still to come. */
export const notYet = sayMissing('pending');

export type Say = {
  /** The clock time; the date before it when it is another day than the incident's. */
  time: (at: number | null) => string;
  zone: string;
  day: string | null;
};

export function sayer({ zone, timeline }: Review): Say {
  const day = timeline.origin === null ? null : dateIn(zone, timeline.origin.at);
  return {
    day,
    zone: sayZone(zone),
    time: (at) => (at === null ? notRecorded : clockIn(zone, at, day)),
  };
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** `T+0:05:10`, `T-0:02:00`. Counted between two printed instants. */
export function sayElapsed(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  return `T${ms < 0 ? '-' : '+'}${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

/** The ms that `sayElapsed` printed; null for any other text. */
export function readElapsed(text: string): number | null {
  const [, sign, hours, minutes, seconds] = /^T([+-])(\d+):(\d\d):(\d\d)$/u.exec(text) ?? [];
  if (sign === undefined) return null;
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -ms : ms;
}

export function sayMetric({ ms, state, isPending, isAhead }: Metric): string {
  if (ms !== null) return sayDuration(ms);
  if (isAhead === true) return sayMissing('not-applicable', 'before impact');
  if (isPending === true) return notYet;
  return sayMissing(state === 'invalid' ? 'invalid' : 'not-recorded');
}

const outcomes: Record<string, string> = {
  helped: 'helped',
  'no-effect': 'no effect',
  'made-worse': 'made it worse',
  inconclusive: 'inconclusive',
};
export const sayGrade = (grade: Grade | null): string =>
  grade === null ? 'not judged' : (outcomes[grade.outcome] ?? grade.outcome);

/** Role first, the name after it. */
export const sayDoer = (doer: Doer | null): string => (doer === null ? '' : `${doer.role}, ${doer.person}`);

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

export const titleOf = ({ number, title }: Review): string =>
  nameIncident({ number, title }) || 'Untitled incident';
