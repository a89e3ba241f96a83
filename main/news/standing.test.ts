import { expect, test } from 'vitest';
import { summaryOf } from '#room/fixtures/summaries.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { createNewsFilter, judgeOverview } from './standing.ts';
import { nothingWatched, takeMessage } from './watched.ts';

const begun = 1_700_000_000_000;

const incident = (id: string, rest: Partial<IncidentSummary> = {}): IncidentSummary =>
  summaryOf({ id, title: `Incident ${id}`, declaredAt: begun, ...rest });

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

const desktop = { me: 'ana', mutes: {}, answered: new Set<string>(), now: begun };
const watch = (...incidents: IncidentSummary[]) => takeMessage(nothingWatched, snapshot(begun, incidents));
const page = { id: 'p', incident: 'd', person: 'ana', at: begun, step: 1, policy: 'All', reason: 'declared' };

test('[DE6] the icon is the worst of what is open; resolved ones and drills leave it calm', () => {
  expect(judgeOverview(nothingWatched, desktop)).toMatchObject({ mark: 'calm', leadsTo: null });
  const standing = judgeOverview(
    watch(
      incident('a', { severity: 'P1', status: 'resolved' }),
      incident('b', { severity: 'P1', drill: true }),
      incident('c', { severity: 'P3' }),
      incident('d', { severity: 'P2', number: 'INC-4', title: 'Checkout times out' }),
    ),
    desktop,
  );
  expect(standing.mark).toBe('P2');
  expect(standing.words).toBe('Muster: P2 INC-4 Checkout times out, and 1 more');
  expect(standing.open.map(({ id }) => id)).toEqual(['b', 'd', 'c']);
});

test('[DE6] [TM4] a page for an incident that is hidden from this person, or a test, is no calm', () => {
  const hidden = { ...page, incident: 'hidden' };
  const paged = (...pages: object[]) =>
    judgeOverview(
      takeMessage(watch(incident('a', { severity: 'P1', title: 'Payments' })), {
        type: 'pages',
        pages: pages as (typeof page)[],
      }),
      desktop,
    );
  expect(paged(hidden)).toMatchObject({
    mark: 'paged',
    words: 'Muster: you are paged for an incident that you cannot see, and 1 more',
    leadsTo: { screen: 'lobby' },
  });
  expect(paged({ ...hidden, isTest: true }).words).toContain('you are paged for a test, nothing is wrong');
  // Of several the one with a name goes first.
  expect(paged(hidden, { ...page, id: 'q', incident: 'a' }).words).toBe(
    'Muster: you are paged for P1 Payments',
  );
});

test('[DE6] my own things go before worse ones of others; a page before both', () => {
  const watched = watch(
    incident('a', { severity: 'P1', title: 'Payments' }),
    incident('d', { severity: 'P3', title: 'Search', holders: ['ana'] }),
  );
  const standing = judgeOverview(watched, desktop);
  expect(standing).toMatchObject({ mark: 'P3', leadsTo: { screen: 'room', incident: 'd' } });
  expect(standing.words).toBe('Muster: P3 Search (yours), and 1 more');
  const paged = takeMessage(watched, { type: 'pages', pages: [page, { ...page, id: 'q', person: 'bo' }] });
  expect(judgeOverview(paged, desktop)).toMatchObject({
    mark: 'paged',
    words: 'Muster: you are paged for P3 Search, and 1 more',
    pages: [{ id: 'p' }],
  });
  expect(judgeOverview(paged, { ...desktop, answered: new Set(['p']) }).mark).toBe('P3');
});

test('[ES20] a silent paging engine is said in the tray, with an incident and without', () => {
  const message = { type: 'monitoring', monitoring: { blindSince: null, pagingSilentSince: begun } } as const;
  const silent = judgeOverview(takeMessage(watch(), message), desktop);
  expect(silent).toMatchObject({ mark: 'blind', leadsTo: { screen: 'lobby' } });
  expect(silent.words).toContain('Paging engine silent since');
  const beside = judgeOverview(takeMessage(watch(incident('a')), message), desktop);
  expect([beside.mark, beside.words.includes('Paging engine silent since')]).toEqual(['P3', true]);
  const again = takeMessage(takeMessage(watch(), message), {
    type: 'monitoring',
    monitoring: { blindSince: null },
  });
  expect(judgeOverview(again, desktop).mark).toBe('calm');
});

test('[DE6] gaps in sight are named: blind, without the team, a hub', () => {
  const blind = takeMessage(watch(), { type: 'monitoring', monitoring: { blindSince: begun } });
  expect(judgeOverview(blind, desktop)).toMatchObject({ mark: 'blind', leadsTo: { screen: 'lobby' } });
  const away = { url: 'http://a', state: 'away', since: begun, unsent: 0, reason: null } as const;
  const alone = takeMessage(watch(incident('a')), {
    type: 'upstreams',
    upstreams: [away],
    staleSince: begun,
  });
  expect(judgeOverview(alone, desktop).mark).toBe('P3');
  expect(judgeOverview(alone, desktop).words).toContain('Without the team’s server since');
  expect(judgeOverview({ ...alone, incidents: new Map() }, desktop).mark).toBe('offline');
});

