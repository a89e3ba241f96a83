import { expect, test } from 'vitest';
import type { FeedSnapshot, IncidentSummary } from '#room/feed.ts';
import { createNewsFilter, judgeStanding, trackStanding, type Standing } from './standing.ts';

const begun = 1_700_000_000_000;

function incident(id: string, rest: Partial<IncidentSummary> = {}): IncidentSummary {
  return {
    id,
    number: null,
    title: `Incident ${id}`,
    severity: 'P3',
    severityIsSet: true,
    status: 'investigating',
    drill: false,
    service: null,
    declaredAt: begun,
    impactBeganAt: null,
    acknowledgedAt: null,
    resolvedAt: null,
    closedAt: null,
    commanders: [],
    communications: [],
    rolesFilled: 0,
    rolesTotal: 5,
    updateDueAt: null,
    monitorsDown: [],
    factCount: 1,
    lastNoted: begun,
    ...rest,
  };
}

function snapshot(now: number, incidents: readonly IncidentSummary[]) {
  const rest: Omit<FeedSnapshot, 'now' | 'incidents'> = {
    server: { role: 'primary', version: '0' },
    upstreams: [],
    staleSince: null,
    monitors: [],
    monitoring: { blindSince: null },
    people: [],
  };
  return { type: 'snapshot', snapshot: { ...rest, now, incidents } } as const;
}

test('the icon is the worst of what is open; resolved ones and drills leave it calm', () => {
  expect(judgeStanding([]).mark).toBe('calm');
  const standing = judgeStanding([
    incident('a', { severity: 'P1', status: 'resolved' }),
    incident('b', { severity: 'P1', drill: true }),
    incident('c', { severity: 'P3' }),
    incident('d', { severity: 'P2', number: 'INC-4', title: 'Checkout times out' }),
  ]);
  expect(standing.mark).toBe('P2');
  expect(standing.words).toBe('Muster: P2 INC-4 Checkout times out, and 1 more');
  expect(standing.open.map(({ id }) => id)).toEqual(['b', 'd', 'c']);
});

test('[HU1] that this computer lets others in is said by the tray', () => {
  const words: string[] = [];
  const take = trackStanding((standing) => words.push(standing.words));
  take(snapshot(begun, []));
  take({ type: 'hub', hub: { host: 'Ana', since: begun, people: 3 } });
  take({ type: 'hub', hub: null });
  expect(words).toEqual([
    'Muster: no open incident',
    'Muster: no open incident',
    'Muster: no open incident. This computer is a hub: 3 people',
    'Muster: no open incident',
  ]);
});

test('the standing follows the feed', () => {
  const seen: Standing['mark'][] = [];
  const take = trackStanding(({ mark }) => seen.push(mark));
  take(snapshot(begun, [incident('a', { severity: 'P2' })]));
  take({ type: 'incident', incident: incident('b', { severity: 'P1' }) });
  take({ type: 'incident', incident: incident('b', { severity: 'P1', status: 'resolved' }) });
  take({ type: 'monitor-removed', id: 'm' });
  take(snapshot(begun, []));
  expect(seen).toEqual(['calm', 'P2', 'P1', 'P2', 'calm']);
});

test('[DE3] news is what begins after the first look, once', () => {
  const filter = createNewsFilter();
  const ids = (message: Parameters<typeof filter>[0]) => filter(message).map(({ id }) => id);
  expect(ids(snapshot(begun, [incident('a')]))).toEqual([]);
  expect(ids({ type: 'incident', incident: incident('a', { severity: 'P1' }) })).toEqual([]);
  const later = incident('b', { declaredAt: begun + 5 });
  expect(ids({ type: 'incident', incident: later })).toEqual(['b']);
  expect(ids({ type: 'incident', incident: later })).toEqual([]);
});

test('[DE3] what a team sends a fresh replica was there before', () => {
  const filter = createNewsFilter();
  filter(snapshot(begun, []));
  expect(filter({ type: 'incident', incident: incident('old', { declaredAt: begun - 60_000 }) })).toEqual([]);
});

test('[DE3] what began while the feed was away is news when it is back; what is over by then is not', () => {
  const filter = createNewsFilter();
  filter(snapshot(begun, []));
  const missed = incident('missed', { declaredAt: begun + 1 });
  const over = incident('over', { declaredAt: begun + 1, status: 'closed' });
  expect(filter(snapshot(begun + 60_000, [missed, over])).map(({ id }) => id)).toEqual(['missed']);
});
