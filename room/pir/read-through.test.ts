import { expect, test } from 'vitest';
import { tellStory } from '../fixtures/story.ts';
import { readElapsed, sayElapsed } from './document/say.ts';
import { momentOf } from './read-through.ts';
import { collectReview } from './review.ts';

const minute = 60_000;

function told() {
  const { write, open } = tellStory();
  const source = { type: 'person' } as const;
  const [declared] = write('ana', { kind: 'declared', title: 'Shop fails', severity: 'P1', source });
  const start = declared!.at;
  // Noted later than it happened.
  const [began] = write('ana', { kind: 'impact-began', at: start - 5 * minute });
  const [action] = write('bo', { kind: 'action', text: 'Restarted the pool' });
  const [identified] = write('bo', { kind: 'status', status: 'identified' });
  const [helped] = write('bo', { kind: 'graded', target: action!.id, outcome: 'helped' });
  const [resolved] = write('ana', { kind: 'status', status: 'resolved' });
  const room = open.room();
  const review = collectReview({ id: 'one', room, texts: () => '', names: (id) => id });
  const moment = (part: Parameters<typeof momentOf>[0]['part'], elapsed: string | null = null) =>
    momentOf({ part, elapsed }, review, room);
  return { moment, review, began, action, identified, helped, resolved };
}

test('[RS13] a part of the review is replayed at its own moment, from when that was noted', () => {
  const { moment, review, began, action, identified, resolved } = told();
  expect(moment('impact')).toBe(began!.noted);
  expect(moment('cause')).toBe(identified!.noted);
  expect(moment('wentWell')).toBe(action!.noted);
  expect(moment('improve')).toBe(resolved!.noted);
  // Nobody acknowledged, and the team's own text is about no moment: the beginning.
  expect(moment('people')).toBe(review.timeline.origin!.at);
  expect(moment('text')).toBe(review.timeline.origin!.at);
  expect(moment(null)).toBe(review.timeline.origin!.at);
});

test('[RS13] each line of the timeline is replayed when all that it prints was noted', () => {
  const { moment, review, identified } = told();
  const line = review.timeline.lines.find(({ facts }) => facts.includes(identified!.id));
  expect(moment('timeline', sayElapsed(line!.elapsedMs))).toBeGreaterThanOrEqual(identified!.noted);
  const [first] = review.timeline.lines;
  // Impact began before the incident was declared, and was noted after it.
  expect(moment('timeline', sayElapsed(first!.elapsedMs))).toBeGreaterThan(first!.at);
});

test('[RS13] a review without an entry has no moment', () => {
  const { open } = tellStory();
  const review = collectReview({ id: 'one', room: open.room(), texts: () => '', names: (id) => id });
  expect(momentOf({ part: 'cause', elapsed: 'T+0:00:01' }, review, open.room())).toBeNull();
});

test('[RS13] a printed time is read back', () => {
  for (const ms of [0, -120_000, 310_000, 90 * 3_600_000]) expect(readElapsed(sayElapsed(ms))).toBe(ms);
  expect(readElapsed('14:04:08')).toBeNull();
});
