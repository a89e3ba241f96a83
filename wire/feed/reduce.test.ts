import { describe, expect, test } from 'vitest';
import type { IncidentSummary, MonitorState, Sample } from '#room/feed/feed.ts';
import type { FeedMessage, FeedSnapshot } from './messages.ts';
import { applyFeedMessage } from './reduce.ts';

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
const incident = (id: string, title: string) => ({ id, title }) as IncidentSummary;
const monitor = (id: string, status: string) => ({ id, status }) as MonitorState;
const sample = (at: number): Sample => ({ at, status: 'up', latencyMs: 1, reason: null });

describe('the feed', () => {
  test('[HT6] the first message is the snapshot; a change before it changes nothing', () => {
    expect(applyFeedMessage(null, { type: 'people', people: [] })).toBeNull();
    expect(applyFeedMessage(null, { type: 'snapshot', snapshot: empty })).toBe(empty);
  });

  test('[SY17] upstreams that are as before change nothing: a replica repeats them after each change', () => {
    const upstream = { url: 'http://team', state: 'connected' as const, reason: null, since: 1, unsent: 0 };
    const say = (unsent: number): FeedMessage => ({
      type: 'upstreams',
      upstreams: [{ ...upstream, unsent }],
      staleSince: null,
    });
    const first = applyFeedMessage(empty, say(0));
    expect(applyFeedMessage(first, say(0))).toBe(first);
    expect(applyFeedMessage(first, say(1))?.upstreams).toEqual([{ ...upstream, unsent: 1 }]);
  });

  test('[HT6] an incident is added once and then replaced in its place', () => {
    const messages: FeedMessage[] = [
      { type: 'incident', incident: incident('a', 'first') },
      { type: 'incident', incident: incident('b', 'second') },
      { type: 'incident', incident: incident('a', 'retitled') },
    ];
    const after = messages.reduce<FeedSnapshot | null>(applyFeedMessage, empty);
    expect(after?.incidents.map(({ title }) => title)).toEqual(['retitled', 'second']);
    expect(empty.incidents).toEqual([]);
  });

  test('[HT6] monitors come, change and go', () => {
    const added = applyFeedMessage(empty, { type: 'monitor', monitor: monitor('m', 'up') });
    const changed = applyFeedMessage(added, { type: 'monitor', monitor: monitor('m', 'down') });
    expect(changed?.monitors).toEqual([{ id: 'm', status: 'down' }]);
    expect(applyFeedMessage(changed, { type: 'monitor-removed', id: 'm' })?.monitors).toEqual([]);
  });

  test('[RE5] upstreams say since when the rest is stale', () => {
    const after = applyFeedMessage(empty, { type: 'upstreams', upstreams: [], staleSince: 7 });
    expect(after?.staleSince).toBe(7);
  });

  test('a sample and a message of a newer server leave the snapshot as it was', () => {
    expect(applyFeedMessage(empty, { type: 'sample', monitor: 'm', sample: sample(1) })).toBe(empty);
    expect(applyFeedMessage(empty, { type: 'weather' } as unknown as FeedMessage)).toBe(empty);
  });
});
