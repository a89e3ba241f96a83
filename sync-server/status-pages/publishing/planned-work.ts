// SP67: turns monitors' maintenance windows into the page's planned work.
import { limits, pastKeptMs } from '#status-page/limits.ts';
import type { Maintenance as PageMaintenance } from '#status-page/schema/index.ts';
import type { Maintenance, Planned } from '../../maintenance/maintenance.ts';
import type { Earlier } from '../../maintenance/past.ts';
import type { MaintenanceSettings, Said, TurnException } from '#wire/api/maintenance.ts';
import type * as WindowRules from '../../maintenance/windows.ts';
import type { StatusPageSettings } from '../page/settings.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** Limits: turns of a window that a recurrence rule cannot express, and turns of all windows. */
const mostTurns = 100;
/** Of a cron line, in the time that is looked through for the latest turns. */
const mostListed = 2_000;
export const mostWork = 500;
const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** The planned work that affects the page's components. */
export async function plannedWork(
  { list, saidOf }: { list: () => readonly Planned[]; saidOf: Maintenance['saidOf'] },
  page: Pick<StatusPageSettings, 'slug' | 'components'>,
  now: number,
): Promise<PageMaintenance[]> {
  const present: PageMaintenance[] = [];
  const earlier: PageMaintenance[] = [];
  for (const planned of list()) {
    const said = saidOf(planned.id);
    for (const version of versionsOf(planned, now))
      (version.until === undefined ? present : earlier).push(
        ...(await workFor(page, { version, said }, now)),
      );
  }
  // What is to come goes first, should there be too much.
  return [...present, ...earlier].slice(0, mostWork);
}

/** The window as it is, then as it was before each change, the newest first. */
function versionsOf({ past, ...present }: Planned, now: number): Version[] {
  const earlier = past.earlier.filter(({ until }) => until > now - pastKeptMs).toReversed();
  return [{ ...present, ...past }, ...earlier.map((each) => ({ ...each, id: present.id }))];
}

/** What a removed window had begun to do on these components; it stays on the page, whose uptime counts it. */
export async function workDone(
  removed: Planned,
  said: readonly Said[],
  page: Pick<StatusPageSettings, 'slug' | 'components'>,
  now: number,
): Promise<PageMaintenance[]> {
  const { listOccurrences } = await import('#status-page/maintenance/occurrences.ts');
  const past = { from: now - limits.daysBack * dayMs, to: now };
  const all: PageMaintenance[] = [];
  for (const version of versionsOf(removed, now))
    all.push(...(await workFor(page, { version: { until: now, ...version }, said }, now)));
  return all.filter((work) => listOccurrences([work], past, now).length > 0);
}

const workFor = async (
  page: Pick<StatusPageSettings, 'slug' | 'components'>,
  told: Told,
  now: number,
): Promise<PageMaintenance[]> => {
  const concerned = concernedBy(told.version, page);
  return concerned.length === 0 ? [] : workOf(told, concerned, now);
};

function concernedBy(
  { settings: { monitors, components: named = [] } }: Pick<Planned, 'settings'>,
  { slug, components }: Pick<StatusPageSettings, 'slug' | 'components'>,
): string[] {
  return components.flatMap(({ id, name, monitor }) => {
    if (id === undefined) return [];
    const isNamed = named.includes(id) || named.includes(`${slug}/${name}`);
    const isMeasured = monitor !== undefined && (monitors === 'all' || monitors.includes(monitor));
    return isNamed || isMeasured ? [id] : [];
  });
}

/** A window as it is, or as it was until it was changed. */
type Version = Omit<Earlier, 'until'> & { id: string; until?: number };
type Told = { version: Version; said: readonly Said[] };
/** The words of people during one turn, as an update of it. */
const updateOf = ({ id, at, status, body }: Said, start?: string): PageMaintenance['updates'][number] => ({
  id,
  at,
  status,
  body: { '': body },
  ...(start !== undefined && { start }),
});

async function workOf(
  { version, said }: Told,
  components: string[],
  now: number,
): Promise<PageMaintenance[]> {
  const { id, since, anew, settings } = version;
  const { window, exceptions = [] } = settings;
  const until = endOfTimes(settings, version.until);
  const shared = sharedBy(version, components);
  const plan: Plan = { id, shared, said, until, exceptions };
  const plannedAt = timeOf(id);
  switch (window.kind) {
    case 'once': {
      const to = Math.min(window.to, until ?? Infinity);
      const name = anew === null ? id : `${id}-at-${Math.floor(anew)}`;
      return to > window.from ? [onceIn(plan, { id: name, from: window.from, to })] : [];
    }
    case 'weekly': {
      const { days, at, minutes, timeZone } = window;
      const rule = `FREQ=WEEKLY;BYDAY=${days.map((day) => weekdays[day - 1]).join()}`;
      // A turn may be open when it is planned, and have begun the day before.
      const first = firstDay(plannedAt - minutes * minuteMs, days, timeZone);
      return [await repeatingIn(plan, { start: `${first}T${at}`, timeZone, minutes, rule })];
    }
    case 'rrule':
      return [await repeatingIn(plan, window)];
    case 'cron': {
      const from = Math.max(plannedAt, since ?? 0, now - limits.daysBack * dayMs);
      const to = Math.min(now + limits.daysAhead * dayMs, until ?? Infinity);
      return cronIn(plan, settings, { from, to, now });
    }
    default:
      return window satisfies never;
  }
}

