import { expect, test } from 'vitest';
import type { FeedMessage, FeedSnapshot } from '#wire/feed/messages.ts';
import { applyFeedMessage } from '#wire/feed/reduce.ts';
import type { FeedStore } from './feed-store.ts';
import { watchFeed } from './feed.tsx';

const empty: FeedSnapshot = {
  now: 0,
  server: { role: 'primary', version: '0' },
  upstreams: [],
  staleSince: null,
  incidents: [],
  monitors: [],
  monitoring: { blindSince: null },
  people: [],
};
const ana = { id: 'ana', name: 'Ana', role: 'owner' as const };
const people: FeedMessage = { type: 'people', people: [ana] };
const services: FeedMessage = { type: 'services', services: [] };

function openFeed() {
  let snapshot: FeedSnapshot | null = null;
  const store: FeedStore = {
    snapshot: () => snapshot,
    state: () => 'live',
    awaySince: () => null,
    samples: () => none,
    loadSamples: () => undefined,
    subscribe: () => () => undefined,
    stop: () => undefined,
  };
  const hear = (message: FeedMessage) => (snapshot = applyFeedMessage(snapshot, message));
  return { read: watchFeed(store), hear };
}
const none: never[] = [];

test('[SY17] a part of a screen follows only the parts of the feed that it reads', () => {
  const { read, hear } = openFeed();
  expect(read().snapshot).toBeNull();
  hear({ type: 'snapshot', snapshot: empty });
  const first = read();
  expect(first.snapshot?.people).toEqual([]);
  hear(services);
  expect(read()).toBe(first);
  hear(people);
  expect(read()).not.toBe(first);
  expect(read().snapshot?.people).toEqual([ana]);
});

test('[SY17] an event that reads another part later has the newest, and that part is followed from then on', () => {
  const { read, hear } = openFeed();
  hear({ type: 'snapshot', snapshot: empty });
  const first = read();
  hear(people);
  expect(read()).toBe(first);
  expect(first.snapshot?.people).toEqual([ana]);
  hear({ type: 'people', people: [] });
  expect(read()).not.toBe(first);
});

test('[SY17] who takes the whole snapshot follows all of it', () => {
  const { read, hear } = openFeed();
  hear({ type: 'snapshot', snapshot: { ...empty, services: [] } });
  const first = read();
  expect(Object.keys({ ...first.snapshot })).toContain('people');
  hear(people);
  expect(read()).not.toBe(first);
});
