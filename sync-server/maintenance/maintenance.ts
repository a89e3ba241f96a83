// CH7: the maintenance windows the team planned, and for which monitors one is open now.
import type { Database } from '../database.ts';
import { makeTurns } from '../in-turn.ts';
import type * as WindowRules from './windows.ts';
import { mostWindows, type MaintenanceSettings } from './schema.ts';

export type Planned = { id: string; version: number; settings: MaintenanceSettings };
export type MaintenanceRefusal =
  | 'unknown'
  | 'too-many'
  | 'changed-meanwhile'
  | { field: string; expected: string };

export type Maintenance = {
  list(): readonly Planned[];
  find(id: string): Planned | null;
  /** As it stands now. */
  look(planned: Planned): { active: boolean; nextAt: number | null };
  add(settings: MaintenanceSettings): Promise<Planned | MaintenanceRefusal>;
  change(
    id: string,
    settings: MaintenanceSettings,
    version: number | null,
  ): Promise<Planned | MaintenanceRefusal>;
  remove(id: string, version: number | null): Promise<'removed' | MaintenanceRefusal>;
  /** Until when nothing is declared for the monitor; null when that is not so. */
  untilOf(monitor: string): number | null;
  /** Told when a window may have opened, closed or changed. */
  onChange(listener: () => void): () => void;
  close(): void;
};

type Windows = Pick<typeof WindowRules, 'openUntil' | 'nextStart' | 'expectCron'>;
type Options = { database: Database; now: () => number; makeId: () => string };
type Open = { id: string; until: number; monitors: MaintenanceSettings['monitors'] };

/** Often enough that a clock that was set, or a computer that slept, is noticed. */
const longestWaitMs = 60_000;

export async function openMaintenance({ database, now, makeId }: Options): Promise<Maintenance> {
  const { queries } = database;
  const rows = await queries.selectFrom('maintenance').selectAll().orderBy('id').execute();
  const planned = new Map(
    rows.map(({ id, version, settings }): [string, Planned] => [
      id,
      { id, version, settings: JSON.parse(settings) as MaintenanceSettings },
    ]),
  );
  const listeners = new Set<() => void>();
  const inTurn = makeTurns();
  // luxon and croner are large, and most servers have no window.
  let windows: Windows | null = null;
  let open: readonly Open[] = [];
  let timer: NodeJS.Timeout | null = null;

  const look = async () => {
    if (planned.size > 0) windows ??= await import('./windows.ts');
    refresh();
  };
  const refresh = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const before = JSON.stringify(open);
    const at = now();
    const all = [...planned.values()];
    open = all.flatMap(({ id, settings }) => {
      const until = windows?.openUntil(settings, at) ?? null;
      return until === null ? [] : [{ id, until, monitors: settings.monitors }];
    });
    const ends = open.map(({ until }) => until);
    const starts = all.map(({ settings }) => windows?.nextStart(settings, at) ?? Infinity);
    const next = Math.min(...ends, ...starts, at + longestWaitMs);
    if (planned.size > 0) timer = setTimeout(refresh, Math.max(1, next - at)).unref();
    if (JSON.stringify(open) !== before) listeners.forEach((listener) => listener());
  };
  const check = (id: string, version: number | null): Planned | MaintenanceRefusal => {
    const before = planned.get(id);
    if (before === undefined) return 'unknown';
    return version !== null && version !== before.version ? 'changed-meanwhile' : before;
  };
  const expect = async ({ window }: MaintenanceSettings): Promise<MaintenanceRefusal | null> => {
    if (window.kind !== 'cron') return null;
    windows ??= await import('./windows.ts');
    const expected = windows.expectCron(window.cron, window.timeZone);
    return expected === null ? null : { field: 'window.cron', expected };
  };
  const put = async (next: Planned) => {
    planned.set(next.id, next);
    await look();
    return next;
  };
  await look();

  return {
    list: () => [...planned.values()],
    find: (id) => planned.get(id) ?? null,
    look: ({ id, settings }) => ({
      active: open.some((each) => each.id === id && each.until > now()),
      nextAt: windows?.nextStart(settings, now()) ?? null,
    }),
    add: (settings) =>
      inTurn(async () => {
        if (planned.size >= mostWindows) return 'too-many';
        const wrong = await expect(settings);
        if (wrong !== null) return wrong;
        const next = { id: makeId(), version: 1, settings };
        await queries
          .insertInto('maintenance')
          .values({ id: next.id, version: 1, settings: JSON.stringify(settings) })
          .execute();
        return put(next);
      }),
    change: (id, settings, version) =>
      inTurn(async () => {
        const before = check(id, version);
        if (typeof before === 'string' || 'field' in before) return before;
        const wrong = await expect(settings);
        if (wrong !== null) return wrong;
        const next = { id, version: before.version + 1, settings };
        await queries
          .updateTable('maintenance')
          .set({ version: next.version, settings: JSON.stringify(settings) })
          .where('id', '=', id)
          .execute();
        return put(next);
      }),
    remove: (id, version) =>
      inTurn(async () => {
        const before = check(id, version);
        if (typeof before === 'string' || 'field' in before) return before;
        await queries.deleteFrom('maintenance').where('id', '=', id).execute();
        planned.delete(id);
        await look();
        return 'removed';
      }),
    untilOf: (monitor) => {
      const at = now();
      let latest: number | null = null;
      for (const { until, monitors } of open) {
        if (until <= at || (monitors !== 'all' && !monitors.includes(monitor))) continue;
        latest = Math.max(latest ?? 0, until);
      }
      return latest;
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