/** A version of a window, and what all of its planned work has in common. */
type Plan = Pick<Version, 'id'> &
  Pick<Told, 'said'> & {
    shared: ReturnType<typeof sharedBy>;
    until: number | undefined;
    exceptions: readonly TurnException[];
  };

function sharedBy({ id, version, since, until: endedAt, settings }: Version, components: string[]) {
  const { name, description } = settings;
  const plannedAt = timeOf(id);
  return {
    title: { '': name },
    ...(description !== undefined && { body: { '': description } }),
    components,
    cancelled: false,
    createdAt: plannedAt,
    updatedAt: since ?? plannedAt,
    revision: version - 1,
    ...(since !== null && { since }),
    ...(endedAt !== undefined && { removedAt: endedAt }),
  };
}

type Once = { id: string; from: number; to: number; began?: number };

/** Work that is done once. `began`: when that turn would have begun before it was moved. */
const onceIn = ({ shared, said }: Plan, { id, from, to, began = from }: Once): PageMaintenance => ({
  ...shared,
  id,
  schedule: { kind: 'once', from, minutes: minutesIn(from, to) },
  updates: said.filter(({ turn }) => turn === began).map((one) => updateOf(one)),
});

const minutesIn = (from: number, to: number) => Math.max(1, Math.ceil((to - from) / minuteMs));

type Repeating = Omit<Extract<MaintenanceSettings['window'], { kind: 'rrule' }>, 'kind'>;

async function repeatingIn(
  { id, shared, said, until, exceptions }: Plan,
  { start, timeZone, minutes, rule: ruleOnly }: Repeating,
): Promise<PageMaintenance> {
  const { wallOfTurn }: typeof WindowRules = await import('../../maintenance/windows.ts');
  const rule = `${ruleOnly}${endOf(ruleOnly, until)}`;
  const updates = said.flatMap((one) => {
    const wall = wallOfTurn({ start, timeZone, rule }, one.turn);
    return wall === null ? [] : [updateOf(one, wall)];
  });
  const other = exceptions.flatMap((each) => {
    const wall = wallOfTurn({ start, timeZone, rule }, each.turn);
    if (wall === null) return [];
    if ('cancelled' in each) return [{ start: wall, cancelled: true }];
    return [{ start: wall, cancelled: false, from: each.from, minutes: minutesIn(each.from, each.to) }];
  });
  const schedule = { kind: 'repeating' as const, start, timeZone, minutes, rule, exceptions: other };
  return { ...shared, id, schedule, updates };
}

/** The turns of a cron line, each as work of its own. */
async function cronIn(
  plan: Plan,
  settings: Planned['settings'],
  range: { from: number; to: number; now: number },
): Promise<PageMaintenance[]> {
  const rules: typeof WindowRules = await import('../../maintenance/windows.ts');
  return turnsOfCron(rules, settings, range).map(({ turn, isCancelled, from, to }) => ({
    ...onceIn(plan, { id: `${plan.id}-${Math.floor(turn / minuteMs)}`, from, to, began: turn }),
    cancelled: isCancelled,
  }));
}

/** A rule that was changed lists no turn after that; a single turn keeps its planned end beside it. */
const endOfTimes = ({ window, until }: MaintenanceSettings, endedAt: number | undefined) =>
  endedAt === undefined || window.kind === 'once' ? until : Math.min(until ?? Infinity, endedAt);

/** The latest turns before `now` and the next ones, as many as a page tells of. */
function turnsOfCron(
  { listTurns }: Pick<typeof WindowRules, 'listTurns'>,
  settings: Planned['settings'],
  { from, to, now }: { from: number; to: number; now: number },
) {
  const list = (range: { from: number; to: number }) => listTurns(settings, { ...range, most: mostListed });
  // The last hour of a line that begins each minute has as many turns as the last 90 days of a daily one.
  const before = (reach: number) =>
    list({ from: Math.max(from, now - reach), to: Math.min(now, to) }).filter((turn) => turn.from < now);
  let recent: ReturnType<typeof before> = [];
  for (const reach of [dayMs / 24, dayMs, 8 * dayMs, limits.daysBack * dayMs]) {
    recent = before(reach).slice(-mostTurns / 2);
    if (now - reach <= from || recent.length >= mostTurns / 2) break;
  }
  const next = list({ from: now, to }).filter((turn) => turn.from >= now);
  return [...recent, ...next.slice(0, mostTurns - recent.length)];
}

/** The last day of the window; a rule that ends by itself keeps its own end. */
const endOf = (rule: string, until: number | undefined): string =>
  until === undefined || /;(?:UNTIL|COUNT)=/u.test(rule) ? '' : `;UNTIL=${stampOf(until - 1)}`;

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
