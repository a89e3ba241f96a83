// CH19 to CH21: the locations that measure for the team beside its server. A location is a computer of the team that an
// owner named and whose person lets it measure. It gets the checks that name it, and its results count as its own view.
import { createHash } from 'node:crypto';
import type { LocationState } from '#room/feed/feed.ts';
import { cleanLine } from '#room/text/clean-text.ts';
import {
  ownServer,
  quorumOf,
  type LocationSettings,
  type RemoteCheck,
  type SeenThere,
} from '#wire/api/locations.ts';
import type { MonitorSettings } from '#wire/api/monitors.ts';
import type { CheckResult, Fault } from '../../checks/check.ts';
import { checks } from '../../checks/index.ts';
import type { Devices } from '../../devices/devices.ts';
import { createListeners } from '../../listeners.ts';
import { makeShelf, readShelved, type Shelf, type ShelfRefusal } from '../../storage/collection.ts';
import type { Database } from '../../storage/database.ts';
import type { Log } from '../../sync/rooms.ts';
import type { Monitor, Monitors } from '../monitors.ts';
import { decideTogether } from '../rules/agree.ts';
import { openViews, type LastView, type Views } from './views.ts';

export const mostLocations = 20;
/** Of one location. */
const mostChecks = 500;
// CH22: what a location says of other times is left out.
const aheadMs = 60_000;
const longestLateMs = 86_400_000;

export type KeptLocation = { id: string; version: number; settings: LocationSettings };
type Taken = 'name-taken' | 'device-taken' | 'unknown-device';
export type LocationRefusal = ShelfRefusal | Taken;
export type LocationShelf = Shelf<LocationSettings, KeptLocation, Taken>;

/** What a location last said of itself. */
export type LocationPresence = { isAllowed: boolean; heardAt: number };

export type Locations = LocationShelf & {
  /** The location of the computer that uses this token; null when it is none. */
  ofToken(token: string | undefined): KeptLocation | null;
  presenceOf(location: string): LocationPresence | null;
  /** CH21: what it is to measure, in an order that does not change. */
  checksFor(location: KeptLocation): RemoteCheck[];
  /** Takes what a location saw, oldest first; what it was not asked for is left out. */
  hear(location: KeptLocation, said: { isAllowed: boolean; results: readonly SeenThere[] }): void;
  /** Whether the team's own server measures this monitor. */
  isMeasuredHere(settings: MonitorSettings): boolean;
  /** CH19: one result of all its locations; null when nothing new was heard. `own` is the server's own result. */
  together(monitor: Monitor, own: CheckResult | null): CheckResult | null;
  /** CH20: undefined when only the team's server measures. */
  statesOf(monitor: Monitor): LocationState[] | undefined;
  views: Pick<Views, 'spans'>;
  /** A location changed its mind, or the monitor waits for it alone. */
  onNews(listener: (monitor: string) => void): () => void;
  close(): void;
};

type Options = {
  database: Database;
  monitors: Pick<Monitors, 'find' | 'list' | 'onChange'>;
  devices: Pick<Devices, 'list' | 'find'>;
  makeId: () => string;
  now: () => number;
  log: Log;
};

/** The shelf of locations, without what they see. */
export async function keepLocations(options: {
  database: Database;
  makeId: () => string;
  devices: Pick<Devices, 'find'>;
  onRemoved?: (id: string) => void;
}): Promise<LocationShelf> {
  const { devices, onRemoved } = options;
  return makeShelf<LocationSettings, KeptLocation, Taken>({
    ...options,
    ...(await readShelved<LocationSettings>(options.database, 'locations')),
    most: mostLocations,
    shape: (each) => each,
    check: (each, all) =>
      devices.find(each.settings.device) === null ? 'unknown-device' : whatIsTaken(each, all),
    onChange: (id, location) => {
      if (location === null) onRemoved?.(id);
    },
  });
}