test('[HU1] that this computer lets others in is said by the tray', () => {
  const hub = takeMessage(watch(), { type: 'hub', hub: { host: 'Ana', since: begun, people: 3 } });
  expect(judgeOverview(hub, desktop)).toMatchObject({
    mark: 'hub',
    words: 'Muster: no open incident. This computer is a hub: 3 people',
  });
});

test('[DE13] a muted service colours nothing until its time is over, but never hides a P1 that is mine', () => {
  const watched = watch(incident('a', { severity: 'P2', service: 'payments' }));
  const muted = { ...desktop, mutes: { payments: begun + 1 } };
  expect(judgeOverview(watched, muted)).toMatchObject({ mark: 'calm', open: [{ id: 'a' }] });
  expect(judgeOverview(watched, { ...muted, now: begun + 1 }).mark).toBe('P2');
  const mine = watch(incident('a', { severity: 'P1', service: 'payments', holders: ['ana'] }));
  expect(judgeOverview(mine, muted).mark).toBe('P1');
  expect(judgeOverview(watch(incident('a', { severity: 'P1', service: 'payments' })), muted).mark).toBe(
    'calm',
  );
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

test('[DE3] a fresh replica reports nothing as new that its team sends at first', () => {
  const filter = createNewsFilter();
  filter(snapshot(begun, []));
  expect(filter({ type: 'incident', incident: incident('old', { declaredAt: begun - 60_000 }) })).toEqual([]);
});

test('[DE3] an incident that began while the feed was away is news when it is back; one that is over by then is not', () => {
  const filter = createNewsFilter();
  filter(snapshot(begun, []));
  const missed = incident('missed', { declaredAt: begun + 1 });
  const over = incident('over', { declaredAt: begun + 1, status: 'closed' });
  expect(filter(snapshot(begun + 60_000, [missed, over])).map(({ id }) => id)).toEqual(['missed']);
});

const said = (watched: typeof nothingWatched, lastCheckAt?: number | null) =>
  judgeOverview(watched, { ...desktop, lastCheckAt });

test('[PT6] the tray says to an owner that a communication check is due, where somebody is on call', () => {
  const day = 86_400_000;
  const turn = { schedule: 's', name: 'Ops', service: null, until: null, next: null };
  const team = (role: 'owner' | 'responder', person: string | null): typeof nothingWatched => ({
    ...nothingWatched,
    people: [{ id: 'ana', name: 'Ana', role }],
    onCall: [{ ...turn, person, backup: null }],
  });
  const owners = team('owner', 'bo');
  expect(said(owners, null)).toMatchObject({
    mark: 'calm',
    words: 'Muster: no open incident. Communication check due: nobody has run one yet',
    leadsTo: { screen: 'on-call' },
  });
  expect(said(owners, begun - 9 * day).checkDue).toBe('Communication check due: the last one was 9 days ago');
  // Not due, not known, nobody to check, nobody who could start it.
  expect(said(owners, begun - 6 * day)).toMatchObject({ checkDue: null, leadsTo: null });
  expect(said(owners).checkDue).toBeNull();
  expect(said(team('owner', null), null).checkDue).toBeNull();
  expect(said(team('responder', 'bo'), null).checkDue).toBeNull();
  // An incident goes before it; the menu says both.
  const busy = { ...owners, incidents: new Map([['a', incident('a', { severity: 'P1' })]]) };
  expect(said(busy, null)).toMatchObject({ mark: 'P1', leadsTo: { screen: 'room' } });
  expect(said(busy, null).checkDue).not.toBeNull();
});

const lateTask = (due: string, reminded: string) => ({
  id: due,
  name: 'Restore a backup',
  due,
  reminded: [reminded],
});
const withTasks = (...recurringTasks: object[]) =>
  ({ ...nothingWatched, snapshot: { recurringTasks } }) as unknown as typeof nothingWatched;

test('[RR6] the tray names a recurring task of mine that is overdue, and leads to it while nothing is worse', () => {
  const yesterday = new Date(begun - 86_400_000).toISOString().slice(0, 10);
  const today = new Date(begun).toISOString().slice(0, 10);
  expect(said(withTasks(lateTask(yesterday, 'ana')))).toMatchObject({
    mark: 'calm',
    words: 'Muster: no open incident. A recurring task is overdue: Restore a backup',
    leadsTo: { screen: 'recurring-tasks', task: null },
  });
  expect(said(withTasks(lateTask(yesterday, 'ana'), lateTask(yesterday, 'ana'))).tasksOverdue).toBe(
    '2 recurring tasks of yours are overdue',
  );
  // Due until the day is over, and somebody else's.
  expect(said(withTasks(lateTask(today, 'ana'), lateTask(yesterday, 'bo'))).tasksOverdue).toBeNull();
});
