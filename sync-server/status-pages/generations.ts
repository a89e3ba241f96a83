// SP65: renders pages: at once when people change something, within a second when a monitor does, and at least every
// two minutes. The last rendering is in memory, so that visitors never cause a database query.
import type { Channels } from '../delivery/configured-channels.ts';
import type { Maintenance } from '../maintenance/maintenance.ts';
import type { Measured } from '../monitoring/measured.ts';
import type { Monitors } from '../monitoring/monitors.ts';
import type { Watch } from '../monitoring/watch.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { People } from '../people/people.ts';
import type { Log } from '../sync/rooms.ts';
import type { WallClock } from '../clock.ts';
import { componentChecks } from './component-checks.ts';
import { type Generation, makeGeneration } from './generation.ts';
import { waysFor } from './subscribers/offer.ts';
import { mostWork, plannedWork } from './planned-work.ts';
import type { PageWork } from './import/page-work.ts';
import type { PublishedUpdates } from './published-updates.ts';
import { teamIncidents } from './team-incidents.ts';
import type { StatusPage, StatusPageRecords } from './records.ts';
import type { Sequence } from './sequence.ts';
import { pageOf } from './settings.ts';
import type { StatusPageInput } from './whole-page.ts';

/** Why a page is rendered: a change by people, a change by a monitor or maintenance, or time alone. */
export type Why = 'people' | 'machine' | 'time';

export type Generations = {
  /** Null when there is no such page. Renders the page if it never was, or waits for the rendering in progress. */
  current: (id: string) => Promise<Generation | null>;
  /** Like `current`, without waiting; null if it would have to wait. */
  ready: (id: string) => Generation | null;
  /** Renders now; null when there is no such page. Rejects when it cannot be rendered. */
  render: (id: string, why?: Why) => Promise<Generation | null>;
  /** Something changed that the page may show. */
  soon: (id: string) => void;
  /** The page's input as of now, with the sequence of its last generation. */
  input: (page: StatusPage) => Promise<StatusPageInput>;
  /** The input of the generation that `current` returns; null before there is one. */
  madeOf: (id: string) => StatusPageInput | null;
  /** Called after each rendering. */
  onRender: (listener: (page: StatusPage, generation: Generation, why: Why) => void) => () => void;
  start: () => void;
  close: () => void;
};

export type GenerationsOptions = {
  records: () => StatusPageRecords;
  updates: PublishedUpdates;
  work: Pick<PageWork, 'list'>;
  monitors: Monitors;
  measured: Measured;
  maintenance: Pick<Maintenance, 'list' | 'saidOf' | 'onChange'>;
  watch: Pick<Watch, 'onChange'>;
  incidents: Pick<Incidents, 'list' | 'onChange'>;
  people: Pick<People, 'find'>;
  channels: Channels;
  sequence: Sequence;
  clock: WallClock;
  baseUrl: () => string;
  log: Log;
};

const soonMs = 300;
const routineMs = 120_000;
const daysBack = 92;
const dayMs = 86_400_000;

