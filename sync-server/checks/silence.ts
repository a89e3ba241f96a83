// Judges missing beats. A server that was away may have missed a beat itself: it must neither raise a false alarm nor
// keep reporting success.
import type { BeatState, Deafness } from './check.ts';

export type Silence =
  | { state: 'in-time' }
  /** The beat was expected at `expectedAt`; nobody is alerted before `deadline`. */
  | { state: 'late'; expectedAt: number; deadline: number }
  /** It may have come while this server was away; the next beat, due by `deadline`, decides. */
  | { state: 'excused'; away: Deafness; deadline: number }
  | { state: 'missed'; expectedAt: number; deadline: number };

export type Waiting = {
  /** When the last beat came, or when waiting began. */
  from: number;
  /** When the next beat is expected after `at`. */
  expectedAfter: (at: number) => number;
  graceMs: number;
  deafness: BeatState['deafness'];
  now: number;
};

/** Tolerance: clocks differ, and jobs may begin a little early. */
const earlyMs = 60_000;

/** HB3: pure. */
export function judgeSilence({ from, expectedAfter, graceMs, deafness, now }: Waiting): Silence {
  let expectedAt = expectedAfter(from);
  let excuse: Deafness | null = null;
  for (const away of [...deafness, null]) {
    const deadline = expectedAt + graceMs;
    if (now < deadline) break;
    if (away === null) return { state: 'missed', expectedAt, deadline };
    const coversIt = away.to > from && away.from < deadline && away.to > expectedAt - earlyMs;
    if (!coversIt) continue;
    excuse = away;
    expectedAt = expectedAfter(Math.max(away.to, expectedAt));
  }
  const deadline = expectedAt + graceMs;
  if (excuse !== null) return { state: 'excused', away: excuse, deadline };
  return now < expectedAt ? { state: 'in-time' } : { state: 'late', expectedAt, deadline };
}

/** `5 min`, `3 h`, `2 days`: rounded, for a reason. */
export function saySpan(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 1) return `${Math.round(ms / 1000)} s`;
  if (minutes < 90) return `${Math.round(minutes)} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1_440)} days`;
}
