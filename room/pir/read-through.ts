// RS13: the moment of the incident that a part of its review is about, for a replay beside the reading. Pure.
import type { ReviewPart } from '../facts/review-template.ts';
import type { Room } from '../view/room-view.ts';
import { readElapsed } from './document/say.ts';
import { instantLabels, type Instants } from './instants.ts';
import type { Review } from './review.ts';
import { toSecond } from './zone.ts';

/** The first instant of each list that is recorded is the part's moment. A part that is not here is about the beginning. */
const about: Partial<Record<ReviewPart, readonly (keyof Instants)[]>> = {
  impact: ['impactBegan', 'detected'],
  changes: ['detected'],
  cause: ['identified', 'firstHelp', 'resolved'],
  factors: ['identified', 'firstHelp', 'resolved'],
  detection: ['detected'],
  people: ['acknowledged'],
  resolution: ['firstHelp', 'firstAction', 'resolved'],
  messages: ['firstExternal', 'firstInternal'],
  wentWell: ['firstHelp', 'resolved'],
  lucky: ['resolved'],
  improve: ['resolved'],
  items: ['resolved'],
};

/** What somebody reads: a part of the review, or a line of its timeline by its printed time (`T+0:05:10`). */
export type ReadPart = { part: ReviewPart | null; elapsed: string | null };

/** When a replay shows what is read, in epoch ms; null for a review without a beginning. */
export function momentOf({ part, elapsed }: ReadPart, review: Review, room: Room): number | null {
  const { origin, lines } = review.timeline;
  if (origin === null) return null;
  const since = elapsed === null ? null : readElapsed(elapsed);
  if (since !== null) {
    const at = toSecond(origin.at) + since;
    // Several lines may print the same second; the replay shows all of them.
    const facts = lines.filter((line) => toSecond(line.at) === at).flatMap((line) => line.facts);
    return notedOf(facts, room) ?? at;
  }
  const keys = part === null ? [] : (about[part] ?? []);
  const found = keys
    .map((key) => review.timestamps.find(({ label }) => label === instantLabels[key]))
    .find((each) => each !== undefined && each.at !== null);
  return found === undefined ? origin.at : (notedOf(found.facts, room) ?? found.at);
}

/** A replay shows a fact from when it was noted, which may be later than when it happened. */
function notedOf(facts: readonly string[], { timeline }: Room): number | null {
  const noted = timeline.filter(({ id }) => facts.includes(id)).map((entry) => entry.noted);
  return noted.length === 0 ? null : Math.max(...noted);
}
