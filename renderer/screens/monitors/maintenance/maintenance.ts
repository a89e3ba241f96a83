// Maintenance windows as the API returns them (CH7), and as text.
import type { MaintenanceAnswer } from '#wire/api/maintenance.ts';
import { strings } from '../../../strings/index.ts';
import { readMoment, readWholeDay } from '#room/time/typed-day.ts';
import { isoDate } from '#room/time/time.ts';
import { readTimeOfDay, type ReadTime } from '#room/time/typed-time.ts';
import { clockOf, sayLength, sayMoment, sayWhen, sayZone, shownDays } from '../../../ui/say-time.ts';

const words = strings.monitors.maintenance;

export type Planned = MaintenanceAnswer;
export type Window = Planned['window'];

const minuteMs = 60_000;

/** When the window is open, in words. `once` uses this computer's zone, the other kinds their own. */
export function sayWindow({ window, until }: Pick<Planned, 'window' | 'until'>, now: number): string {
  const turns = sayTurns(window, now);
  return until === undefined ? turns : words.lasting(turns, sayWhen(until, now));
}

function sayTurns(window: Window, now: number): string {
  switch (window.kind) {
    case 'once':
      return words.once(sayWhen(window.from, now), sayWhen(window.to, now));
    case 'weekly': {
      const days = window.days.map((day) => words.dayNames[day - 1]).join(', ');
      return words.weekly(days, window.at, sayLength(window.minutes * minuteMs), window.timeZone);
    }
    case 'cron':
      return words.cronWords(window.cron, sayLength(window.minutes * minuteMs), window.timeZone);
    case 'rrule':
      return sayRule(window);
    default:
      return window satisfies never;
  }
}

