// The zone of a review. It keeps the offset of the incident's beginning, so that any two printed times can be
// subtracted. Times are printed and counted in whole seconds (RV2).
import { isoDate, isoTime } from '../time/time.ts';

export type Zone = {
  /** IANA, such as `Europe/Berlin`, or `UTC`. */
  name: string;
  /** Positive east of Greenwich. */
  offsetMinutes: number;
};

export const utc: Zone = { name: 'UTC', offsetMinutes: 0 };

/** The zone with the offset it had at that instant; null for an invalid zone name. */
export function zoneAt(name: string, at: number): Zone | null {
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      timeZoneName: 'longOffset',
    }).formatToParts(at);
    const words = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours, minutes] = /^GMT([+-])(\d\d):(\d\d)/u.exec(words) ?? [];
    const offset = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
    return { name, offsetMinutes: sign === '-' ? -offset : offset };
  } catch {
    return null;
  }
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** `UTC+01:00`. */
function sayOffset({ offsetMinutes }: Zone): string {
  const minutes = Math.abs(offsetMinutes);
  return `UTC${offsetMinutes < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** The short name beside a clock time: `UTC`, or the offset. */
export const sayZone = (zone: Zone): string => (zone.name === 'UTC' ? 'UTC' : sayOffset(zone));

const local = (at: number, zone: Zone): number => at + zone.offsetMinutes * 60_000;

/** `2026-11-24`. */
export const dateIn = (zone: Zone, at: number): string => isoDate(local(at, zone));

/** `14:02:00`; with the date before it when that is not `day`. */
export function clockIn(zone: Zone, at: number, day: string | null): string {
  const [date = '', time = ''] = isoTime(local(at, zone)).slice(0, -1).split('T');
  return date === day ? time : `${date} ${time}`;
}

/** `24 November 2026`. */
export const dayInProse = (zone: Zone, at: number): string => sayDay(dateIn(zone, at));

/** The same, from `2026-11-24`. */
export function sayDay(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${Number(day)} ${months[Number(month) - 1] ?? ''} ${year}`;
}

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** Clock times of one sentence or paragraph: without seconds where none has any, and `02:10 on 24 November` on another day. */
export function clocksInProse(zone: Zone, instants: readonly number[]): string[] {
  const day = instants[0] === undefined ? null : dateIn(zone, instants[0]);
  const areWhole = instants.every((at) => at % 60_000 < 1_000);
  return instants.map((at) => {
    const clock = clockIn(zone, at, dateIn(zone, at)).slice(0, areWhole ? -3 : undefined);
    return dateIn(zone, at) === day ? clock : `${clock} on ${dayInProse(zone, at).replace(/ \d+$/u, '')}`;
  });
}

/** An instant as printed, without milliseconds, so that durations match the printed times. */
export const toSecond = (at: number): number => Math.floor(at / 1000) * 1000;

const units: readonly [name: string, seconds: number][] = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
];

/** `24 min`, `1 h 23 min 45 s`, `1 d 2 h 5 min`: in seconds; from one day on, in minutes. Never below zero. */
export function sayDuration(ms: number): string {
  let rest = Math.floor(ms / 1000);
  if (rest >= 86_400) rest -= rest % 60;
  const parts = units.flatMap(([name, seconds]) => {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    return count > 0 ? [`${count} ${name}`] : [];
  });
  return parts.length === 0 ? '0 s' : parts.join(' ');
}
