// The monitors as the team configured them, and how each stands. Kept in the database, held in memory.
import { z } from 'zod';
import { severities } from '#room/fact.ts';
import type { MonitorStatus } from '#room/feed.ts';
import type { Standing } from './alerting/transition.ts';
import { completeSettings } from './checks/index.ts';
import type { Database } from './database.ts';
import { makeTurns } from './in-turn.ts';

export const mostMonitors = 2_000;

/** HT7. `settings` is checked by the check's own schema. */
export const monitorSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  kind: z.string().min(1).max(40),
  settings: z.record(z.string().max(60), z.unknown()),
  intervalSeconds: z.number().min(1).max(86_400),
  confirmations: z.int().min(1).max(100).default(3),
  recoveries: z.int().min(1).max(100).default(2),
  severity: z.enum(severities).optional(),
  service: z.string().trim().min(1).max(120).optional(),
  parent: z.string().max(64).optional(),
  paused: z.boolean().default(false),
});
export type MonitorSettings = z.output<typeof monitorSchema>;

export type Monitor = {
  id: string;
  version: number;
  settings: MonitorSettings;
  standing: Standing;
  lastIncident: string | null;
};

export type MonitorRefusal = 'unknown' | 'too-many' | 'changed-meanwhile' | 'unknown-parent' | 'parent-loop';

export type Monitors = {
  list(): readonly Monitor[];
  find(id: string): Monitor | null;
  add(settings: MonitorSettings): Promise<Monitor | MonitorRefusal>;
  change(id: string, settings: MonitorSettings, version: number | null): Promise<Monitor | MonitorRefusal>;
  remove(id: string, version: number | null): Promise<'removed' | MonitorRefusal>;
  /** Keeps how it stands. Only what a restart must know is written to disk: a running count is not. */
  stand(id: string, standing: Standing, lastIncident?: string | null): void;
  /** Told after a monitor was added, changed or removed. */
  onChange(listener: (id: string, monitor: Monitor | null) => void): () => void;
};

export const statusOf = ({ settings, standing }: Monitor): MonitorStatus =>
  settings.paused ? 'paused' : standing.status;

export type MonitorsOptions = { database: Database; now: () => number; makeId: () => string };

export async function openMonitors({ database, now, makeId }: MonitorsOptions): Promise<Monitors> {
  const { queries } = database;
  const monitors = await loadMonitors(database);
  const listeners = new Set<(id: string, monitor: Monitor | null) => void>();
  const inTurn = makeTurns();
  const fresh = (): Standing => ({ status: 'pending', since: now(), reason: null, streak: 0 });
  const put = (monitor: Monitor) => {
    monitors.set(monitor.id, monitor);
    listeners.forEach((listener) => listener(monitor.id, monitor));
    return monitor;
  };
  const check = (id: string, version: number | null): Monitor | MonitorRefusal => {
    const monitor = monitors.get(id);
    if (monitor === undefined) return 'unknown';
    return version !== null && version !== monitor.version ? 'changed-meanwhile' : monitor;
  };

  return {
    list: () => [...monitors.values()],
    find: (id) => monitors.get(id) ?? null,
    add: (settings) =>
      inTurn(async () => {
        if (monitors.size >= mostMonitors) return 'too-many';
        const id = makeId();
        const wrong = checkParent(monitors, id, settings.parent);
        if (wrong) return wrong;
        const monitor = { id, version: 1, settings, standing: fresh(), lastIncident: null };
        await queries
          .insertInto('monitors')
          .values({ id, version: 1, ...columns(monitor) })
          .execute();
        return put(monitor);
      }),
    change: (id, settings, version) =>
      inTurn(async () => {
        const before = check(id, version);
        if (typeof before === 'string') return before;
        const wrong = checkParent(monitors, id, settings.parent);
        if (wrong) return wrong;
        const standing = isWatchedAlike(before.settings, settings) ? before.standing : fresh();
        const monitor = { ...before, version: before.version + 1, settings, standing };
        await queries
          .updateTable('monitors')
          .set({ version: monitor.version, ...columns(monitor) })
          .where('id', '=', id)
          .execute();
        return put(monitor);
      }),
    remove: (id, version) =>
      inTurn(async () => {
        const before = check(id, version);
        if (typeof before === 'string') return before;
        database.together([
          queries.deleteFrom('samples').where('monitor', '=', id).compile(),
          queries.deleteFrom('monitors').where('id', '=', id).compile(),
        ]);
        monitors.delete(id);
        listeners.forEach((listener) => listener(id, null));
        return 'removed';
      }),
    stand: (id, standing, lastIncident) => {
      const before = monitors.get(id);
      if (before === undefined) return;
      const monitor = { ...before, standing, lastIncident: lastIncident ?? before.lastIncident };
      monitors.set(id, monitor);
      const isAsKept =
        before.standing.status === standing.status && before.lastIncident === monitor.lastIncident;
      if (isAsKept) return;
      const { status, since, reason, last_incident } = columns(monitor);
      const update = queries
        .updateTable('monitors')
        .set({ status, since, reason, last_incident })
        .where('id', '=', id);
      database.together([update.compile()]);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Whether what was measured so far still says something about the monitor. */
function isWatchedAlike(before: MonitorSettings, after: MonitorSettings): boolean {
  const essence = ({ kind, settings, paused }: MonitorSettings) => JSON.stringify([kind, settings, paused]);
  return essence(before) === essence(after);
}

function checkParent(
  monitors: ReadonlyMap<string, Monitor>,
  id: string,
  parent: string | undefined,
): MonitorRefusal | null {
  for (let above = parent; above !== undefined; above = monitors.get(above)?.settings.parent) {
    if (above === id) return 'parent-loop';
    if (!monitors.has(above) && above === parent) return 'unknown-parent';
  }
  return null;
}

function columns({ settings, standing, lastIncident }: Monitor) {
  const { status, since, reason } = standing;
  return { settings: JSON.stringify(settings), status, since, reason, last_incident: lastIncident };
}

function readSettings(text: string): MonitorSettings {
  const kept = JSON.parse(text) as MonitorSettings;
  return { ...kept, settings: completeSettings(kept.kind, kept.settings) };
}

async function loadMonitors({ queries }: Database): Promise<Map<string, Monitor>> {
  const rows = await queries.selectFrom('monitors').selectAll().orderBy('id').execute();
  return new Map(
    rows.map(({ id, version, settings, status, since, reason, last_incident }) => [
      id,
      {
        id,
        version,
        settings: readSettings(settings),
        standing: { status: status as Standing['status'], since, reason, streak: 0 },
        lastIncident: last_incident,
      },
    ]),
  );
}
