import { describe, expect, test } from 'vitest';
import type { FeedMessage, FeedSnapshot, IncidentSummary, MonitorState, Sample } from '#room/feed.ts';
import { createEventReader } from './event-stream.ts';
import { addSamples, applyFeedMessage, samplesKept } from './feed-reducer.ts';

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

  test('samples stay in order, each once, and bounded', () => {
    const live = addSamples([sample(30)], [sample(31)]);
    expect(addSamples(live, [sample(10), sample(30), sample(20)]).map(({ at }) => at)).toEqual([
      10, 20, 30, 31,
    ]);
    const many = Array.from({ length: samplesKept + 5 }, (_, at) => sample(at));
    expect(addSamples([], many)).toHaveLength(samplesKept);
    expect(addSamples([], many).at(-1)?.at).toBe(samplesKept + 4);
  });

  test('[HT6] events are read whole, wherever the network cut them', () => {
    const stream = ': warm\n\ndata: {"a":1}\n\nevent: x\r\ndata: {"b":\r\ndata: 2}\r\n\r\n';
    for (let cut = 0; cut <= stream.length; cut++) {
      const read = createEventReader();
      expect([...read(stream.slice(0, cut)), ...read(stream.slice(cut))], `cut at ${cut}`).toEqual([
        '{"a":1}',
        '{"b":\n2}',
      ]);
    }
  });
});
