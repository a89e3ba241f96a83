// RS10: the reviews of all incidents as one list: what was learned, how far each review is, and who has read it. Pure.
import type { Nodes } from 'mdast';
import { cutText } from '../text/cut.ts';
import type { PersonId, Severity } from '../facts/fact.ts';
import type { ReviewStanding, Room } from '../view/room-view.ts';
import { findCause } from '../pir/drafted.ts';
import { plainOf } from '../pir/formats/plain-of.ts';
import { readMarkdown } from '../pir/markdown/read.ts';
import { makeWithhold } from '../pir/copies/private.ts';
import { findReviewDue, ownerOfReview, peakOf } from '../pir/review-state.ts';
import { serviceMatcher, type Service } from '../team/services.ts';

/** The most characters of a sentence in the list. */
const longestSentence = 300;

/** Cause and lesson from a review's texts, one sentence each; null for an empty text. */
export type Lessons = { cause: string | null; lesson: string | null };

/** One review with its incident. `id` is the incident's; times are epoch milliseconds. */
export type ListedReview = Lessons & {
  id: string;
  number: string | null;
  title: string;
  /** The worst there was. */
  severity: Severity;
  service: string | null;
  drill: boolean;
  declaredAt: number;
  state: ReviewStanding['state'];
  owner: PersonId | null;
  /** RS3: null when the review is not owed. */
  dueAt: number | null;
  /** PM1: cause tags. */
  causes: readonly string[];
  /** RS9: who has read it. */
  readers: readonly PersonId[];
};

/** The first sentence of the root cause and of what can be improved. `texts` are the room's texts by name. */
export const lessonsOf = (texts: Readonly<Record<string, string>>): Lessons => ({
  cause: firstSentence(texts['review/root-cause'] ?? ''),
  lesson: firstSentence(texts['review/improve'] ?? ''),
});

/** The review of a room that is over; null for an open or a withdrawn one. Without a written cause, the named one counts. */
export function reviewOf(id: string, room: Room, { cause, lesson }: Lessons): ListedReview | null {
  const { declared, number, title, service, drill, review, withdrawn, status } = room;
  const isOver = status.value === 'resolved' || status.value === 'closed';
  if (declared === null || withdrawn !== null || !isOver) return null;
  const named = findCause(room);
  return makeWithhold(room)<ListedReview>({
    id,
    number,
    title,
    severity: peakOf(room),
    service,
    drill,
    declaredAt: declared.at,
    state: review.state,
    owner: ownerOfReview(room),
    dueAt: findReviewDue(room)?.dueAt ?? null,
    causes: review.causes,
    readers: review.readers,
    cause: cause ?? (named === null ? null : firstSentence(named.text)),
    lesson,
  });
}

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/** The first sentence of a Markdown text without its signs; headings and pictures do not count. Null without words. */
export function firstSentence(markdown: string): string | null {
  const words = firstWords(readMarkdown(markdown));
  if (words === null) return null;
  const [first] = sentences.segment(words);
  return cutText((first?.segment ?? words).trim(), longestSentence);
}

/** The first paragraph, also within lists and quotations, on one line. */
function firstWords(nodes: readonly Nodes[]): string | null {
  for (const node of nodes) {
    if (node.type === 'heading') continue;
    const found =
      node.type === 'paragraph'
        ? plainOf(node.children).replaceAll(/\s+/gu, ' ').trim()
        : 'children' in node
          ? firstWords(node.children)
          : null;
    if (found) return found;
  }
  return null;
}

/** Filters for the list; null: no filter on this field. */
export type ReviewFilter = {
  service: string | null;
  state: ListedReview['state'] | null;
  /** A cause tag, compared without case. */
  cause: string | null;
  /** RS10: only what this person still has to read. */
  unreadBy: PersonId | null;
};

/** RS10: whether this person has still to read the review. Nobody has to read a draft. */
export const isUnread = ({ state, readers }: Pick<ListedReview, 'state' | 'readers'>, person: PersonId) =>
  state !== 'draft' && !readers.includes(person);

/** The matching reviews in their order. `services` are the records whose other names count (SV2). */
export function filterReviews(
  all: readonly ListedReview[],
  { service, state, cause, unreadBy }: ReviewFilter,
  services: readonly Service[],
): ListedReview[] {
  const isSame = serviceMatcher(services);
  const wanted = cause?.trim().toLowerCase() ?? null;
  return all.filter(
    (review) =>
      (service === null || isSame(review.service, service)) &&
      (state === null || review.state === state) &&
      (wanted === null || review.causes.some((each) => each.trim().toLowerCase() === wanted)) &&
      (unreadBy === null || isUnread(review, unreadBy)),
  );
}
