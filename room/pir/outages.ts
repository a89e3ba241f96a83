// When each check was down, from the facts in effect, and when everything worked again.
import type { Fact } from '../facts/fact.ts';
import { sayList } from '../text/words.ts';
import type { Entry, Room } from '../view/room-view.ts';
import { toSecond } from './zone.ts';

/**
 * `until` is null while it is down. `isDegraded`: its newest failure is degraded (CH15), else absent. `unwatched`: it was
 * paused or removed while down; nobody saw it recover.
 */
export type ReviewOutage = {
  monitor: string;
  name: string;
  reason: string | null;
  from: number;
  until: number | null;
  isDegraded?: true;
  /** RV26: absent where the check has none, or an older version noted it. */
  service?: string;
  unwatched: 'paused' | 'removed' | null;
  facts: readonly string[];
};

const standingIn = new WeakMap<readonly Entry[], readonly Entry[]>();

/** The entries that were not retracted. A timeline never changes, so the result is cached. */
export function standing({ timeline }: Pick<Room, 'timeline'>): readonly Entry[] {
  const known = standingIn.get(timeline);
  if (known !== undefined) return known;
  const found = timeline.filter(({ retracted }) => !retracted);
  standingIn.set(timeline, found);
  return found;
}

type Seen = Fact<'check-down' | 'check-up'>;
const isSeen = (fact: Fact): fact is Seen => fact.kind === 'check-down' || fact.kind === 'check-up';

/** Sorted by start. */
export function findOutages(room: Room): ReviewOutage[] {
  const names = new Map(room.checks.map(({ monitor, name }) => [monitor, name]));
  const open = new Map<string, ReviewOutage>();
  const outages: ReviewOutage[] = [];
  for (const { fact } of standing(room)) {
    if (!isSeen(fact)) continue;
    const running = open.get(fact.monitor);
    if (fact.kind === 'check-down' && running && fact.degraded !== true) delete running.isDegraded;
    if (fact.kind === 'check-down' && !running) {
      const outage: ReviewOutage = {
        monitor: fact.monitor,
        name: fact.name ?? names.get(fact.monitor) ?? fact.monitor,
        reason:
          fact.degraded === true
            ? ['degraded', fact.reason].filter(Boolean).join(': ')
            : (fact.reason ?? null),
        from: fact.at,
        until: null,
        ...(fact.degraded === true && { isDegraded: true }),
        ...(fact.service !== undefined && { service: fact.service }),
        unwatched: null,
        facts: [fact.id],
      };
      open.set(fact.monitor, outage);
      outages.push(outage);
    } else if (fact.kind === 'check-up' && running) {
      running.until = fact.at;
      running.unwatched = fact.ended ?? null;
      running.facts = [...running.facts, fact.id];
      open.delete(fact.monitor);
    }
  }
  return outages;
}

/**
 * `the checks “shop” and “login” were still down and the check “search” was still degraded`; `verbs` for one and for
 * several checks.
 */
export function sayStill(
  failing: readonly ReviewOutage[],
  verbs: readonly [one: string, several: string],
): string {
  const say = (how: string, of: readonly ReviewOutage[]) => {
    const names = [...new Set(of.map(({ name }) => `“${name}”`))];
    const what = names.length === 1 ? 'the check' : 'the checks';
    const verb = verbs[names.length === 1 ? 0 : 1];
    return names.length === 0 ? [] : [`${what} ${sayList(names)} ${verb} still ${how}`];
  };
  const isDegraded = (each: ReviewOutage) => each.isDegraded === true;
  return sayList([
    ...say(
      'down',
      failing.filter((each) => !isDegraded(each)),
    ),
    ...say('degraded', failing.filter(isDegraded)),
  ]);
}

export type Recovery = { at: number | null; note: string | null; facts: readonly string[] };

/**
 * The first instant when customer impact was over and no check was down: the noted end of impact, else the last
 * recovery of an outage that began before the resolution, else the resolution when no check ever failed. Null
 * while a check of the incident is still down.
 */
