// SP67: turns monitors' maintenance windows into the page's planned work.
import type { Maintenance as PageMaintenance } from '#status-page/schema/index.ts';
import type { Planned } from '../maintenance/maintenance.ts';
import type * as WindowRules from '../maintenance/windows.ts';
import type { StatusPageSettings } from './settings.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** Limits: turns of a window that a recurrence rule cannot express, and turns of all windows. */
const mostTurns = 100;
export const mostWork = 500;
const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

type Components = StatusPageSettings['components'];

/** The planned work that affects the page's components. */
export async function plannedWork(
  windows: readonly Planned[],
  components: Components,
  now: number,
): Promise<PageMaintenance[]> {
  const all: PageMaintenance[] = [];
  for (const planned of windows) {
    const concerned = concernedBy(planned, components);
    if (concerned.length > 0) all.push(...(await workOf(planned, concerned, now)));
  }
  return all.slice(0, mostWork);
}

function concernedBy({ settings: { monitors } }: Planned, components: Components): string[] {
  return components.flatMap(({ id, monitor }) =>
    id !== undefined && monitor !== undefined && (monitors === 'all' || monitors.includes(monitor))
      ? [id]
      : [],
  );
}

async function workOf(planned: Planned, components: string[], now: number): Promise<PageMaintenance[]> {
  const { id, version, settings } = planned;
  const { window, until } = settings;
  const plannedAt = timeOf(id);
  const shared = {
    title: { '': settings.name },
    components,
    cancelled: false,
    createdAt: plannedAt,
    updatedAt: plannedAt,
    revision: version - 1,
    updates: [],
  };
  const once = (each: string, from: number, to: number): PageMaintenance => ({
    ...shared,
    id: each,
    schedule: { kind: 'once', from, minutes: Math.max(1, Math.ceil((to - from) / minuteMs)) },
  });
  switch (window.kind) {
    case 'once': {
      const to = Math.min(window.to, until ?? Infinity);
      return to > window.from ? [once(id, window.from, to)] : [];
    }
    case 'weekly': {
      const { days, at, minutes, timeZone } = window;
      const end = until === undefined ? '' : `;UNTIL=${stampOf(until - 1)}`;
      const rule = `FREQ=WEEKLY;BYDAY=${days.map((day) => weekdays[day - 1]).join()}${end}`;
      const start = `${firstDay(plannedAt, days, timeZone)}T${at}`;
      return [
        { ...shared, id, schedule: { kind: 'repeating', start, timeZone, minutes, rule, exceptions: [] } },
      ];
    }
    case 'cron': {
      const rules: typeof WindowRules = await import('../maintenance/windows.ts');
      const from = Math.max(plannedAt, now - 90 * dayMs);
      const to = Math.min(now + 90 * dayMs, until ?? Infinity);
      const recent = rules.cronTurns(window, { from, to: now, most: 100_000 }).slice(-mostTurns / 2);
      const next = rules.cronTurns(window, { from: now, to, most: mostTurns - recent.length });
      return [...recent, ...next].map((turn) =>
        once(`${id}-${Math.floor(turn.from / minuteMs)}`, turn.from, Math.min(turn.to, until ?? Infinity)),
      );
    }
    default:
      return window satisfies never;
  }
}

/** When the window was planned, from its ULID. */
function timeOf(id: string): number {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  let time = 0;
  for (const sign of id.slice(0, 10)) time = time * 32 + Math.max(0, alphabet.indexOf(sign));
  return time <= 8_640_000_000_000_000 ? time : 0;
}

/** The first local day on which the window has a turn, such as `2026-11-29`. */
function firstDay(after: number, days: readonly number[], timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const today = Date.parse(`${format.format(after)}T00:00:00Z`);
  for (let offset = 0; offset < 7; offset++) {
    const day = new Date(today + offset * dayMs);
    if (days.includes(day.getUTCDay() === 0 ? 7 : day.getUTCDay())) return day.toISOString().slice(0, 10);
  }
  return new Date(today).toISOString().slice(0, 10);
}

/** `20261129T083000Z`: an instant in the format of recurrence rules. */
const stampOf = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
