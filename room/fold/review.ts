import type { Fact } from '../facts/fact.ts';
import type { ReviewStanding } from '../view/room-view.ts';
import { isFromRecord } from '../facts/review-template.ts';
import { keep, refolding, type Slice } from './slice.ts';

type Review = Fact<'review'>;
type Standing = Pick<ReviewStanding, 'state' | 'since' | 'readings'>;

/** RS1: the newest state, owner and template count separately, and so does every other part. */
export function createReview(): Slice<ReviewStanding> {
  const { standing, ...parts } = createParts();
  const all = [standing, ...Object.values(parts)];
  let view: ReviewStanding | null = null;
  return {
    kinds: ['review'],
    change(before, after) {
      for (const part of all) part.change(before, after);
    },
    view() {
      const { owner, templates, causes, pictures, comments, readers, writers, frozen, story } = parts;
      view = keep(view, {
        ...standing.view(),
        owner: owner.view(),
        templates: templates.view(),
        causes: causes.view(),
        pictures: pictures.view(),
        comments: comments.view(),
        readers: readers.view(),
        writers: writers.view(),
        frozen: frozen.view(),
        story: story.view(),
      });
      return view;
    },
  };
}

const createParts = () => ({
  standing: part(says('state'), { state: 'draft', since: null, readings: [] }, standingAfter),
  owner: part(says('owner'), null, newest('owner')),
  causes: part(says('causes'), [], newest('causes')),
  pictures: part(says('pictures'), { strip: false, files: [] }, newest('pictures')),
  templates: part<ReviewStanding['templates']>(says('template'), [], (before, facts) => [
    ...before,
    ...facts.flatMap(({ template }) => template ?? []),
  ]),
  comments: part(says('comment', 'settled'), [], commentsAfter),
  readers: part((fact) => says('read')(fact) || fact.state === 'reviewed', [], readersAfter),
  writers: part(says('wrote'), new Map(), writersAfter),
  frozen: part(says('frozen', 'live'), new Map(), frozenAfter),
  story: part(says('story'), new Map(), storyAfter),
});

/** A part of the review, computed from the facts that touch it; `after` adds facts that are newer than all before. */
function part<View>(
  touches: (fact: Review) => boolean,
  nothing: NoInfer<View>,
  after: (before: View, facts: readonly Review[]) => View,
): Slice<View> {
  const slice = refolding<'review', View>(
    ['review'],
    (facts) => after(nothing, facts),
    (view, fact) => after(view, [fact]),
  );
  const own = (fact: Fact | null) => (fact?.kind === 'review' && touches(fact) ? fact : null);
  return {
    ...slice,
    change(before, next) {
      const [old, young] = [own(before), own(next)];
      if (old !== null || young !== null) slice.change(old, young);
    },
  };
}

const says =
  (...names: (keyof Review)[]) =>
  (fact: Review): boolean =>
    names.some((name) => fact[name] !== undefined);

const newest =
  <Name extends 'owner' | 'causes' | 'pictures'>(name: Name) =>
  (before: ReviewStanding[Name], facts: readonly Review[]): ReviewStanding[Name] => {
    const given = facts.at(-1)?.[name];
    return given === undefined ? before : (given as ReviewStanding[Name]);
  };

/** Going back to draft or review clears who agreed. */
function standingAfter(before: Standing, facts: readonly Review[]): Standing {
  let { state, since } = before;
  /** Each reader's newest agreement, in the order of these. */
  const readings = new Map(before.readings.map((each) => [each.by, each]));
  for (const { state: next = state, at, by, hash = null, seen = null } of facts) {
    [state, since] = [next, at];
    if (next === 'draft' || next === 'in-review') readings.clear();
    if (next !== 'reviewed') continue;
    readings.delete(by);
    readings.set(by, { by, at, hash, seen });
  }
  return { state, since, readings: [...readings.values()] };
}

/** RS9: people who marked the review as read or agreed to it; going back to draft keeps them. */
function readersAfter(
  before: ReviewStanding['readers'],
  facts: readonly Review[],
): ReviewStanding['readers'] {
  const readers = new Set(before);
  for (const { by, read } of facts) {
    if (read === false) readers.delete(by);
    else readers.add(by);
  }
  return [...readers];
}

/** RS12: once for each person and text, however often the fact was written. */
function writersAfter(
  before: ReviewStanding['writers'],
  facts: readonly Review[],
): ReviewStanding['writers'] {
  const writers = new Map(before);
  for (const { by, wrote = '' } of facts) {
    const known = writers.get(wrote) ?? [];
    if (!known.includes(by)) writers.set(wrote, [...known, by]);
  }
  return writers;
}

/** RS14: the newest word on each part counts; parts of people's own words are never frozen. */
function frozenAfter(before: ReviewStanding['frozen'], facts: readonly Review[]): ReviewStanding['frozen'] {
  const parts = new Map(before);
  for (const { frozen, live, noted } of facts) {
    if (frozen !== undefined && isFromRecord(frozen)) parts.set(frozen, noted);
    else if (live !== undefined) parts.delete(live);
  }
  return parts;
}

/** RV25: the newest word on each entry counts, and whether it is in apart from how it is told. */
function storyAfter(before: ReviewStanding['story'], facts: readonly Review[]): ReviewStanding['story'] {
  const events = new Map(before);
  for (const { story } of facts) {
    if (story === undefined) continue;
    const { event, isIn, words } = story;
    const known = events.get(event) ?? { isIn: null, words: null };
    events.set(event, {
      isIn: isIn ?? known.isIn,
      words: words === undefined ? known.words : words.trim() || null,
    });
  }
  return events;
}

/** RS7: a comment stands until somebody settles it. */
function commentsAfter(
  before: ReviewStanding['comments'],
  facts: readonly Review[],
): ReviewStanding['comments'] {
  const settledLater = new Set<string>();
  const comments: ReviewStanding['comments'][number][] = [];
  for (const { id, at, by, comment: words, text = null, settled } of facts.toReversed()) {
    if (settled !== undefined) settledLater.add(settled);
    else if (words !== undefined && !settledLater.has(id)) comments.push({ id, at, by, words, text });
  }
  const open = settledLater.size === 0 ? before : before.filter(({ id }) => !settledLater.has(id));
  return [...open, ...comments.toReversed()];
}
