import { describe, expect, test } from 'vitest';
import { unknownStanding, type MonitorState, type Person } from '#room/feed/feed.ts';
import type { FeedMessage, FeedSnapshot } from '#wire/feed/messages.ts';
import { applyToMirror, compareMirrors, emptyMirror, type Mirror } from './mirror.ts';

const monitor = (id: string, status: MonitorState['status']): MonitorState => ({
  id,
  name: `monitor ${id}`,
  kind: 'http',
  service: null,
  status,
  since: 1,
  reason: null,
  lastSample: null,
  intervalSeconds: 10,
  ...unknownStanding,
});
const ana: Person = { id: 'ana', name: 'Ana', role: 'owner' };
const snapshot = (change: Partial<FeedSnapshot>): FeedMessage => ({
  type: 'snapshot',
  snapshot: {
    now: 1,
    server: { role: 'primary', version: '1' },
    upstreams: [],
    staleSince: null,
    incidents: [],
    monitors: [],
    monitoring: { blindSince: null },
    people: [],
    ...change,
  },
});
const follow = (messages: FeedMessage[], from: Mirror = emptyMirror) => messages.reduce(applyToMirror, from);

describe('the last state of the upstream', () => {
  test('[RE5] a snapshot replaces, later messages change one thing', () => {
    const mirror = follow([
      snapshot({ monitors: [monitor('a', 'up'), monitor('b', 'up')], people: [ana] }),
      { type: 'monitor', monitor: monitor('b', 'down') },
      { type: 'monitor', monitor: monitor('c', 'pending') },
      { type: 'monitor-removed', id: 'a' },
    ]);
    expect(mirror.monitors.map(({ id, status }) => `${id} ${status}`)).toEqual(['b down', 'c pending']);
    expect(mirror.people).toEqual([ana]);
    expect(follow([snapshot({})], mirror)).toEqual(emptyMirror);
  });

  test('[RE5] a sample is the last one of its monitor; one of an unknown monitor changes nothing', () => {
    const sample = { at: 5, status: 'up' as const, latencyMs: 12, reason: null };
    const before = follow([snapshot({ monitors: [monitor('a', 'up')] })]);
    expect(follow([{ type: 'sample', monitor: 'a', sample }], before).monitors[0]?.lastSample).toEqual(
      sample,
    );
    expect(follow([{ type: 'sample', monitor: 'x', sample }], before).monitors).toBe(before.monitors);
  });

  test('[RE5] people on call and open pages are as last told; an upstream that tells neither has none', () => {
    const onCall = [
      { schedule: 's', name: 'Shop', service: null, person: 'ana', backup: null, until: 9, next: null },
    ];
    const page = { id: 'p', incident: 'i', person: 'ana', at: 1, step: 1, policy: 'P1', reason: 'new' };
    const mirror = follow([snapshot({}), { type: 'on-call', onCall }, { type: 'pages', pages: [page] }]);
    expect(mirror).toEqual({ ...emptyMirror, onCall, pages: [page] });
    expect(follow(compareMirrors(emptyMirror, mirror))).toEqual(mirror);
    expect(follow([snapshot({})], mirror)).toEqual(emptyMirror);
  });

  test('[RE5] an upstream of an older version says nothing of what is new; then it is unknown', () => {
    const old = { id: 'a', name: 'a', status: 'up' } as MonitorState;
    const { monitoring: _new, ...before } = emptyMirror;
    const mirror = follow([snapshot(before), { type: 'monitor', monitor: old }]);
    expect(mirror.monitoring).toEqual({ blindSince: null });
    expect(mirror.monitors[0]).toMatchObject({ ...old, isFlapping: false, uptime: { day: null } });
    expect(
      follow([{ type: 'monitoring', monitoring: { blindSince: 5 } }], mirror).monitoring.blindSince,
    ).toBe(5);
  });

  test('[RE5] a hub that lost the team’s server says since when what it shows is old', () => {
    const before = follow([snapshot({ staleSince: 7 })]);
    expect(before.staleSince).toBe(7);
    expect(follow([{ type: 'upstreams', upstreams: [], staleSince: null }], before).staleSince).toBe(null);
  });

  test('[RE5] the messages between two mirrors turn one into the other, and there are none between equals', () => {
    const before = follow([snapshot({ monitors: [monitor('a', 'up'), monitor('b', 'up')], people: [ana] })]);
    const after = follow([
      snapshot({
        monitors: [monitor('b', 'down'), monitor('c', 'up')],
        people: [{ ...ana, name: 'Ana B.' }],
      }),
    ]);
    expect(follow(compareMirrors(before, after), before)).toEqual(after);
    expect(compareMirrors(after, structuredClone(after))).toEqual([]);
  });
});
