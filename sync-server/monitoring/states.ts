// What everybody may see of each monitor, and when it was last told.
import { unknownStanding, type MonitorState } from '#room/feed/feed.ts';
import { checks } from '../checks/index.ts';
import type { Samples } from './history/samples.ts';
import type { Judge } from './judge.ts';
import type { Locations } from './locations/locations.ts';
import { statusOf, type Monitor, type Monitors } from './monitors.ts';

/** How often, at most, a change of the uptime alone is sent. */
const uptimeNewsMs = 300_000;

type StatesOptions = {
  monitors: Pick<Monitors, 'find'>;
  samples: Pick<Samples, 'last' | 'rollups'>;
  /** Null outside of a window; epoch ms. */
  maintenance: { untilOf(monitor: string): number | null };
  locations: Pick<Locations, 'statesOf'>;
  /** Epoch milliseconds. */
  now: () => number;
};

export type States = ReturnType<typeof tellStates>;

/** The state of a monitor that everybody may see. */
function makeStateOf(
  { samples, maintenance, locations }: StatesOptions,
  withheld: Judge['withheld'],
): (monitor: Monitor) => MonitorState {
  return (monitor: Monitor): MonitorState => {
    const { id, settings, standing, certificate } = monitor;
    const maintenanceUntil = settings.paused ? null : maintenance.untilOf(id);
    const held = withheld(monitor);
    const seenFrom = locations.statesOf(monitor);
    return {
      ...unknownStanding,
      id,
      name: settings.name,
      kind: settings.kind,
      service: settings.service ?? null,
      status: statusOf(monitor, maintenanceUntil !== null),
      since: standing.since,
      reason: standing.reason,
      lastSample: samples.last(id),
      intervalSeconds: settings.intervalSeconds,
      uptime: samples.rollups.uptime(id),
      certificateExpiresAt: certificate?.expiresAt ?? null,
      isFlapping: standing.isFlapping,
      suppressedBy: held !== null && 'by' in held ? held.by : null,
      maintenanceUntil,
      area: settings.area ?? checks[settings.kind]?.area ?? 'application',
      ...(settings.runbook !== undefined && { runbook: settings.runbook }),
      ...(seenFrom !== undefined && { locations: seenFrom }),
    };
  };
}

/** The state of each monitor, and when it was last told. */
export function tellStates(
  options: StatesOptions,
  withheld: Judge['withheld'],
  tell: (change: { state: MonitorState }) => void,
) {
  const { monitors, locations, now } = options;
  const of = makeStateOf(options, withheld);
  const told = new Map<string, { at: number; maintenanceUntil: number | null; seen: string }>();
  return {
    of,
    tell: (id: string) => {
      const monitor = monitors.find(id);
      if (monitor === null) return;
      const state = of(monitor);
      told.set(id, { at: now(), maintenanceUntil: state.maintenanceUntil, seen: summaryOf(state.locations) });
      tell({ state });
    },
    /** A new uptime alone is sent now and then; a location that changed or fell silent is sent at once (CH20). */
    isOld: (monitor: Monitor) => {
      const last = told.get(monitor.id);
      return (
        last === undefined ||
        now() - last.at > uptimeNewsMs ||
        last.seen !== summaryOf(locations.statesOf(monitor))
      );
    },
    toldMaintenance: (id: string) => told.get(id)?.maintenanceUntil ?? null,
    forget: (id: string) => void told.delete(id),
  };
}

const summaryOf = (seen: MonitorState['locations']): string =>
  (seen ?? []).map(({ id, status }) => `${id} ${status}`).join();
