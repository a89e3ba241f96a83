// RS14: parts of a review that are frozen show the record as it was noted up to a moment. What was corrected or struck
// out since then is not shown as it was, and a person who was erased since then has no name in them.
import type { RootContent } from 'mdast';
import type { ReviewPart } from '../../facts/review-template.ts';
import { forPublicDrawing } from '../copies/public-pictures.ts';
import { reviewOfRecord, type Review } from '../review.ts';
import { soft } from './document.ts';
import type { Say } from './say.ts';

/** What the drawing of the document is drawn from. */
export const drawnFrom = (review: Review): Review =>
  review.template?.public === true ? forPublicDrawing(review) : partsOf(review)('timeline');

/** The review that each part is printed from: the live one, or the one of the moment when the part was frozen. */
export function partsOf(review: Review): (part: ReviewPart) => Review {
  const moments = new Map((review.frozen ?? []).map(({ part, asOf }) => [part, asOf]));
  const made = new Map<number, Review>();
  return (part) => {
    const asOf = moments.get(part);
    if (asOf === undefined) return review;
    const known = made.get(asOf) ?? asNoted(review, asOf);
    made.set(asOf, known);
    return known;
  };
}

function asNoted(review: Review, asOf: number): Review {
  const { id, record, zone, shown } = review;
  const facts = record.facts.filter((fact) => counts(fact, asOf));
  const then = reviewOfRecord(id, { ...record, facts }, zone);
  return { ...then, ...(shown !== undefined && { shown }) };
}

function counts(raw: unknown, asOf: number): boolean {
  const fact = (raw ?? {}) as { kind?: unknown; noted?: unknown; erased?: unknown };
  if (typeof fact.noted !== 'number' || fact.noted <= asOf) return true;
  return fact.kind === 'amended' || fact.kind === 'retracted' || fact.erased === true;
}

/** Says of a frozen part as of when it is, and how much is not in it; nothing for a live part. */
export function sayFrozen({ frozen = [] }: Review, part: ReviewPart, say: Say): RootContent[] {
  const found = frozen.find((each) => each.part === part);
  if (found === undefined) return [];
  const { asOf, later } = found;
  return [soft(`Frozen as of ${say.time(asOf)} ${say.zone}. ${sayLater(later)}`)];
}

function sayLater(count: number): string {
  if (count === 0) return 'Nothing was noted since then.';
  return count === 1
    ? '1 entry that was noted since then is not in it.'
    : `${count} entries that were noted since then are not in it.`;
}
