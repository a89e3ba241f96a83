// CH7 to CH9: why an outage is not reported. Pure.
import type { MonitorStanding } from './transition.ts';

/** A monitor's parents, nearest first. */
export type Ancestor = {
  id: string;
  standing: MonitorStanding;
  /** Whether its last measurement was a failure. */
  isFailing: boolean;
  suppressChildren: boolean;
};

export type Withheld =
  | { why: 'maintenance' }
  | { why: 'our-network-is-away' }
  | { why: 'parent-is-down'; by: string }
  | { why: 'parent-is-failing'; by: string };

/** How long to wait for a failing parent that is not yet confirmed down. */
const patienceMs = 60_000;

export type WithholdCase = {
  downSince: number;
  isInMaintenance: boolean;
  isBlind: boolean;
  ancestors: readonly Ancestor[];
  now: number;
};

export function decideWithhold({
  downSince,
  isInMaintenance,
  isBlind,
  ancestors,
  now,
}: WithholdCase): Withheld | null {
  if (isInMaintenance) return { why: 'maintenance' };
  if (isBlind) return { why: 'our-network-is-away' };
  const suppressing = ancestors.filter(({ suppressChildren }) => suppressChildren);
  // The farthest one: any parent in between is itself explained by it and has no incident.
  const root = suppressing.findLast(({ standing }) => standing.status === 'down');
  if (root !== undefined) return { why: 'parent-is-down', by: root.id };
  const failing = suppressing.find(({ isFailing }) => isFailing);
  if (failing !== undefined && now - downSince < patienceMs)
    return { why: 'parent-is-failing', by: failing.id };
  return null;
}
