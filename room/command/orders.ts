// CO4: commanders with too many roles, and the orders of two concurrent commanders.
import type { FactKind, PersonId } from '../facts/fact.ts';
import type { Entry, RoleState, Room } from '../view/room-view.ts';

/** Roles with hands-on work, which keeps a commander from leading. */
const handsOn: readonly string[] = ['technical', 'operations'];

/** Commanders who also do the work, with the roles that they do it in. */
export function findDoubleDuty(
  roles: readonly RoleState[],
): readonly { person: PersonId; roles: readonly string[] }[] {
  const commanders = roles.find(({ role }) => role === 'commander')?.primary ?? [];
  return commanders.flatMap(({ person }) => {
    const also = roles
      .filter(
        ({ role, primary }) => handsOn.includes(role) && primary.some((claim) => claim.person === person),
      )
      .map(({ role }) => role);
    return also.length === 0 ? [] : [{ person, roles: also }];
  });
}

const orderKinds: ReadonlySet<FactKind> = new Set([
  'decision',
  'task',
  'severity',
  'status',
  'action',
  'claimed',
  'released',
  'handover-offered',
  'sent',
]);

/** The orders of each current commander since they took command, oldest first. */
export function findChainsOfOrders({ roles, timeline }: Pick<Room, 'roles' | 'timeline'>): readonly {
  person: PersonId;
  since: number;
  orders: readonly Entry[];
}[] {
  const commander = roles.find(({ role }) => role === 'commander');
  return (commander?.primary ?? []).map(({ id, person, at, noted }) => ({
    person,
    since: at,
    orders: timeline.filter(
      (entry) =>
        entry.by === person &&
        entry.noted >= noted &&
        entry.id !== id &&
        entry.retracted === null &&
        orderKinds.has(entry.fact.kind),
    ),
  }));
}
