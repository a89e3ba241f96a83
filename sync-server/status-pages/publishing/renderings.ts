// SP65: renders pages, each page once at a time. The last rendering is in memory, so that visitors never cause a database
// query.
import { pastKeptMs } from '#status-page/limits.ts';
import type { Channels } from '../../delivery/configured-channels.ts';
import type { Maintenance } from '../../maintenance/maintenance.ts';
import type { Measurements } from '../../monitoring/measured.ts';
import type { Monitors } from '../../monitoring/monitors.ts';
import type { Incidents } from '../../incidents/incidents.ts';
import type { People } from '../../people/people.ts';
import type { WallClock } from '../../clock.ts';
import { componentChecks } from './component-checks.ts';
import { type Generation, makeGeneration } from '../page/generation.ts';
import { waysFor } from '../subscribers/offer.ts';
import { mostWork, plannedWork } from './planned-work.ts';
import type { PageWork } from '../import/page-work.ts';
import type { PublishedUpdates } from '../updates/published-updates.ts';
import { teamIncidents } from './team-incidents.ts';
import type { StatusPage, StatusPageRecords } from '../page/records.ts';
import type { Sequence } from './sequence.ts';
import { pageOf } from '../page/settings.ts';
import type { StatusPageInput } from '../page/whole-page.ts';
import { createListeners } from '../../listeners.ts';

/** Why a page is rendered: a change by people, a change by a monitor or maintenance, or time alone. */
export type Why = 'people' | 'machine' | 'time';

export type Renderings = {
  /** Null when there is no such page. Renders the page if it never was, or waits for the rendering in progress. */
  current: (id: string) => Promise<Generation | null>;
  /** Like `current`, without waiting; null if it would have to wait. */
  ready: (id: string) => Generation | null;
  /** Renders now; null when there is no such page. Rejects when it cannot be rendered. */
  render: (id: string, why?: Why) => Promise<Generation | null>;
  /** The page's input as of now, with the sequence of its last generation. */
  input: (page: StatusPage) => Promise<StatusPageInput>;
  /** The input of the generation that `current` returns; null before there is one. */
  madeOf: (id: string) => StatusPageInput | null;
  /** Called after each rendering. */
  onRender: (listener: (page: StatusPage, generation: Generation, why: Why) => void) => () => void;
  isClosed: () => boolean;
  close: () => void;
};

export type RenderingOptions = {
  records: () => StatusPageRecords;
  updates: PublishedUpdates;
  work: Pick<PageWork, 'list'>;
  monitors: Monitors;
  measured: Measurements;
  maintenance: Pick<Maintenance, 'list' | 'saidOf'>;
  incidents: Pick<Incidents, 'list'>;
  people: Pick<People, 'find'>;
  channels: Channels;
  sequence: Sequence;
  clock: WallClock;
  baseUrl: () => string;
};

type Telling = {
  /** The measurements of this monitor are too old. */
  sawSilent: (monitor: string) => void;
  /** A rendering of this page begins. */
  begins: (page: string) => void;
};

export function createRenderings(options: RenderingOptions, { sawSilent, begins }: Telling): Renderings {
  const { records } = options;
  const generations = new Map<string, { made: Generation; of: StatusPageInput }>();
  const listeners = createListeners<Parameters<Parameters<Renderings['onRender']>[0]>>();
  let isClosed = false;

  const last = (id: string) => generations.get(id)?.made ?? null;
  const input = async (page: StatusPage) => ({
    ...(await readInput(page, options, sawSilent)),
    sequence: last(page.id)?.sequence ?? 0,
  });
  const make = async (id: string, why: Why): Promise<Generation | null> => {
    begins(id);
    const page = records().find(id);
    if (page === null || isClosed) {
      generations.delete(id);
      return null;
    }
    const { renderStatusPage, contentTypeOf } = await import('../page/whole-page.ts');
    const gathered = await input(page);
    // Synchronous from here, so that a later rendering has the higher number and the newer data.
    const of = { ...gathered, sequence: options.sequence.next() };
    const made = makeGeneration({ renderStatusPage, contentTypeOf }, of, last(id));
    generations.set(id, { made, of });
    listeners.tell(page, made, why);
    return made;
  };
  return {
    ...renderInTurn(make, last),
    input,
    madeOf: (id) => generations.get(id)?.of ?? null,
    onRender: listeners.add,
    isClosed: () => isClosed,
    close: () => {
      isClosed = true;
    },
  };
}

/** Renders a page once at a time. `last`: its last generation. */
function renderInTurn(
  make: (id: string, why: Why) => Promise<Generation | null>,
  last: (id: string) => Generation | null,
): Pick<Renderings, 'current' | 'ready' | 'render'> {
  const underWay = new Map<string, Promise<Generation | null>>();
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
  return {
    current: async (id) => {
      const fresh = underWay.get(id) ?? (last(id) === null ? render(id, 'machine') : undefined);
      if (fresh === undefined) return last(id);
      return fresh.catch(() => last(id));
    },
    ready: (id) => (underWay.has(id) ? null : last(id)),
    render,
  };
}

async function readInput(
  page: StatusPage,
  options: RenderingOptions,
  sawSilent: Telling['sawSilent'],
): Promise<Omit<StatusPageInput, 'sequence'>> {
  const { clock, channels, monitors, measured, updates, maintenance, baseUrl } = options;
  const now = clock.now();
  const work = await plannedWork(maintenance, page.settings, now);
  const { pageSchema } = await import('../page/whole-page.ts');
  const ways = waysFor(page, channels);
  const address = `${baseUrl()}/status/${page.settings.slug}/`;
  const { id, createdAt, updatedAt } = page;
  const kept = pageSchema.parse({ ...pageOf(page.settings), id, createdAt, updatedAt });
  const intervals = kept.components.flatMap(({ id: component, monitor }) => {
    const watched = monitor === undefined ? null : monitors.find(monitor);
    if (watched === null) return [];
    const everyMs = watched.settings.intervalSeconds * 1_000;
    const history = measured.history(watched.id, now - pastKeptMs);
    const checks = componentChecks(component, { ...history, everyMs, isPaused: watched.settings.paused });
    if (now - (checks.checkedAt ?? 0) > 3 * everyMs) sawSilent(watched.id);
    return [checks];
  });
  return {
    page: kept,
    updates: updates.list(id).map(({ by: _by, ...update }) => update),
    intervals,
    maintenance: [...work, ...options.work.list(page.id)].slice(0, mostWork),
    now,
    url: address,
    by: 'server',
    ...(page.settings.tellsIncidents === true && { team: teamIncidents(options) }),
    ...(ways.length > 0 && { signUp: `${address}subscribe`, signUpBy: ways }),
  };
}
