// The room's clock: how long customers have been affected, or how long the incident has lasted.
import type { Room } from '../view/room-view.ts';

export type ImpactClock = {
  /** The start of the clock. */
  from: number;
  since: 'impact' | 'declared';
  /** Where it stopped; null while it runs. */
  to: number | null;
  /** Why it stopped. */
  end: 'impact-ended' | 'resolved' | 'closed' | null;
};

/** FO13: from the beginning of the impact, else from the declaration, to its end; null before the declaration. */
export function findImpactClock(
  room: Pick<Room, 'impactBeganAt' | 'impactEndedAt' | 'declared' | 'resolvedAt' | 'closedAt'>,
): ImpactClock | null {
  const { impactBeganAt, impactEndedAt, declared, resolvedAt, closedAt } = room;
  const from = impactBeganAt ?? declared?.at ?? null;
  if (from === null) return null;
  const since = impactBeganAt === null ? 'declared' : 'impact';
  if (resolvedAt === null && closedAt === null)
    return since === 'impact' && impactEndedAt !== null
      ? { from, since, to: impactEndedAt, end: 'impact-ended' }
      : { from, since, to: null, end: null };
  const over = resolvedAt ?? closedAt;
  const to = since === 'impact' && impactEndedAt !== null ? impactEndedAt : over;
  return { from, since, to, end: resolvedAt === null ? 'closed' : 'resolved' };
}