export async function openLocations(options: Options): Promise<Locations> {
  const { monitors, devices, now } = options;
  const views = openViews(options);
  const presence = new Map<string, LocationPresence>();
  const shelf = await keepLocations({
    ...options,
    onRemoved: (id) => {
      views.forget({ location: id });
      presence.delete(id);
    },
  });
  const unfollow = monitors.onChange((id, monitor, before) => {
    const isSame = monitor !== null && before !== null && essenceOf(monitor) === essenceOf(before);
    if (!isSame && before !== null) views.forget({ monitor: id });
  });
  const { hear, onNews } = openHearing(options, views);
  return {
    ...shelf,
    ofToken: (token) => {
      const device = token && devices.list(null).find((each) => each.token === token && each.ended === null);
      return (device && shelf.list().find(({ settings }) => settings.device === device.id)) || null;
    },
    presenceOf: (location) => presence.get(location) ?? null,
    checksFor: (location) => checksFor(location, monitors),
    hear: (location, { isAllowed, results }) => {
      presence.set(location.id, { isAllowed, heardAt: now() });
      if (isAllowed) hear(location, results);
    },
    isMeasuredHere,
    ...openTogether(views, shelf, now),
    views,
    onNews,
    close: () => {
      unfollow();
      views.close();
    },
  };
}

const checksFor = (location: KeptLocation, monitors: Pick<Monitors, 'list'>): RemoteCheck[] =>
  monitors
    .list()
    .filter((monitor) => whyNotGiven(monitor.settings, location) === null)
    .slice(0, mostChecks)
    .map(toRemote);

function openHearing({ monitors, now }: Pick<Options, 'monitors' | 'now'>, views: Views) {
  const news = createListeners<[monitor: string]>();
  return {
    onNews: news.add,
    hear: (location: KeptLocation, results: readonly SeenThere[]) => {
      for (const result of results) {
        const monitor = monitors.find(result.monitor);
        if (monitor === null || !isAskedFor(result, monitor, location) || !isInTime(result, now())) continue;
        const reason = result.reason === null ? null : cleanLine(result.reason);
        if (takeView(monitor, location.id, { ...result, reason }, views)) news.tell(monitor.id);
      }
    },
  };
}

function whatIsTaken({ id, settings }: KeptLocation, all: ReadonlyMap<string, KeptLocation>): Taken | null {
  const others = [...all.values()].filter((each) => each.id !== id);
  const name = settings.name.toLowerCase();
  if (others.some((each) => each.settings.name.toLowerCase() === name)) return 'name-taken';
  return others.some((each) => each.settings.device === settings.device) ? 'device-taken' : null;
}

const isMeasuredHere = ({ locations }: MonitorSettings): boolean =>
  locations === undefined || locations.includes(ownServer);

/** Changes when another kind or other settings are measured. */
const essenceOf = ({ settings: { kind, settings } }: Pick<Monitor, 'settings'>): string =>
  createHash('sha256')
    .update(JSON.stringify([kind, settings]))
    .digest('hex')
    .slice(0, 32);

const toRemote = (monitor: Monitor): RemoteCheck => {
  const { name, kind, settings, intervalSeconds } = monitor.settings;
  return { monitor: monitor.id, essence: essenceOf(monitor), name, kind, settings, intervalSeconds };
};

/** CH21: null when the location gets this check. */
function whyNotGiven(settings: MonitorSettings, location: KeptLocation): 'not-asked' | 'secret' | null {
  if (settings.paused || settings.locations?.includes(location.id) !== true) return 'not-asked';
  return !location.settings.knowsSecrets && holdsSecret(settings) ? 'secret' : null;
}

