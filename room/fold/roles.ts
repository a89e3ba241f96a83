// FO7, FO8: roles are claims. A later claim never removes an earlier one: two people who both took a role both
// hold it until one releases it.
import { shippedRoles, type Fact, type FactId } from '../facts/fact.ts';
import type { Claim, RoleState } from '../view/room-view.ts';
import { byNoted, exchange } from '../facts/order.ts';
import { keep, type Slice } from './slice.ts';

export type RoleEvent = Fact<'claimed' | 'released' | 'handover-offered'>;
export type Accept = Fact<'handover-accepted'>;
type Offer = Fact<'handover-offered'>;

/** The state of a role after the events so far. */
export type Held = { primary: Map<string, Claim>; backup: Map<string, Claim>; offers: Map<string, Offer> };
type Group = { role: string; events: RoleEvent[]; held: Held; pending: RoleEvent[] | null; view: RoleState };

export const nothingHeld = (): Held => ({ primary: new Map(), backup: new Map(), offers: new Map() });

/** Brings a group up to date: by its newest events, or from the beginning when one came in between. */
function settle(group: Group, accepts: ReadonlyMap<FactId, Accept[]>): void {
  if (group.pending === null) {
    group.held = nothingHeld();
    const answers = group.events.flatMap((event) => accepts.get(event.id) ?? []);
    const all: (RoleEvent | Accept)[] =
      answers.length === 0 ? group.events : [...group.events, ...answers].toSorted(byNoted);
    for (const event of all) take(group.held, event);
  } else {
    for (const event of group.pending) take(group.held, event);
  }
  group.pending = [];
  group.view = keep(group.view, show(group.role, group.held));
}

/** The groups by role. The shipped roles come first, also while nobody has taken them. */
function openGroups() {
  const groups = new Map<string, Group>();
  const at = (role: string): Group => {
    const present = groups.get(role);
    if (present) return present;
    const held = nothingHeld();
    const group: Group = { role, events: [], held, pending: [], view: show(role, held) };
    groups.set(role, group);
    return group;
  };
  for (const role of shippedRoles) at(role);
  return {
    at,
    views: (): RoleState[] => {
      const others = [...groups.keys()].slice(shippedRoles.length).toSorted().map(at);
      const shown = others.filter(({ events }) => events.length > 0);
      return [...shippedRoles.map(at), ...shown].map(({ view }) => view);
    },
  };
}

export function createRoles(find: (id: FactId) => Fact | undefined): Slice<readonly RoleState[]> {
  const groups = openGroups();
  const accepts = new Map<FactId, Accept[]>();
  const stale = new Set<Group>();
  let view: readonly RoleState[] | null = null;

  const accept = (before: Accept | null, after: Accept | null): void => {
    const target = (after ?? before)?.target ?? '';
    const list = accepts.get(target) ?? [];
    exchange(list, before, after, byNoted);
    accepts.set(target, list);
    const offer = find(target);
    if (offer?.kind === 'handover-offered') refoldLater(groups.at(offer.role));
  };
  const refoldLater = (group: Group): void => {
    group.pending = null;
    stale.add(group);
  };

  return {
    kinds: ['claimed', 'released', 'handover-offered', 'handover-accepted'],
    change(before, after) {
      const fact = after ?? before;
      if (fact?.kind === 'handover-accepted') return accept(before as Accept | null, after as Accept | null);
      const [old, young] = [before as RoleEvent | null, after as RoleEvent | null];
      const group = groups.at(((young ?? old) as RoleEvent).role);
      const isNewest = !old && young && !accepts.size && isAfter(group.events.at(-1), young);
      exchange(group.events, old, young, byNoted);
      if (isNewest && group.pending) {
        group.pending.push(young);
        stale.add(group);
      } else refoldLater(group);
    },
    view() {
      if (stale.size === 0 && view) return view;
      for (const group of stale) settle(group, accepts);
      stale.clear();
      view = groups.views();
      return view;
    },
  };
}

const isAfter = (last: RoleEvent | undefined, next: RoleEvent): boolean =>
  last === undefined || byNoted(last, next) < 0;

/** Applies one event to a role. */
export function take(held: Held, event: RoleEvent | Accept): void {
  switch (event.kind) {
    case 'claimed': {
      const claims = held[event.as];
      // A repeated claim changes nothing: the first claim continues.
      if (!claims.has(event.person)) claims.set(event.person, toClaim(event, event.person));
      return;
    }
    case 'released':
      return letGo(held, event.person);
    case 'handover-offered':
      if (held.primary.has(event.from)) held.offers.set(event.from, event);
      return;
    case 'handover-accepted': {
      const offer = [...held.offers.values()].find(({ id }) => id === event.target);
      // FO8: the offer was void.
      if (!offer) return;
      letGo(held, offer.from);
      held.backup.delete(offer.to);
      if (!held.primary.has(offer.to)) held.primary.set(offer.to, toClaim(event, offer.to));
      return;
    }
    default:
  }
}

function letGo(held: Held, person: string): void {
  held.primary.delete(person);
  held.backup.delete(person);
  held.offers.delete(person);
}

const toClaim = ({ id, at, noted }: Fact, person: string): Claim => ({ id, person, at, noted });

function show(role: string, held: Held): RoleState {
  const primary = [...held.primary.values()];
  const offer = [...held.offers.values()].toSorted(byNoted).at(-1);
  return {
    role,
    primary,
    backup: [...held.backup.values()],
    conflict: primary.length > 1,
    offer: offer ? { id: offer.id, from: offer.from, to: offer.to, at: offer.at } : null,
  };
}