export function findRecovery(room: Room, outages: readonly ReviewOutage[]): Recovery {
  const down = outages.filter(({ until }) => until === null);
  if (down.length > 0) return { at: null, note: sayStill(down, ['is', 'are']), facts: [] };
  const noted = standing(room).findLast(
    ({ fact, at }) => fact.kind === 'impact-ended' && at === room.impactEndedAt,
  );
  const resolvedAt = room.resolvedAt;
  if (room.impactEndedAt !== null)
    return settle(outages, {
      at: room.impactEndedAt,
      note: sayEnded(outages, room.impactEndedAt),
      facts: noted ? [noted.id] : [],
    });
  const counted = outages.filter(({ from }) => resolvedAt === null || from <= resolvedAt);
  const last = counted.toSorted((a, b) => (a.until ?? 0) - (b.until ?? 0)).at(-1);
  if (last === undefined)
    return {
      at: resolvedAt,
      note: resolvedAt === null ? null : 'resolved: nobody noted the end of impact',
      facts: [],
    };
  if (last.unwatched !== null)
    return { at: null, note: `the check “${last.name}” was ${last.unwatched} while it was down`, facts: [] };
  return {
    at: last.until,
    note: 'the last check came back: nobody noted the end of impact',
    facts: last.facts.slice(-1),
  };
}

/** Nobody knows whether a check worked again that was paused or removed while it was down. */
function sayEnded(outages: readonly ReviewOutage[], at: number): string {
  const lost = outages.findLast(({ from, unwatched }) => unwatched !== null && from <= at);
  return lost === undefined
    ? 'customer impact ended and no check was down'
    : `customer impact ended; the check “${lost.name}” was ${lost.unwatched} while it was down`;
}

/** Moves the instant to the end of outages that were ongoing then. */
function settle(outages: readonly ReviewOutage[], found: Recovery): Recovery {
  let { at, note, facts } = found;
  for (let moved = true; moved && at !== null;) {
    const instant: number = at;
    const running = outages.find(
      ({ from, until, unwatched }) =>
        unwatched === null && until !== null && from <= instant && until > instant,
    );
    moved = running !== undefined;
    if (!running) continue;
    at = running.until;
    note = `the check “${running.name}” came back after customer impact had ended`;
    facts = running.facts.slice(-1);
  }
  return { at, note, facts };
}

/**
 * `until`: null while a check is down, and also where nobody saw one recover (`isUnwatched`). `downMs`: how long at least
 * one was down, in printed seconds; null like `until`.
 */
export type ServiceImpact = {
  service: string;
  from: number;
  until: number | null;
  isUnwatched: boolean;
  downMs: number | null;
  isDegraded: boolean;
  checks: readonly string[];
};

/** RV26: services whose checks were down, the first to fail first. */
export function impactByService(outages: readonly ReviewOutage[]): ServiceImpact[] {
  const known = outages.filter((outage) => outage.service !== undefined);
  return [...Map.groupBy(known, ({ service = '' }) => service)].map(([service, of]) => {
    const open = of.filter(({ until, unwatched }) => until === null || unwatched !== null);
    return {
      service,
      from: Math.min(...of.map(({ from }) => from)),
      until: open.length > 0 ? null : Math.max(...of.map(({ until }) => until ?? 0)),
      isUnwatched: open.length > 0 && open.every(({ until }) => until !== null),
      downMs: open.length > 0 ? null : unionMs(of),
      isDegraded: open.every(({ isDegraded }) => isDegraded === true),
      checks: [...new Set(of.map(({ name }) => name))],
    };
  });
}

/** How long at least one check was down; null without any, while one is, or where nobody saw one recover. */
export const downFor = (outages: readonly ReviewOutage[]): number | null =>
  outages.length === 0 || outages.some(({ until, unwatched }) => until === null || unwatched !== null)
    ? null
    : unionMs(outages);

/** The length of all outages together; what overlaps counts once. They are sorted by start. */
function unionMs(outages: readonly ReviewOutage[]): number {
  let [total, end] = [0, 0];
  for (const { from, until } of outages) {
    const [start, stop] = [Math.max(toSecond(from), end), toSecond(until ?? from)];
    total += Math.max(0, stop - start);
    end = Math.max(end, stop);
  }
  return total;
}
