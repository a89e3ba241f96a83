import type { UpstreamState } from '#room/feed/feed.ts';
import type { Role } from '#room/team/scales.ts';

/** The state of the connection, without looking at refused changes. */
export type Reach = { kind: 'connected' } | { kind: 'away' | 'refused'; reason: string };

/**
 * RE6: a connected upstream that refuses our changes counts as `refused`, with the reason, although reading
 * continues.
 */
export function describeUpstream(facts: {
  reach: Reach;
  role: Role | null;
  unsent: number;
  refusals: readonly { document: string; reason: string }[];
}): Pick<UpstreamState, 'state' | 'reason'> {
  const { reach, role, unsent, refusals } = facts;
  if (reach.kind !== 'connected') return { state: reach.kind, reason: reach.reason };
  if (role === 'viewer' && unsent > 0) {
    return {
      state: 'refused',
      reason: `this token may only read: ${countChanges(unsent)} on this computer only`,
    };
  }
  const [first, ...more] = refusals;
  if (first === undefined) return { state: 'connected', reason: null };
  const others = more.length === 0 ? '' : `, and ${more.length} more`;
  return { state: 'refused', reason: `${first.document}: ${first.reason}${others}` };
}

function countChanges(count: number): string {
  return count === 1 ? '1 change stays' : `${count} changes stay`;
}