/** A secret field that is filled in, or a password within an address. */
function holdsSecret({ kind, settings }: MonitorSettings): boolean {
  const fields = checks[kind]?.fields;
  return Object.entries(settings).some(
    ([name, value]) =>
      (fields?.[name]?.isSecret !== false && value !== '' && value !== null) ||
      /\/\/[^/?#\s]*:[^/?#\s]*@/u.test(JSON.stringify(value)),
  );
}

const isAskedFor = (result: SeenThere, monitor: Monitor, location: KeptLocation): boolean =>
  whyNotGiven(monitor.settings, location) === null && result.essence === essenceOf(monitor);

const isInTime = ({ at }: SeenThere, now: number): boolean =>
  at <= now + aheadMs && at >= now - longestLateMs;

const intervalOf = ({ settings }: Monitor): number => settings.intervalSeconds * 1_000;

/** Whether the monitor should be judged again at once. */
function takeView(monitor: Monitor, location: string, result: SeenThere, views: Views): boolean {
  const intervalMs = intervalOf(monitor);
  const before = views.current(monitor.id, location, intervalMs);
  if (!views.take(monitor.id, location, result, intervalMs)) return false;
  const after = views.current(monitor.id, location, intervalMs);
  // CH22: a late result is history.
  if (after === null) return false;
  return before?.status !== after.status || !isMeasuredHere(monitor.settings);
}

function openTogether(views: Views, { find }: Pick<LocationShelf, 'find'>, now: () => number) {
  /** The times of the results that each monitor was judged by. A location's clock may be ahead of the others. */
  const judged = new Map<string, string>();
  const nameOf = (id: string) => (id === ownServer ? 'the server' : (find(id)?.settings.name ?? id));
  return {
    together: (monitor: Monitor, own: CheckResult | null): CheckResult | null => {
      const { locations } = monitor.settings;
      if (locations === undefined) return own;
      const intervalMs = intervalOf(monitor);
      if (own !== null) {
        const { status, latencyMs, reason } = own;
        views.take(monitor.id, ownServer, { at: now(), status, latencyMs, reason }, intervalMs);
      }
      const seen = locations.map((id) => ({ id, view: views.current(monitor.id, id, intervalMs) }));
      const heard = seen.flatMap(({ view }) => view ?? []);
      const times = seen.map(({ view }) => view?.at ?? '').join();
      if (heard.length > 0 && judged.get(monitor.id) === times) return null;
      judged.set(monitor.id, times);
      const all = seen.map(({ id, view }) => ({
        name: nameOf(id),
        status: view?.status ?? 'unknown',
        reason: view?.reason ?? null,
      }));
      return joined(own, decideTogether(all, quorumOf({ ...monitor.settings, locations })), heard);
    },
    statesOf: (monitor: Monitor) =>
      monitor.settings.locations?.map((id): LocationState => {
        const location = id === ownServer ? null : find(id);
        const name = id === ownServer ? '' : nameOf(id);
        if (location !== null && whyNotGiven(monitor.settings, location) === 'secret')
          return {
            id,
            name,
            status: 'unknown',
            since: null,
            reason: 'it may not know the secrets of this check',
          };
        return views.stateOf(monitor.id, { id, name }, intervalOf(monitor));
      }),
  };
}

/** What everybody agreed on, with what only the server's own measurement knows. */
function joined(
  own: CheckResult | null,
  agreed: Pick<CheckResult, 'status' | 'reason'>,
  heard: readonly LastView[],
): CheckResult {
  const answered = heard.find(({ latencyMs }) => latencyMs !== null);
  if (own === null) return { latencyMs: answered?.latencyMs ?? null, ...agreed };
  // CH9: a name that only this server cannot resolve says little; another location that fails says more.
  const isAlone = heard.filter(({ status }) => status === 'down').length < 2;
  const { isUnresolved = false, ...rest } = own;
  return { ...rest, ...agreed, ...(isUnresolved && isAlone && { isUnresolved }) };
}

/** CH19: the fault of a monitor's locations; null when there is none. */
export function wrongLocations(
  { kind, locations, quorum }: Pick<MonitorSettings, 'kind' | 'locations' | 'quorum'>,
  isKnown: (location: string) => boolean,
): Fault | null {
  if (locations === undefined)
    return quorum === undefined ? null : { path: ['quorum'], expected: 'nothing without locations' };
  if (checks[kind]?.isPassive === true)
    return { path: ['locations'], expected: 'nothing: this kind waits for reports' };
  const unknown = locations.findIndex((each) => each !== ownServer && !isKnown(each));
  if (unknown !== -1)
    return { path: ['locations', unknown], expected: 'a location of this server, or server' };
  if (new Set(locations).size < locations.length)
    return { path: ['locations'], expected: 'each location once' };
  if (quorum !== undefined && quorum > locations.length)
    return { path: ['quorum'], expected: `at most ${locations.length}, the number of locations` };
  return null;
}
