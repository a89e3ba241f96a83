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
  refolding<'review', ReviewStanding>(
    ['review'],
    (facts) => take(nothing, facts),
    (standing, newest) => take(standing, [newest]),
  );

type Review = Fact<'review'>;

/** The review after these facts, oldest first. Parts that none of them touches stay the same objects. */
const take = (before: ReviewStanding, facts: readonly Review[]): ReviewStanding => ({
  ...stateAfter(before, facts),
  owner: lastGiven(facts, 'owner', before.owner),
  causes: lastGiven(facts, 'causes', before.causes),
  pictures: lastGiven(facts, 'pictures', before.pictures),
  templates: templatesAfter(before.templates, facts),
  comments: commentsAfter(before.comments, facts),
  readers: readersAfter(before.readers, facts),
  writers: writersAfter(before.writers, facts),
  frozen: frozenAfter(before.frozen, facts),
  story: storyAfter(before.story, facts),
});

function lastGiven<Name extends 'owner' | 'causes' | 'pictures'>(
  facts: readonly Review[],
  name: Name,
  before: ReviewStanding[Name],
): ReviewStanding[Name] {
  const given = facts.findLast((fact) => fact[name] !== undefined)?.[name];
  return given === undefined ? before : (given as ReviewStanding[Name]);
}

type State = Pick<ReviewStanding, 'state' | 'since' | 'readings'>;

function stateAfter({ state, since, readings }: State, facts: readonly Review[]): State {
  /** Each reader's newest agreement, in the order of these. */
  let read: Map<string, State['readings'][number]> | null = null;
  const reads = () => (read ??= new Map(readings.map((each) => [each.by, each])));
  for (const { state: next, at, by, hash = null, seen = null } of facts) {
    if (next === undefined) continue;
    [state, since] = [next, at];
    if (next === 'draft' || next === 'in-review') reads().clear();
    if (next !== 'reviewed') continue;
    reads().delete(by);
    reads().set(by, { by, at, hash, seen });
  }
  return { state, since, readings: read === null ? readings : [...reads().values()] };
}

function templatesAfter(
  before: ReviewStanding['templates'],
  facts: readonly Review[],
): ReviewStanding['templates'] {
  const chosen = facts.flatMap(({ template }) => template ?? []);
  return chosen.length === 0 ? before : [...before, ...chosen];
}

/** RS9: people who marked the review as read or agreed to it; going back to draft keeps them. */
function readersAfter(
  before: ReviewStanding['readers'],
  facts: readonly Review[],
): ReviewStanding['readers'] {
  const said = facts.filter(({ read, state }) => read !== undefined || state === 'reviewed');
  if (said.length === 0) return before;
  const readers = new Set(before);
  for (const { by, read } of said) {
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
  const began = facts.filter(({ by, wrote }) => wrote !== undefined && !before.get(wrote)?.includes(by));
  if (began.length === 0) return before;
  const writers = new Map([...before].map(([text, people]) => [text, new Set(people)]));
  for (const { by, wrote = '' } of began) {
    const people = writers.get(wrote);
    if (people) people.add(by);
    else writers.set(wrote, new Set([by]));
  }
  return new Map([...writers].map(([text, people]) => [text, [...people]]));
}

/** RS14: the newest word on each part counts; parts of people's own words are never frozen. */
function frozenAfter(before: ReviewStanding['frozen'], facts: readonly Review[]): ReviewStanding['frozen'] {
  const said = facts.filter(({ frozen, live }) => frozen !== undefined || live !== undefined);
  if (said.length === 0) return before;
  const parts = new Map(before);
  for (const { frozen, live, noted } of said) {
    if (frozen !== undefined && isFromRecord(frozen)) parts.set(frozen, noted);
    else if (live !== undefined) parts.delete(live);
  }
  return parts;
}

/** RV25: the newest word on each entry counts, and whether it is in apart from how it is told. */
function storyAfter(before: ReviewStanding['story'], facts: readonly Review[]): ReviewStanding['story'] {
  const told = facts.flatMap(({ story }) => story ?? []);
  if (told.length === 0) return before;
  const events = new Map(before);
  for (const { event, isIn, words } of told) {
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
  const said = facts.filter(({ comment, settled }) => comment !== undefined || settled !== undefined);
  if (said.length === 0) return before;
  const settledLater = new Set<string>();
  const comments: ReviewStanding['comments'][number][] = [];
  for (const { id, at, by, comment: words, text = null, settled } of said.toReversed()) {
    if (settled !== undefined) settledLater.add(settled);
    else if (words !== undefined && !settledLater.has(id)) comments.push({ id, at, by, words, text });
  }
  const open = settledLater.size === 0 ? before : before.filter(({ id }) => !settledLater.has(id));
  return [...open, ...comments.toReversed()];
}
