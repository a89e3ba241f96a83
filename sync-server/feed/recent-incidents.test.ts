import { expect, test } from 'vitest';
import type { IncidentSummary } from '#room/feed/feed.ts';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { digestOf } from '../replica/incident-digest.ts';
import { onlyRecent } from './recent-incidents.ts';

const dayMs = 86_400_000;
const now = Date.UTC(2026, 11, 3);

const incident = (id: string, daysAgo: number, change: Partial<IncidentSummary> = {}) =>
  ({
    id,
    status: 'closed',
    factCount: 3,
    declaredAt: now - daysAgo * dayMs,
    lastNoted: now - daysAgo * dayMs,
    ...change,
  }) as IncidentSummary;

/** More than the server sends for being the newest. */
const crowd = Array.from({ length: 200 }, (_, index) => incident(`c${index}`, index / 10));

function recentOf(incidents: readonly IncidentSummary[], more: object = {}): FeedSnapshot {
  const snapshot = { now, incidents, ...more } as FeedSnapshot;
  const message = onlyRecent({ type: 'snapshot', snapshot });
  if (message.type !== 'snapshot') throw new Error('a snapshot stays one');
  return message.snapshot;
}
const idsOf = ({ incidents }: FeedSnapshot) =>
  incidents.map(({ id }) => id).filter((id) => !id.startsWith('c'));

test('[HT6] the open and the recent incidents stay, and a digest of the others', () => {
  const old = incident('old', 201);
  const shown = recentOf([
    incident('open', 900, { status: 'investigating' }),
    incident('resolved', 900, { status: 'resolved' }),
    incident('recent', 199),
    incident('with news', 900, { lastNoted: now - dayMs }),
    incident('with an item due', 900, {
      itemsDue: [{ id: 'i', text: 'Add a check', owner: 'ana', due: now }],
    }),
    incident('with a review due', 900, {
      review: { dueAt: now + dayMs } as IncidentSummary['review'] & object,
    }),
    old,
    ...crowd,
  ]);
  expect(idsOf(shown)).toEqual(['open', 'recent', 'with news', 'with an item due', 'with a review due']);
  expect(shown.older).toEqual({
    count: 2,
    from: now - 200 * dayMs,
    digest: digestOf([old, incident('resolved', 900)]),
  });
});

test('[HT6] an old incident stays while a page, a problem or a recurring task names it', () => {
  const shown = recentOf(
    [incident('a', 900), incident('b', 900), incident('c', 900), incident('x', 900), ...crowd],
    {
      pages: [{ incident: 'a' }],
      problems: [{ incidents: ['b'] }],
      recurringTasks: [{ last: { incident: 'c' } }, { last: null }],
    },
  );
  expect(shown.incidents.map(({ id }) => id)).toEqual(['a', 'b', 'c', ...crowd.map(({ id }) => id)]);
  expect(shown.older?.count).toBe(1);
});

test('[HT6] the newest 200 stay however old they are, and then nothing is said of others', () => {
  const all = Array.from({ length: 200 }, (_, index) => incident(`i${index}`, 900 + index));
  const shown = recentOf(all);
  expect(shown.incidents).toEqual(all);
  expect(shown).not.toHaveProperty('older');
  expect(idsOf(recentOf([incident('oldest', 2000), ...all]))).not.toContain('oldest');
});

test('[HT6] the digest is of the facts, in any order', () => {
  const [a, b] = [incident('a', 1), incident('b', 2)];
  expect(digestOf([a, b])).toBe(digestOf([b, a]));
  expect(digestOf([a, b])).not.toBe(digestOf([a]));
  expect(digestOf([a, { ...b, factCount: 4 }])).not.toBe(digestOf([a, b]));
  expect(digestOf([a, { ...b, lastNoted: 4 }])).not.toBe(digestOf([a, b]));
});

test('[HT6] every other message stays as it is', () => {
  const message = { type: 'incident', incident: incident('old', 900) } as const;
  expect(onlyRecent(message)).toBe(message);
});
