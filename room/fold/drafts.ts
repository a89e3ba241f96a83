import type { Fact } from '../facts/fact.ts';
import type { Draft } from '../view/room-view.ts';
import { family, ofKind } from './family.ts';

/** A later `draft` fact under the same name moves it to another stage or audience, or asks for an approval. */
export const createDrafts = () =>
  family<'draft' | 'approved' | 'sent', Draft>({
    kinds: ['draft', 'approved', 'sent'],
    keyOf: ({ draft }) => draft,
    compute(facts) {
      const drafts = ofKind(facts, 'draft');
      const [first, newest] = [drafts[0], drafts.at(-1)];
      if (!first || !newest) return null;
      const { draft, by, at } = first;
      const { audience, ready = false } = newest;
      return {
        anchor: first,
        view: {
          draft,
          audience,
          stage: lastGiven(drafts, 'stage'),
          isReady: ready,
          next: lastGiven(drafts, 'next'),
          eta: lastGiven(drafts, 'eta'),
          by,
          at,
          approvals: ofKind(facts, 'approved'),
          sent: ofKind(facts, 'sent'),
        },
      };
    },
  });

/** Each field separately, so that concurrent changes of different fields both count. */
function lastGiven<Field extends 'stage' | 'next' | 'eta'>(drafts: readonly Fact<'draft'>[], field: Field) {
  const given = drafts.findLast((fact) => fact[field] !== undefined);
  return given?.[field] ?? null;
}