export function openGenerations(options: GenerationsOptions): Generations {
  const { records, monitors, watch, clock, log } = options;
  const generations = new Map<string, Generation>();
  const madeOf = new Map<string, StatusPageInput>();
  const underWay = new Map<string, Promise<Generation | null>>();
  const listeners = new Set<Parameters<Generations['onRender']>[0]>();
  const due = new Map<string, () => void>();
  /** Monitors whose measurements were too old at the last rendering: their next measurement is news. */
  const silent = new Set<string>();
  const endings: (() => void)[] = [];
  let isClosed = false;

  const input = async (page: StatusPage): Promise<StatusPageInput> => {
    const now = clock.now();
    const own = options.work.list(page.id);
    const work = await plannedWork(options.maintenance, page.settings, now);
    const { pageSchema } = await import('./whole-page.ts');
    const ways = waysFor(page, options.channels);
    const address = `${options.baseUrl()}/status/${page.settings.slug}/`;
    const { id, createdAt, updatedAt } = page;
    const kept = pageSchema.parse({ ...pageOf(page.settings), id, createdAt, updatedAt });
    const intervals = kept.components.flatMap(({ id: component, monitor }) => {
      const watched = monitor === undefined ? null : monitors.find(monitor);
      if (watched === null) return [];
      const everyMs = watched.settings.intervalSeconds * 1_000;
      const history = options.measured.history(watched.id, now - daysBack * dayMs);
      const checks = componentChecks(component, { ...history, everyMs, isPaused: watched.settings.paused });
      if (now - (checks.checkedAt ?? 0) > 3 * everyMs) silent.add(watched.id);
      return [checks];
    });
    return {
      page: kept,
      updates: options.updates.list(id).map(({ by: _by, ...update }) => update),
      intervals,
      maintenance: [...own, ...work].slice(0, mostWork),
      now,
      sequence: generations.get(id)?.sequence ?? 0,
      url: address,
      by: 'server',
      ...(page.settings.tellsIncidents === true && { team: teamIncidents(options) }),
      ...(ways.length > 0 && { signUp: `${address}subscribe`, signUpBy: ways }),
    };
  };
  const make = async (id: string, why: Why): Promise<Generation | null> => {
    due.get(id)?.();
    due.delete(id);
    const page = records().find(id);
    if (page === null || isClosed) {
      generations.delete(id);
      madeOf.delete(id);
      return null;
    }
    const { renderStatusPage, contentTypeOf } = await import('./whole-page.ts');
    const gathered = await input(page);
    // Synchronous from here, so that a later rendering has the higher number and the newer data.
    const sequence = options.sequence.next();
    const generation = makeGeneration({ renderStatusPage, contentTypeOf }, { ...gathered, sequence });
    generations.set(id, generation);
    madeOf.set(id, { ...gathered, sequence });
    listeners.forEach((listener) => listener(page, generation, why));
    return generation;
  };
  /** One after the other: a request during a rendering needs one that begins afterwards. */
  const render = (id: string, why: Why = 'people'): Promise<Generation | null> => {
    const before = underWay.get(id) ?? Promise.resolve(null);
    const next = before.catch(() => null).then(() => make(id, why));
    underWay.set(id, next);
    const forget = () => {
      if (underWay.get(id) === next) underWay.delete(id);
    };
    next.then(forget, forget);
    return next;
  };
  const carefully = (id: string, why: Why) =>
    void render(id, why).catch((error: unknown) =>
      log.error({ err: error, page: id }, 'a status page could not be rendered; the previous version stays'),
    );
  const soon = (id: string) => {
    if (isClosed || due.has(id)) return;
    due.set(
      id,
      clock.after(soonMs, () => carefully(id, 'machine')),
    );
  };
  const soonAll = () =>
    records()
      .list()
      .forEach(({ id }) => soon(id));
  const soonFor = (monitor: string) => {
    for (const { id, settings } of records().list())
      if (settings.components.some((each) => each.monitor === monitor)) soon(id);
  };
  let routine: (() => void) | null = null;
  const tick = () => {
    for (const { id } of records().list()) carefully(id, 'time');
    routine = clock.after(routineMs, tick);
  };

  return {
    current: async (id) => {
      const fresh = underWay.get(id) ?? (generations.has(id) ? undefined : render(id, 'machine'));
      if (fresh === undefined) return generations.get(id) ?? null;
      return fresh.catch(() => generations.get(id) ?? null);
    },
    ready: (id) => (underWay.has(id) ? null : (generations.get(id) ?? null)),
    render,
    soon,
    input,
    madeOf: (id) => madeOf.get(id) ?? null,
    onRender: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => {
      endings.push(
        watch.onChange((change) => {
          if ('state' in change) soonFor(change.state.id);
          else if ('removed' in change) soonFor(change.removed);
          else if ('monitoring' in change) soonAll();
          else if (silent.delete(change.monitor)) soonFor(change.monitor);
        }),
        options.maintenance.onChange(soonAll),
        options.incidents.onChange(() => {
          for (const { id, settings } of records().list()) if (settings.tellsIncidents === true) soon(id);
        }),
      );
      tick();
    },
    close: () => {
      isClosed = true;
      routine?.();
      for (const end of endings) end();
      for (const cancel of due.values()) cancel();
    },
  };
}
