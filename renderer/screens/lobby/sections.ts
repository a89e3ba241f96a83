// The sections of the lobby: mine, waiting for anybody, run by others.
import { comparePriority } from '#room/command/priority.ts';
import type { IncidentSummary, MonitorState } from '#room/feed/feed.ts';
import { severities } from '#room/team/scales.ts';
import { isMine, isOpen } from '../../state/incident-order.ts';

export type SectionName = 'yours' | 'waiting' | 'running' | 'drills';

/** A group of incidents whose checks all fail for the same `reason`; `id` is that of the first declared. */
export type Storm = { id: string; reason: string; incidents: readonly IncidentSummary[] };
type Entry = IncidentSummary | Storm;
export type LobbySection = { name: SectionName; count: number; entries: readonly Entry[] };

export const isStorm = (entry: Entry): entry is Storm => 'reason' in entry;

const order: readonly SectionName[] = ['yours', 'waiting', 'running', 'drills'];

/** A P1 or P2 without a commander needs one next; a smaller incident may do without. */
function needsCommand({ severity, drill, commanders }: IncidentSummary): boolean {
  return !drill && commanders.length === 0 && (severity === 'P1' || severity === 'P2');
}

function sectionOf(incident: IncidentSummary, me: string): SectionName {
  if (incident.drill) return 'drills';
  if (isMine(incident, me)) return 'yours';
  return incident.acknowledgedAt === null || needsCommand(incident) ? 'waiting' : 'running';
}

/** Its update was due before `now` (epoch milliseconds). */
export const isLate = ({ updateDueAt }: IncidentSummary, now: number) =>
  updateDueAt !== null && updateDueAt < now;

/** CO11: order within a section: higher severity, then late updates, then priority. */
const compare = (now: number) => (a: IncidentSummary, b: IncidentSummary) =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
  Number(isLate(b, now)) - Number(isLate(a, now)) ||
  comparePriority(a, b).order;

// Fewer incidents than this are not grouped.
const leastStorm = 3;
const stormGapMs = 2 * 60_000;

/**
 * CO12: at least three incidents without a commander, declared at most two minutes apart, with the same failure
 * reason.
 */
function findStorms(incidents: readonly IncidentSummary[], monitors: readonly MonitorState[]): Storm[] {
  const reasons = new Map(monitors.map(({ id, reason }) => [id, reason]));
  const byReason = Map.groupBy(
    incidents.filter(({ commanders }) => commanders.length === 0),
    ({ monitorsDown: [first] }) => (first === undefined ? null : (reasons.get(first) ?? null)),
  );
  byReason.delete(null);
  return [...byReason].flatMap(([reason, alike]) => {
    const groups: IncidentSummary[][] = [];
    for (const incident of alike.toSorted((a, b) => a.declaredAt - b.declaredAt)) {
      const last = groups.at(-1);
      const isNear = last !== undefined && incident.declaredAt - last.at(-1)!.declaredAt <= stormGapMs;
      if (isNear) last.push(incident);
      else groups.push([incident]);
    }
    return groups
      .filter(({ length }) => length >= leastStorm)
      .map((group) => ({ id: group[0]!.id, reason: reason!, incidents: group }));
  });
}

/** Replaces the incidents of a group with one entry, at the place of the first. */
function gather(incidents: readonly IncidentSummary[], storms: readonly Storm[]): Entry[] {
  const stormOf = new Map(storms.flatMap((storm) => storm.incidents.map(({ id }) => [id, storm] as const)));
  const entries = incidents.map((incident): Entry => {
    const storm = stormOf.get(incident.id);
    if (storm === undefined) return incident;
    return { ...storm, incidents: incidents.filter(({ id }) => stormOf.get(id) === storm) };
  });
  const seen = new Set<string>();
  return entries.filter((entry) => {
    const first = isStorm(entry) ? entry.incidents[0]!.id : entry.id;
    if (seen.has(first)) return false;
    seen.add(first);
    return true;
  });
}

// More than three highlights at once would not stand out.
const mostLamps = 3;

export type Lamp = 'command' | 'update';
/** The contested or late values that are highlighted. */
export type Lamps = ReadonlySet<`${Lamp} ${string}`>;

/** CO11: the first three contested or late values at `now`, in screen order. The others are only bold. */
export function lightLamps(sections: readonly LobbySection[], now: number): Lamps {
  const all = sections
    .flatMap(({ entries }) => entries.flatMap((entry) => (isStorm(entry) ? entry.incidents : [entry])))
    .flatMap((incident) => [
      ...(incident.commanders.length > 1 ? [`command ${incident.id}` as const] : []),
      ...(isLate(incident, now) ? [`update ${incident.id}` as const] : []),
    ]);
  return new Set(all.slice(0, mostLamps));
}

/** The open incidents as the lobby shows them to `me` at `now` (epoch milliseconds), without empty sections. */
export function arrangeLobby(
  { incidents, monitors }: { incidents: readonly IncidentSummary[]; monitors: readonly MonitorState[] },
  me: string,
  now: number,
): LobbySection[] {
  const bySection = Map.groupBy(incidents.filter(isOpen), (incident) => sectionOf(incident, me));
  return order.flatMap((name): LobbySection[] => {
    const inside = bySection.get(name)?.toSorted(compare(now));
    if (inside === undefined) return [];
    const storms = name === 'waiting' || name === 'running' ? findStorms(inside, monitors) : [];
    return [{ name, count: inside.length, entries: gather(inside, storms) }];
  });
}
