// How far the review of an incident is: who wrote it, its state and owner, who agreed to it (RS1), and which of its
// parts are frozen (RS14).
import type { ReviewPart } from '../facts/review-template.ts';
import type { Room } from '../view/room-view.ts';
import type { People } from './people.ts';
import { changesSince, type ReviewChanges } from './changes-since.ts';
import { hashOfReview } from './review-state.ts';

export type ReviewProgress = {
  state: Room['review']['state'];
  owner: string | null;
  /** Who wrote in its texts, in the order in which they began. */
  writers: readonly string[];
  /** `isThis`: they agreed to the present content, not to an earlier one (RS2). */
  readings: readonly { person: string; at: number; isThis: boolean }[];
  /** RS15: what changed since the newest agreement to earlier content; absent when there is none. */
  changed?: ReviewChanges & { person: string; at: number };
};

/** Null while nobody wrote, owns or read the review. */
export function findProgress(
  room: Room,
  texts: (name: string) => string,
  { name }: People,
): ReviewProgress | null {
  const { state, owner, writers, readings } = room.review;
  const wrote = [...new Set([...writers.values()].flat())].map(name);
  if (state === 'draft' && owner === null && wrote.length === 0) return null;
  const hash = readings.length === 0 ? null : hashOfReview(room, texts);
  const earlier = readings.findLast((each) => each.hash !== hash);
  return {
    state,
    owner: owner === null ? null : name(owner),
    writers: wrote,
    readings: readings.map((each) => ({ person: name(each.by), at: each.at, isThis: each.hash === hash })),
    ...(earlier !== undefined && {
      changed: { person: name(earlier.by), at: earlier.at, ...changesSince(room, texts, earlier) },
    }),
  };
}

/** `later`: how many entries were noted since. */
export type FrozenPart = { part: ReviewPart; asOf: number; later: number };

export function findFrozen({ review, timeline }: Room): FrozenPart[] {
  return [...review.frozen].map(([part, asOf]) => ({
    part,
    asOf,
    later: timeline.filter(({ fact }) => fact.noted > asOf && !aside.has(fact.kind)).length,
  }));
}

/** Kinds that no part shows. */
const aside: ReadonlySet<string> = new Set(['review', 'joined', 'numbered']);
