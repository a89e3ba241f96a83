import type { Fact } from '../facts/fact.ts';
import type { ReviewStanding } from '../view/room-view.ts';
import { isFromRecord } from '../facts/review-template.ts';
import { refolding } from './slice.ts';

const nothing: ReviewStanding = {
  state: 'draft',
  since: null,
  owner: null,
  readings: [],
  readers: [],
  writers: new Map(),
  templates: [],
  frozen: new Map(),
  pictures: { strip: false, files: [] },
  story: new Map(),
  causes: [],
  comments: [],
};

/** RS1: the newest state, owner and template count separately; going back to draft or review clears the readers. */
export const createReview = () =>
  refolding<'review', ReviewStanding>(['review'], (facts) => {
    let standing = nothing;
    for (const fact of facts) standing = take(standing, fact);
    return standing;
  });

function take(before: ReviewStanding, fact: Fact<'review'>): ReviewStanding {
  const { state, owner, hash, seen, template, causes, pictures, at, by } = fact;
  const after = {
    ...before,
    ...(owner !== undefined && { owner }),
    ...(template !== undefined && { templates: [...before.templates, template] }),
    ...(causes !== undefined && { causes }),
    ...(pictures !== undefined && { pictures }),
    comments: comment(before.comments, fact),
    readers: readersAfter(before.readers, fact),
    writers: writersAfter(before.writers, fact),
    frozen: frozenAfter(before.frozen, fact),
    story: storyAfter(before.story, fact),
  };
  if (state === undefined) return after;
  if (state === 'draft' || state === 'in-review') return { ...after, state, since: at, readings: [] };
  if (state === 'closed') return { ...after, state, since: at };
  const others = after.readings.filter((each) => each.by !== by);
  return {
    ...after,
    state,
    since: at,
    readings: [...others, { by, at, hash: hash ?? null, seen: seen ?? null }],
  };
}

/** RS9: people who marked the review as read or agreed to it; going back to draft keeps them. */
function readersAfter(
  before: ReviewStanding['readers'],
  { by, read, state }: Fact<'review'>,
): ReviewStanding['readers'] {
  if (read === false) return before.filter((each) => each !== by);
  const hasRead = read === true || state === 'reviewed';
  return hasRead && !before.includes(by) ? [...before, by] : before;
}

/** RS12: once for each person and text, however often the fact was written. */
function writersAfter(
  before: ReviewStanding['writers'],
  { by, wrote }: Fact<'review'>,
): ReviewStanding['writers'] {
  if (wrote === undefined) return before;
  const known = before.get(wrote) ?? [];
  return known.includes(by) ? before : new Map([...before, [wrote, [...known, by]]]);
}

/** RS14: the newest word on each part counts; parts of people's own words are never frozen. */
function frozenAfter(
  before: ReviewStanding['frozen'],
  { frozen, live, noted }: Fact<'review'>,
): ReviewStanding['frozen'] {
  if (frozen !== undefined && isFromRecord(frozen)) return new Map([...before, [frozen, noted]]);
  if (live === undefined || !before.has(live)) return before;
  return new Map([...before].filter(([part]) => part !== live));
}

/** RV25: the newest word on each entry counts, and whether it is in apart from how it is told. */
function storyAfter(before: ReviewStanding['story'], { story }: Fact<'review'>): ReviewStanding['story'] {
  if (story === undefined) return before;
  const { event, isIn, words } = story;
  const known = before.get(event) ?? { isIn: null, words: null };
  return new Map([
    ...before,
    [event, { isIn: isIn ?? known.isIn, words: words === undefined ? known.words : words.trim() || null }],
  ]);
}

/** RS7: a comment stands until somebody settles it. */
function comment(
  before: ReviewStanding['comments'],
  { id, at, by, comment: words, text, settled }: Fact<'review'>,
): ReviewStanding['comments'] {
  if (settled !== undefined) return before.filter((each) => each.id !== settled);
  return words === undefined ? before : [...before, { id, at, by, words, text: text ?? null }];
}
