import type { Draft } from '../incident.ts';
import { family, ofKind } from './family.ts';

/** A later `draft` fact under the same name moves it to another stage or audience. */
export const createDrafts = () =>
  family<'draft' | 'approved' | 'sent', Draft>({
    kinds: ['draft', 'approved', 'sent'],
    keyOf: ({ draft }) => draft,
    compute(facts) {
      const drafts = ofKind(facts, 'draft');
      const [first, newest] = [drafts[0], drafts.at(-1)];
      if (!first || !newest) return null;
      const { draft, by, at } = first;
      const { audience, stage = null } = newest;
      return {
        anchor: first,
        view: {
          draft,
          audience,
          stage,
          by,
          at,
          approvals: ofKind(facts, 'approved'),
          sent: ofKind(facts, 'sent'),
        },
      };
    },
  });
