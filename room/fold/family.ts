import type { Fact, FactKind } from '../facts/fact.ts';
import { byAt, byNoted, exchange, insert, remove } from '../facts/order.ts';
import type { Slice } from './slice.ts';

type Member = { view: unknown; anchor: { at: number; noted: number; id: string } };
type Group<K extends FactKind> = { key: string; facts: Fact<K>[]; member: Member | null };

type Options<K extends FactKind, View> = {
  kinds: readonly K[];
  /** The group of a fact: the id of its subject. */
  keyOf: (fact: Fact<K>) => string;
  /**
   * Computes a group's view from its facts (oldest first), and the fact to sort it by; null without a view.
   */
  compute: (
    facts: readonly Fact<K>[],
    factsOf: (key: string) => readonly Fact<K>[],
  ) => { view: View; anchor: Fact } | null;
};

/** The groups by key; each is made when it is first asked for. */
function openGroups<K extends FactKind>() {
  const groups = new Map<string, Group<K>>();
  return {
    at(key: string): Group<K> {
      const present = groups.get(key);
      if (present) return present;
      const group: Group<K> = { key, facts: [], member: null };
      groups.set(key, group);
      return group;
    },
    factsOf: (key: string): readonly Fact<K>[] => groups.get(key)?.facts ?? [],
  };
}

/**
 * FO10: groups of facts about one subject (an action and its grades, a checklist and its steps). A fact
 * whose target has not arrived waits in the target's group, which has no view until then.
 */
export function family<K extends FactKind, View>(
  options: Options<K, View>,
): Slice<readonly View[]> & { touch(key: string): void } {
  const { kinds, keyOf, compute } = options;
  const groups = openGroups<K>();
  const stale = new Set<Group<K>>();
  const members: Member[] = [];
  let view: readonly View[] = [];

  const settle = (group: Group<K>): void => {
    if (group.member) remove(members, group.member, byAnchor);
    group.member = compute(group.facts, groups.factsOf);
    if (group.member) insert(members, group.member, byAnchor);
  };

  return {
    kinds,
    change(before, after) {
      const fact = (after ?? before) as Fact<K>;
      const group = groups.at(keyOf(fact));
      exchange(group.facts, before as Fact<K> | null, after as Fact<K> | null, byNoted);
      stale.add(group);
    },
    /** Recomputes a group whose view depends on a changed fact of another group. */
    touch(key) {
      stale.add(groups.at(key));
    },
    view() {
      if (stale.size === 0) return view;
      for (const group of stale) settle(group);
      stale.clear();
      view = members.map((member) => member.view as View);
      return view;
    },
  };
}

const byAnchor = (a: Member, b: Member): number => byAt(a.anchor, b.anchor);

/** Groups of one: every fact of the kind, in order of time. */
export const listing = <K extends FactKind>(kind: K): Slice<readonly Fact<K>[]> =>
  family<K, Fact<K>>({
    kinds: [kind],
    keyOf: ({ id }) => id,
    compute: ([fact]) => (fact ? { view: fact, anchor: fact as Fact } : null),
  });

/** The facts of one kind among several. */
export const ofKind = <T extends { kind: string }, K extends T['kind']>(facts: readonly T[], kind: K) =>
  facts.filter((fact): fact is Extract<T, { kind: K }> => fact.kind === kind);
