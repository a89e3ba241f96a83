// Maintenance windows as the API has them (CH7), and in words.
import { strings } from '../strings/index.ts';
import { sayLength, sayWhen } from '../ui/say-time.ts';

const words = strings.monitors.maintenance;

export type Window =
  | { kind: 'once'; from: number; to: number }
  | { kind: 'weekly'; days: readonly number[]; at: string; minutes: number; timeZone: string }
  | { kind: 'cron'; cron: string; minutes: number; timeZone: string };
export type Planned = {
  id: string;
  name: string;
  monitors: readonly string[] | 'all';
  window: Window;
  until?: number;
  active: boolean;
  nextAt: number | null;
};

const minuteMs = 60_000;

/** When it is open, in words; times of `once` in this computer's zone, the others in their own. */
export function sayWindow({ window, until }: Pick<Planned, 'window' | 'until'>, now: number): string {
  const end = until === undefined ? '' : words.untilWords(sayWhen(until, now));
  switch (window.kind) {
    case 'once':
      return words.once(sayWhen(window.from, now), sayWhen(window.to, now)) + end;
    case 'weekly': {
      const days = window.days.map((day) => words.dayNames[day - 1]).join(', ');
      return words.weekly(days, window.at, sayLength(window.minutes * minuteMs), window.timeZone) + end;
    }
    case 'cron':
      return words.cronWords(window.cron, sayLength(window.minutes * minuteMs), window.timeZone) + end;
    default:
      return window satisfies never;
  }
}

/** What the form holds: everything of every kind, so that changing the kind loses nothing. */
export type WindowDraft = {
  name: string;
  /** Empty: all of them. */
  monitors: readonly string[];
  isForAll: boolean;
  kind: Window['kind'];
  from: string;
  to: string;
  days: readonly string[];
  at: string;
  minutes: number;
  timeZone: string;
  cron: string;
  until: string;
};

const two = (value: number): string => String(value).padStart(2, '0');

/** As `datetime-local` wants it: `2026-11-25T14:03`, in this computer's zone. */
export function toLocal(at: number): string {
  const time = new Date(at);
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${date}T${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** The form of a window, or of none yet. */
export function draftOf(planned: Planned | null, now: number): WindowDraft {
  const empty: WindowDraft = {
    name: '',
    monitors: [],
    isForAll: false,
    kind: 'once',
    from: toLocal(now),
    to: toLocal(now + 60 * minuteMs),
    days: [],
    at: '22:00',
    minutes: 60,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    cron: '',
    until: '',
  };
  if (planned === null) return empty;
  const { name, monitors, window, until } = planned;
  const times =
    window.kind === 'once'
      ? { kind: window.kind, from: toLocal(window.from), to: toLocal(window.to) }
      : window.kind === 'weekly'
        ? { ...window, days: window.days.map(String) }
        : window;
  return {
    ...empty,
    ...times,
    name,
    isForAll: monitors === 'all',
    monitors: monitors === 'all' ? [] : monitors,
    until: until === undefined ? '' : toLocal(until).slice(0, 10),
  };
}

const instant = (local: string): number => new Date(local).getTime();

/** What is sent of it; an empty time is sent as 0, which the server refuses by name. */
export function toPlan(draft: WindowDraft): Omit<Planned, 'id' | 'active' | 'nextAt'> {
  const { name, kind, minutes, timeZone } = draft;
  const windows: Record<Window['kind'], Window> = {
    once: { kind: 'once', from: instant(draft.from) || 0, to: instant(draft.to) || 0 },
    weekly: {
      kind: 'weekly',
      days: draft.days.map(Number).toSorted((a, b) => a - b),
      at: draft.at,
      minutes,
      timeZone,
    },
    cron: { kind: 'cron', cron: draft.cron.trim(), minutes, timeZone },
  };
  // The last day is meant whole.
  const until = draft.until === '' || kind === 'once' ? {} : { until: instant(`${draft.until}T23:59:59`) };
  return {
    name: name.trim(),
    monitors: draft.isForAll ? 'all' : draft.monitors,
    window: windows[kind],
    ...until,
  };
}
