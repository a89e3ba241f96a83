// TM2, TM3: who may see the incident. The newest restriction counts; people paged by hand may see it too.
import type { Restriction } from '../view/access.ts';
import type { Fact } from '../facts/fact.ts';
import { refolding, type Slice } from './slice.ts';

type Kinds = 'restricted' | 'unrestricted' | 'page-asked' | 'paged';

/** PH: somebody requested the page by hand, not a policy; an additional field of the server. */
const isByHand = (fact: Fact<'paged'>): boolean => 'byHand' in fact && fact.byHand === true;

function calledIn(facts: readonly Fact<Kinds>[]): string[] {
  return facts.flatMap((fact) => {
    if (fact.kind === 'paged')
      return fact.person !== undefined && isByHand(fact) && fact.by === 'server' ? [fact.person] : [];
    if (fact.kind !== 'page-asked') return [];
    return fact.targets.flatMap(({ person }) => (person === undefined ? [] : [person]));
  });
}

export function createAccess(): Slice<Restriction | null> {
  const slice = refolding<Kinds, { restricted: Restriction | null }>(
    ['restricted', 'unrestricted', 'page-asked', 'paged'],
    (facts) => {
      const last = facts.findLast(({ kind }) => kind === 'restricted' || kind === 'unrestricted');
      if (last?.kind !== 'restricted') return { restricted: null };
      const { teams, people, by, noted: since } = last;
      const all = new Set([...people, by, ...calledIn(facts)]);
      return {
        restricted: { teams: teams.map(({ id, name }) => ({ id, name })), people: [...all], since, by },
      };
    },
  );
  return {
    kinds: slice.kinds,
    change: (before, after) => slice.change(before, after),
    view: () => slice.view().restricted,
  };
}