const ruleDays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** SP142: usual rules in words; others as they are written. */
function sayRule({ rule, start, minutes, timeZone }: Extract<Window, { kind: 'rrule' }>): string {
  const lasts = [sayLength(minutes * minuteMs), timeZone] as const;
  const asWritten = words.ruleWords(rule, ...lasts);
  const {
    FREQ,
    INTERVAL = '1',
    BYDAY,
    ...rest
  } = Object.fromEntries(rule.split(';').map((part) => part.split('=') as [string, string]));
  if (Object.keys(rest).length > 0) return asWritten;
  const [day = '', at = ''] = start.split('T');
  const every = Number(INTERVAL);
  if (FREQ === 'DAILY' && BYDAY === undefined) return words.everyDays(every, at, ...lasts);
  const [, which = '', one = ''] = /^(-1|[1-4])([A-Z]{2})$/u.exec(BYDAY ?? '') ?? [];
  const nameOf = (two: string) => words.dayNames[ruleDays.indexOf(two)];
  if (FREQ === 'MONTHLY' && every === 1 && which in words.whichOfMonth)
    return words.ofMonth(words.whichOfMonth[which as '1'], nameOf(one) ?? one, at, ...lasts);
  const first = ruleDays[(new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7] ?? '';
  const names = (BYDAY ?? first).split(',').map(nameOf);
  if (FREQ !== 'WEEKLY' || names.includes(undefined)) return asWritten;
  return every === 1
    ? words.weekly(names.join(', '), at, ...lasts)
    : words.everyWeeks(every, names.join(', '), at, ...lasts);
}

/** The form values of all kinds at once, so that changing the kind loses nothing. */
export type WindowDraft = {
  name: string;
  /** Empty: all monitors. */
  monitors: readonly string[];
  isForAll: boolean;
  kind: Window['kind'];
  /** As typed, in the display zone. */
  from: string;
  to: string;
  days: readonly string[];
  at: string;
  minutes: number;
  timeZone: string;
  cron: string;
  /** The first turn of a rule by the wall, as typed, or such as `2026-12-06T22:00`. */
  start: string;
  rule: string;
  components: readonly string[];
  description: string;
  /** The last day, as typed. */
  until: string;
  /** SP143: its moved and called-off turns, and the times to which they belong; null for a new window. */
  kept: { window: Window; exceptions: NonNullable<Planned['exceptions']> } | null;
};

/** The form values of a window, or of a new one for null. */
export function draftOf(planned: Planned | null): WindowDraft {
  const empty: WindowDraft = {
    name: '',
    monitors: [],
    isForAll: false,
    kind: 'once',
    from: 'now',
    to: '1 h',
    days: [],
    at: '22:00',
    minutes: 60,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    cron: '',
    start: '',
    rule: 'FREQ=MONTHLY;BYDAY=-1SU',
    components: [],
    description: '',
    until: '',
    kept: null,
  };
  if (planned === null) return empty;
  const { name, monitors, components = [], description = '', window, until, exceptions } = planned;
  const times =
    window.kind === 'once'
      ? { kind: window.kind, from: typedMoment(window.from), to: typedMoment(window.to) }
      : window.kind === 'weekly'
        ? { ...window, days: window.days.map(String) }
        : window;
  return {
    ...empty,
    ...times,
    name,
    components,
    description,
    kept: exceptions === undefined ? null : { window, exceptions },
    isForAll: monitors === 'all',
    monitors: monitors === 'all' ? [] : monitors,
    until: until === undefined ? '' : isoDate(shownDays.wallOf(until)),
  };
}

/** `2026-12-02 22:00`: to the minute; parses back to the same time. */
export function typedMoment(at: number): string {
  const wall = shownDays.wallOf(at);
  return `${isoDate(wall)} ${new Date(wall).toISOString().slice(11, 16)}`;
}

const atOf = (read: ReadTime): number => (read !== null && 'at' in read ? read.at : 0);
const lastMsOfDay = 86_400_000 - 1_000;

/** Start and end of a `once` window. `1 h` as the end means one hour after the start. */
export function readOnce({ from, to }: Pick<WindowDraft, 'from' | 'to'>, now: number) {
  const begins = readMoment(from, now, shownDays);
  return { from: begins, to: readMoment(to, atOf(begins) || now, shownDays) };
}

const readStart = (start: string, now: number): ReadTime =>
  readMoment(start.replace('T', ' '), now, shownDays);

/** The first turn of a rule as it was understood, as wall time in the rule's own zone. */
export function sayStart(start: string, now: number): { understood: string } | { wrong: string } | null {
  const read = readStart(start, now);
  return read === null || 'wrong' in read ? read : { understood: sayMoment(read.at) };
}

/** `2026-12-06T22:00`; an invalid moment stays as typed, and the server names the field. */
function wallStart(start: string, now: number): string {
  const read = readStart(start, now);
  return read === null || 'wrong' in read ? start : typedMoment(read.at).replace(' ', 'T');
}

/** How a typed time was understood, or why it was not; null when nothing is typed. */
export function sayRead(read: ReadTime): { understood: string } | { wrong: string } | null {
  if (read === null || 'wrong' in read) return read;
  return { understood: `${sayMoment(read.at)} ${sayZone()}` };
}

export function sayLastDay(text: string, now: number): { understood: string } | { wrong: string } | null {
  const read = readWholeDay(text, now, shownDays);
  if (read === null || 'wrong' in read) return read;
  return { understood: words.wholeDay(sayMoment(shownDays.instantOf(read.at)).replace(/ \d\d:\d\d$/u, '')) };
}

/** How a time of day was understood; null when it is empty or already in its normal form. */
export function sayClock(text: string): { understood: string } | { wrong: string } | null {
  const typed = text.trim();
  if (typed === '') return null;
  if (readTimeOfDay(typed) === null) return { wrong: words.noClock(typed) };
  return clockOf(typed) === typed ? null : { understood: clockOf(typed) };
}

function windowOf(draft: WindowDraft, now: number): Window {
  const { kind, minutes, timeZone } = draft;
  switch (kind) {
    case 'once': {
      const once = readOnce(draft, now);
      return { kind, from: atOf(once.from), to: atOf(once.to) };
    }
    case 'weekly': {
      const days = draft.days.map(Number).toSorted((a, b) => a - b);
      return { kind, days, at: clockOf(draft.at), minutes, timeZone };
    }
    case 'cron':
      return { kind, cron: draft.cron.trim(), minutes, timeZone };
    case 'rrule':
      return { kind, start: wallStart(draft.start, now), rule: draft.rule.trim(), minutes, timeZone };
    default:
      return kind satisfies never;
  }
}

/** What says when the turns of a window begin. */
const startsOf = (window: Window): string =>
  JSON.stringify(Object.entries({ ...window, minutes: 0 }).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** SP143: other times have other turns, so that those that were moved or called off are none of them any more. */
export function losesTurns(draft: WindowDraft, now: number): boolean {
  const { kept } = draft;
  if (kept === null || kept.exceptions.length === 0) return false;
  return startsOf(kept.window) !== startsOf(windowOf(draft, now));
}

/** The API body. An invalid time becomes 0, which the server rejects by field name. */
export function toPlan(
  draft: WindowDraft,
  now: number,
): Omit<Planned, 'id' | 'active' | 'nextAt' | 'endedAt' | 'stillFailing' | 'said'> {
  const { name, kind } = draft;
  const last = readWholeDay(draft.until, now, shownDays);
  // The window includes the whole last day.
  const until =
    last === null || kind === 'once'
      ? {}
      : { until: 'at' in last ? shownDays.instantOf(last.at + lastMsOfDay) : 0 };
  return {
    name: name.trim(),
    monitors: draft.isForAll ? 'all' : [...draft.monitors],
    ...(draft.components.length > 0 && { components: [...draft.components] }),
    ...(draft.description.trim() !== '' && { description: draft.description.trim() }),
    window: windowOf(draft, now),
    ...until,
    ...(draft.kept !== null && !losesTurns(draft, now) && { exceptions: draft.kept.exceptions }),
  };
}
