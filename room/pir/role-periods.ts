import type { Fact } from '../facts/fact.ts';
import { nothingHeld, take, type Accept, type Held, type RoleEvent } from '../fold/roles.ts';
import type { Room } from '../view/room-view.ts';
import { byNoted } from '../facts/order.ts';

export type RolePeriod = {
  role: string;
  person: string;
  as: 'primary' | 'backup';
  from: number;
  until: number | null;
};

/** The periods in which people held roles, in the order of the role board; `until` is null for a current holder. */
export function findRolePeriods(room: Room): RolePeriod[] {
  const live = room.timeline.filter(({ retracted }) => !retracted).map(({ fact }) => fact);
  const offers = new Map(
    live.flatMap((fact) => (fact.kind === 'handover-offered' ? [[fact.id, fact.role]] : [])),
  );
  const events = live.filter(isRoleEvent).toSorted(byNoted);
  return room.roles.flatMap(({ role }) =>
    periodsOf(
      role,
      events.filter(
        (event) => (event.kind === 'handover-accepted' ? offers.get(event.target) : event.role) === role,
      ),
    ),
  );
}

const roleKinds: readonly string[] = ['claimed', 'released', 'handover-offered', 'handover-accepted'];
const isRoleEvent = (fact: Fact): fact is RoleEvent | Accept => roleKinds.includes(fact.kind);

function periodsOf(role: string, events: readonly (RoleEvent | Accept)[]): RolePeriod[] {
  const held = nothingHeld();
  const periods = new Map<string, RolePeriod>();
  for (const event of events) {
    take(held, event);
    const open = openPeriods(role, held);
    for (const [key, period] of open) if (!periods.has(key)) periods.set(key, period);
    for (const [key, period] of periods) if (!open.has(key)) period.until ??= event.at;
  }
  return [...periods.values()];
}

function openPeriods(role: string, held: Held): Map<string, RolePeriod> {
  const open = new Map<string, RolePeriod>();
  for (const as of ['primary', 'backup'] as const) {
    for (const { id, person, at } of held[as].values())
      open.set(`${as} ${id}`, { role, person, as, from: at, until: null });
  }
  return open;
}
