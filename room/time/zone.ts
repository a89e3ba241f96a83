// Time zones, from the runtime's rules: converts between instants and wall times.
// OC3: every program converts here, so a wall time is the same instant everywhere. A wall time is a number: the epoch
// milliseconds at which a clock in UTC shows that time.

import { dayStart, lastInstant, readDay } from './time.ts';

export type Zone = {
  /** The offset in ms: instant + offset = wall time. */
  offsetAt(at: number): number;
  /**
   * OC3: the instant of a wall time. If it occurs twice (clocks set back): the first instant. If it never occurs
   * (clocks set forward): the moment of the change. So a later wall time is never an earlier instant.
   */
  toInstant(wall: number): number;
};

export const dayMs = 86_400_000;
/** Within this time an offset changes at most once. */
const stretchMs = 7 * dayMs;

const zones = new Map<string, Zone>();

export function isZone(name: string): boolean {
  try {
    openZone(name);
    return true;
  } catch {
    return false;
  }
}

/** Throws a RangeError for a name that is not an IANA zone. */
export function openZone(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  const zone = makeZone(makeOffsets(name));
  zones.set(name, zone);
  return zone;
}

/** One stretch: its offset at the beginning, and the time and new offset of a change within it. */
type Stretch = { before: number; changesAt: number; after: number };

function makeZone(readOffset: (at: number) => number): Zone {
  const stretches = new Map<number, Stretch>();
  const stretchAt = (at: number): Stretch => {
    const index = Math.floor(at / stretchMs);
    const known = stretches.get(index);
    if (known) return known;
    const stretch = readStretch(index * stretchMs, readOffset);
    stretches.set(index, stretch);
    return stretch;
  };
  const offsetAt = (at: number): number => {
    const { before, changesAt, after } = stretchAt(at);
    return at < changesAt ? before : after;
  };
  return {
    offsetAt,
    toInstant: (wall) => {
      const earlier = offsetAt(wall - dayMs);
      const later = offsetAt(wall + dayMs);
      const byEarlier = wall - earlier;
      if (earlier === later || offsetAt(byEarlier) === earlier) return byEarlier;
      const byLater = wall - later;
      if (offsetAt(byLater) === later) return byLater;
      return findChange(byLater, byEarlier, offsetAt);
    },
  };
}

function readStretch(from: number, readOffset: (at: number) => number): Stretch {
  const before = readOffset(from);
  const after = readOffset(from + stretchMs - 1);
  if (before === after) return { before, changesAt: Number.POSITIVE_INFINITY, after };
  return { before, changesAt: findChange(from, from + stretchMs - 1, readOffset), after };
}

/** The first instant whose offset differs from that at `from`; it must exist by `to`. */
function findChange(from: number, to: number, offsetAt: (at: number) => number): number {
  const before = offsetAt(from);
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** Reads the offset from formatted wall time. Slow (microseconds), so it is only read about twice per stretch. */
function makeOffsets(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (at) => {
    const shown: Record<string, number> = {};
    // Beyond the last date there is no offset: that of the last date goes on.
    for (const { type, value } of format.formatToParts(Math.min(at, lastInstant)))
      shown[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
    const wholeSecond = Math.floor(Math.min(at, lastInstant) / 1_000) * 1_000;
    return dayStart(year, month, day) + (hour * 3_600 + minute * 60 + second) * 1_000 - wholeSecond;
  };
}

/** `2026-01-05` as the wall time of its midnight; NaN for an invalid day. */
export const readWallDay = (text: string): number => readDay(text) ?? Number.NaN;

/** `09:30` as ms after midnight; `24:00` is the end of the day. NaN for an invalid time of day. */
export function readTimeOfDay(text: string): number {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (match === null) return text === '24:00' ? dayMs : Number.NaN;
  return (Number(match[1]) * 60 + Number(match[2])) * 60_000;
}

/** 1 is Monday. */
export const weekdayOf = (wall: number): number => ((Math.floor(wall / dayMs) + 3) % 7) + 1;

export const midnightOf = (wall: number): number => Math.floor(wall / dayMs) * dayMs;
