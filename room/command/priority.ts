// Which of the open incidents comes first, and why. One comparison, told in words, so that whoever is asked to
// wait can see what for.
import type { IncidentSummary } from '../feed.ts';
import { impactLevels, severities } from '../scales.ts';

type Compared = Pick<
  IncidentSummary,
  'id' | 'severity' | 'impact' | 'declaredAt' | 'impactBeganAt' | 'status' | 'drill'
>;
export type PriorityReason = 'severity' | 'impact' | 'age' | 'same';
export type Place<T> = {
  /** From 1. */
  place: number;
  of: number;
  /** The others, first to last, and what decided between each of them and this one. */
  others: readonly { incident: T; isBefore: boolean; reason: PriorityReason }[];
};

// What nobody assessed may be bad, but less surely so than what somebody called minor.
const impacts = ['none', null, ...impactLevels.slice(1)] as const;
const rankImpact = ({ impact = null }: Compared): number => impacts.indexOf(impact);
/** Since when it hurts: from the impact where that is known. */
export const since = ({ impactBeganAt, declaredAt }: Compared): number => impactBeganAt ?? declaredAt;

/** CO5: severity decides, then the worst impact, then who waits longer; negative when `a` comes first. */
export function comparePriority(a: Compared, b: Compared): { order: number; reason: PriorityReason } {
  const bySeverity = severities.indexOf(a.severity) - severities.indexOf(b.severity);
  if (bySeverity !== 0) return { order: bySeverity, reason: 'severity' };
  const byImpact = rankImpact(b) - rankImpact(a);
  if (byImpact !== 0) return { order: byImpact, reason: 'impact' };
  const byAge = since(a) - since(b);
  if (byAge !== 0) return { order: byAge, reason: 'age' };
  // Nothing tells them apart: an order that is the same on every screen.
  return { order: a.id < b.id ? -1 : a.id > b.id ? 1 : 0, reason: 'same' };
}

const counts = ({ status, drill }: Compared): boolean =>
  status !== 'resolved' && status !== 'closed' && !drill;

/** CO5: where an incident stands among the open ones that are no drill; null for one that does not count. */
export function findPriority<T extends Compared>(incidents: readonly T[], id: string): Place<T> | null {
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
