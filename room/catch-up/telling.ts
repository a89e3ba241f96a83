import { cutLine, firstLine } from '../text/cut.ts';
import type { Entry, Room } from '../view/room-view.ts';

/** The input of every line: the two rooms, and how to write people and times. */
export type Telling = {
  had: Room;
  now: Room;
  names: (id: string) => string;
  sayTime: (at: number) => string;
};

const minuteMs = 60_000;

/** `23 min`, `2 h 5 min`, `3 d 4 h`; below a minute it is not counted. */
export function sayMinutes(ms: number): string {
  const minutes = Math.floor(ms / minuteMs);
  if (minutes < 1) return 'under a minute';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return [`${hours} h`, minutes % 60 > 0 && `${minutes % 60} min`].filter(Boolean).join(' ');
  return [`${Math.floor(hours / 24)} d`, hours % 24 > 0 && `${hours % 24} h`].filter(Boolean).join(' ');
}

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;

/** ` (14:12 Ana)`, without unknown parts. */
export function stamp({ names, sayTime }: Telling, since: number | null, by: string | null): string {
  const parts = [since === null ? '' : sayTime(since), by === null ? '' : names(by)].filter(Boolean);
  return parts.length > 0 ? ` (${parts.join(' ')})` : '';
}

/** The items of the second list that are missing in the first. */
export function added<T>(before: readonly T[], after: readonly T[], idOf: (item: T) => string): T[] {
  const known = new Set(before.map(idOf));
  return after.filter((item) => !known.has(idOf(item)));
}

/** New timeline entries that were not retracted. */
export function newEntries({ had, now }: Pick<Telling, 'had' | 'now'>): Entry[] {
  return added(had.timeline, now.timeline, ({ id }) => id).filter(({ retracted }) => retracted === null);
}

/** The first line of a text, shortened to fit in a list. */
export const brief = (text: string): string => cutLine(firstLine(text), 100);
