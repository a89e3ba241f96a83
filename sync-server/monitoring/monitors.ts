// The team's monitors and the standing of each. Kept in the database and in memory.
import type { MonitorSettings } from '#wire/api/monitors.ts';
import { isDeepStrictEqual } from 'node:util';
import type { Selectable } from 'kysely';
import type { MonitorStatus } from '#room/feed/feed.ts';
import type { KeptCertificate } from './rules/certificate.ts';
import { freshStanding, type MonitorStanding } from './rules/transition.ts';
import { completeSettings } from '../checks/index.ts';
import type { Database } from '../storage/database.ts';
import { makeShelf, type Shelf, type ShelfRefusal } from '../storage/collection.ts';
import type { Tables } from '../storage/tables.ts';
import { createListeners } from '../listeners.ts';

export const mostMonitors = 2_000;

export type Monitor = {
  id: string;
  version: number;
  settings: MonitorSettings;
  standing: MonitorStanding;
  lastIncident: string | null;
  /** CH12: the certificate it was last served. */
  certificate: KeptCertificate | null;
};

type ParentFault = 'unknown-parent' | 'parent-loop';
export type MonitorRefusal = ShelfRefusal | ParentFault;

/** `isKept`: a removed monitor whose data stays, as it may come back (CF4). */
export type MonitorListener = (
  id: string,
  monitor: Monitor | null,
  before: Monitor | null,
  isKept: boolean,
) => void;

export type Monitors = Shelf<MonitorSettings, Monitor, ParentFault> & {
  /** Keeps its standing. Only what a restart needs is written to disk: running counts are not. */
  stand(id: string, standing: MonitorStanding, lastIncident?: string | null): void;
  keepCertificate(id: string, certificate: KeptCertificate): void;
  /** Called after a monitor was added, changed or removed. */
  onChange(listener: MonitorListener): () => void;
};

export const statusOf = ({ settings, standing }: Monitor, isInMaintenance: boolean): MonitorStatus =>
  settings.paused ? 'paused' : isInMaintenance ? 'maintenance' : standing.status;

export type MonitorsOptions = { database: Database; now: () => number; makeId: () => string };

export async function openMonitors(options: MonitorsOptions): Promise<Monitors> {
  const { database } = options;
  const monitors = await loadMonitors(database);
  const listeners = createListeners<Parameters<MonitorListener>>();
  const write = (monitor: Monitor) => {
    const { settings: _settings, ...state } = columns(monitor);
    const { queries } = database;
    database.together([queries.updateTable('monitors').set(state).where('id', '=', monitor.id).compile()]);
  };
  return {
    ...shelfOf(options, monitors, listeners.tell),
    stand: (id, standing, lastIncident) => {
      const before = monitors.get(id);
      if (before === undefined) return;
      const monitor = { ...before, standing, lastIncident: lastIncident ?? before.lastIncident };
      monitors.set(id, monitor);
      if (isKeptAlike(before, monitor)) return;
      write(monitor);
    },
    keepCertificate: (id, certificate) => {
      const before = monitors.get(id);
      if (before === undefined) return;
      const monitor = { ...before, certificate };
      monitors.set(id, monitor);
      if (!isDeepStrictEqual(before.certificate, certificate)) write(monitor);
    },
    onChange: listeners.add,
  };
}

function shelfOf(
  { database, now, makeId }: MonitorsOptions,
  items: Map<string, Monitor>,
  onChange: MonitorListener,
) {
  const { queries } = database;
  return makeShelf<MonitorSettings, Monitor, ParentFault>({
    database,
    makeId,
    items,
    most: mostMonitors,
    shape: (put, before) => ({
      ...put,
      standing:
        before && isWatchedAlike(before.settings, put.settings) ? before.standing : freshStanding(now()),
      lastIncident: before?.lastIncident ?? null,
      certificate: before?.certificate ?? null,
    }),
    check: ({ id, settings }, all) => checkParent(all, id, settings.parent),
    write: (monitor, isNew) => {
      const { id, version } = monitor;
      const row = { version, ...columns(monitor) };
      return isNew
        ? queries
            .insertInto('monitors')
            .values({ id, ...row })
            .compile()
        : queries.updateTable('monitors').set(row).where('id', '=', id).compile();
    },
    erase: (id) => [
      queries.deleteFrom('samples').where('monitor', '=', id).compile(),
      queries.deleteFrom('rollups').where('monitor', '=', id).compile(),
      queries.deleteFrom('outages').where('monitor', '=', id).compile(),
      queries.deleteFrom('measured_spans').where('monitor', '=', id).compile(),
      queries.deleteFrom('monitors').where('id', '=', id).compile(),
    ],
    onChange,
  });
}

const essence = ({ kind, settings, paused }: MonitorSettings) => JSON.stringify([kind, settings, paused]);

/** Whether past measurements stay valid: kind, settings and paused are unchanged. */
function isWatchedAlike(before: MonitorSettings, after: MonitorSettings): boolean {
  return essence(before) === essence(after);
}

function checkParent(
  monitors: ReadonlyMap<string, Monitor>,
  id: string,
  parent: string | undefined,
): ParentFault | null {
  for (let above = parent; above !== undefined; above = monitors.get(above)?.settings.parent) {
    if (above === id) return 'parent-loop';
    if (!monitors.has(above) && above === parent) return 'unknown-parent';
  }
  return null;
}

/** Compares what a restart needs; running counts are left out. */
function isKeptAlike(a: Monitor, b: Monitor): boolean {
  const kept = ({ standing, lastIncident }: Monitor) => {
    const { status, isTold, isDegradedTold, flips, isFlapping, isUpBeneath } = standing;
    return [status, isTold, isDegradedTold, flips.length, isFlapping, isUpBeneath, lastIncident].join();
  };
  return kept(a) === kept(b);
}

function readSettings(text: string): MonitorSettings {
  const kept = JSON.parse(text) as MonitorSettings;
  return { ...kept, settings: completeSettings(kept.kind, kept.settings) };
}

function columns({ settings, standing, lastIncident, certificate }: Monitor) {
  const { status, since, reason, isTold, isDegradedTold, flips, isFlapping, isUpBeneath } = standing;
  const memory: Kept = { isTold, isDegradedTold, flips, isFlapping, isUpBeneath, certificate };
  return {
    settings: JSON.stringify(settings),
    status,
    since,
    reason,
    last_incident: lastIncident,
    memory: JSON.stringify(memory),
  };
}

type Kept = Pick<MonitorStanding, 'isTold' | 'isDegradedTold' | 'flips' | 'isFlapping' | 'isUpBeneath'> &
  Pick<Monitor, 'certificate'>;

async function loadMonitors({ queries }: Database): Promise<Map<string, Monitor>> {
  const rows = await queries.selectFrom('monitors').selectAll().orderBy('id').execute();
  return new Map(rows.map((row) => [row.id, toMonitor(row)]));
}

function toMonitor(row: Selectable<Tables['monitors']>): Monitor {
  const { id, version, settings, since, reason, last_incident } = row;
  const status = row.status as MonitorStanding['status'];
  // A row from an older version has no memory; its outages had been reported.
  const { certificate = null, ...kept } = JSON.parse(row.memory) as Partial<Kept>;
  const standing = { ...freshStanding(since), status, reason, isTold: status === 'down', ...kept };
  return {
    id,
    version,
    settings: readSettings(settings),
    standing,
    lastIncident: last_incident,
    certificate,
  };
}
