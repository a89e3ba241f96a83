// SL: service level targets, computed from what checks measured, every minute on the primary. Active burns are
// stored, so that a restart alerts nobody twice.
import { findService } from '#room/team/services.ts';
import {
  budgetMs,
  burnRate,
  burnRules,
  countBudget,
  decideBurn,
  holdMinutes,
  shownWindows,
  worstOf,
  type Burning,
  type BurnKind,
  type Slice,
  type SloState,
} from '#room/learning/slo.ts';
import { dayMs } from '#room/time/zone.ts';
import { openAlarm, type WallClock } from '../clock.ts';
import type { Monitors } from '../monitoring/monitors.ts';
import type { Rollup, Rollups } from '../monitoring/history/rollups.ts';
import type { KeptService, Services } from '../services/services.ts';
import type { Database } from '../storage/database.ts';
import { readKept, writeKept } from '../storage/kept-values.ts';
import type { Log } from '../sync/rooms.ts';
import { createListeners } from '../listeners.ts';

/** SO4: a service whose error budget is burning, and since when. */
export type Burn = { service: string; name: string; target: number; kind: BurnKind; since: number };

export type Slos = {
  /** All services with a target, by name. */
  states(): SloState[];
  /** The active burns. */
  burns(): readonly Burn[];
  /** Called when a burn begins or ends. */
  onChange(listener: () => void): () => void;
  stop(): void;
};

type Options = {
  services: Pick<Services, 'list' | 'shown'>;
  monitors: Pick<Monitors, 'list'>;
  rollups: Pick<Rollups, 'history'>;
  database: Database;
  clock: WallClock;
  /** Replicas do not measure. */
  isPrimary: boolean;
  log: Log;
};

const everyMs = 60_000;
const hourMs = 3_600_000;

export function openSlos(options: Options): Slos {
  const { services, database, clock, isPrimary, log } = options;
  const listeners = createListeners();
  let kept = readBurns(database);
  const withTarget = () => services.list().filter(({ settings }) => settings.slo !== undefined);
  const look = () => {
    try {
      const now = clock.now();
      const next = Object.fromEntries(
        withTarget().map((service) => [service.id, burnOf(service, kept[service.id] ?? {}, options, now)]),
      );
      const isNew = tellActive(next) !== tellActive(kept);
      if (JSON.stringify(next) !== JSON.stringify(kept)) writeKept(database, keptName, JSON.stringify(next));
      kept = next;
      if (isNew) listeners.tell();
    } catch (error) {
      log.error({ err: error }, 'error budgets could not be checked; the server tries again in a minute');
    }
    alarm.set(clock.now() + everyMs);
  };
  const alarm = openAlarm(clock, look);
  if (isPrimary) alarm.set(clock.now());
  const burning = (id: string) =>
    burnRules.flatMap(({ kind }) => {
      const state = kept[id]?.[kind];
      return state?.isActive === true ? [{ kind, since: state.since }] : [];
    });
  return {
    states: () =>
      withTarget()
        .map((service) => stateOf(service, options, burning(service.id)))
        .toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
    burns: () =>
      withTarget().flatMap(({ id, settings: { name, slo } }) =>
        burning(id).map((each) => ({ service: id, name, target: slo?.target ?? 100, ...each })),
      ),
    onChange: listeners.add,
    stop: () => alarm.set(null),
  };
}

const shareDown = ({ up, degraded, down }: Rollup): number => down / (up + degraded + down);
const isMeasured = ({ up, degraded, down }: Rollup): boolean => up + degraded + down > 0;

/** Minutes for the last day, whole hours before that. */
function read(service: KeptService, { services, monitors, rollups }: Options, now: number) {
  const all = services.shown();
  const checks = monitors
    .list()
    .filter(({ settings }) => findService(all, settings.service ?? null)?.id === service.id);
  // Minutes are kept for one day.
  const today = Math.floor((now - dayMs) / hourMs + 2) * hourMs;
  const minutesOf = ({ id, settings }: (typeof checks)[number]): Slice[] =>
    holdMinutes(
      rollups
        .history(id, 'minute', today)
        .filter((bucket) => bucket.at >= today && isMeasured(bucket))
        .map((bucket) => ({ at: bucket.at, down: shareDown(bucket) })),
      settings.intervalSeconds * 1_000,
      now,
    );
  const hoursOf = ({ id }: (typeof checks)[number]): Slice[] =>
    rollups
      .history(id, 'hour', now - budgetMs)
      .filter((bucket) => bucket.at < today && isMeasured(bucket))
      .map((bucket) => ({ at: bucket.at, ms: hourMs, down: shareDown(bucket) }));
  const minutes = worstOf(checks.map(minutesOf));
  return {
    checks: checks.map(({ id }) => id),
    minutes,
    slices: [...worstOf(checks.map(hoursOf)), ...minutes],
  };
}

type Kept = Record<string, Partial<Record<BurnKind, Burning>>>;

function burnOf(service: KeptService, before: Kept[string], options: Options, now: number): Kept[string] {
  const target = service.settings.slo?.target ?? 100;
  const { minutes, slices } = read(service, options, now);
  const firstAt = slices[0]?.at ?? null;
  return Object.fromEntries(
    burnRules.flatMap((rule) => {
      const state = decideBurn(rule, before[rule.kind] ?? null, { target, minutes, firstAt, now });
      return state === null ? [] : [[rule.kind, state]];
    }),
  );
}

function stateOf(service: KeptService, options: Options, burning: SloState['burning']): SloState {
  const now = options.clock.now();
  const target = service.settings.slo?.target ?? 100;
  const { checks, slices } = read(service, options, now);
  return {
    service: service.id,
    name: service.settings.name,
    target,
    checks,
    ...countBudget(target, slices, now),
    rates: shownWindows.map((windowMs) => ({
      windowMs,
      rate: burnRate(target, slices, { now, windowMs }),
    })),
    burning,
  };
}

const keptName = 'slo-burns';

const readBurns = (database: Database) => JSON.parse(readKept(database, keptName) ?? '{}') as Kept;

const tellActive = (kept: Kept): string =>
  JSON.stringify(
    Object.entries(kept).map(([id, burns]) => [
      id,
      burnRules.map(({ kind }) => (burns[kind]?.isActive === true ? burns[kind].since : null)),
    ]),
  );
