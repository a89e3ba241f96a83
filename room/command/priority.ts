// Which open incident comes first, and why. The comparison also gives its reason, so that people who must wait
// can see why.
import type { IncidentSummary } from '../feed/feed.ts';
import { impactLevels, severities } from '../team/scales.ts';

type Compared = Pick<
  IncidentSummary,
  'id' | 'severity' | 'impact' | 'declaredAt' | 'impactBeganAt' | 'status' | 'drill'
>;
export type PriorityReason = 'severity' | 'impact' | 'age' | 'same';
export type Rank<T> = {
  /** From 1. */
  place: number;
  of: number;
  /** The other incidents in order, each with the reason why it is before or after this one. */
  others: readonly { incident: T; isBefore: boolean; reason: PriorityReason }[];
};

// An unassessed impact ranks above `none` and below `minor`.
const impacts = ['none', null, ...impactLevels.slice(1)] as const;
const rankImpact = ({ impact = null }: Compared): number => impacts.indexOf(impact);
/** The beginning of the impact, else the declaration. */
export const since = ({ impactBeganAt, declaredAt }: Compared): number => impactBeganAt ?? declaredAt;

/** CO5: severity decides, then the worst impact, then the longer wait; negative when `a` comes first. */
export function comparePriority(a: Compared, b: Compared): { order: number; reason: PriorityReason } {
  const bySeverity = severities.indexOf(a.severity) - severities.indexOf(b.severity);
  if (bySeverity !== 0) return { order: bySeverity, reason: 'severity' };
  const byImpact = rankImpact(b) - rankImpact(a);
  if (byImpact !== 0) return { order: byImpact, reason: 'impact' };
  const byAge = since(a) - since(b);
  if (byAge !== 0) return { order: byAge, reason: 'age' };
  // A tie: order by id, so that every screen shows the same order.
  return { order: a.id < b.id ? -1 : a.id > b.id ? 1 : 0, reason: 'same' };
}

const counts = ({ status, drill }: Compared): boolean =>
  status !== 'resolved' && status !== 'closed' && !drill;

/** CO5: an incident's rank among the open ones without drills; null for one that does not count. */
export function findPriority<T extends Compared>(incidents: readonly T[], id: string): Rank<T> | null {
  const open = incidents.filter(counts).toSorted((a, b) => comparePriority(a, b).order);
  const index = open.findIndex((incident) => incident.id === id);
  const own = open[index];
  if (!own) return null;
  const others = open
    .filter((incident) => incident !== own)
    .map((incident) => {
      const { order, reason } = comparePriority(incident, own);
      return { incident, isBefore: order < 0, reason };
    });
  return { place: index + 1, of: open.length, others };
}
