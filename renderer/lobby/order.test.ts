import { describe, expect, test } from 'vitest';
import { summaryOf } from '#room/fixtures/summaries.ts';
import { unknownStanding, type IncidentSummary, type MonitorState } from '#room/feed/feed.ts';
import { countChecks, markChecks, myItemsDue, orderByNeed, recentlyOver, whatIsDue } from './order.ts';

const incident = (id: string, change: Partial<IncidentSummary> = {}): IncidentSummary =>
  summaryOf({ id, acknowledgedAt: 1500, lastNoted: 2000, ...change });
const monitor = (id: string, change: Partial<MonitorState> = {}): MonitorState => ({
  id,
  name: id,
  kind: 'http',
  service: null,
  status: 'up',
  since: 0,
  reason: null,
  lastSample: null,
  intervalSeconds: 60,
  ...unknownStanding,
  ...change,
});
const ids = (incidents: readonly IncidentSummary[]) => incidents.map(({ id }) => id);

describe('the lobby', () => {
  test('[CO5] puts what needs me first: severity, mine, unacknowledged, age; drills last', () => {
    const given = [
      incident('drill', { drill: true, severity: 'P1', acknowledgedAt: null }),
      incident('newer'),
      incident('older', { declaredAt: 500 }),
      incident('bad', { severity: 'P1' }),
      incident('unseen', { acknowledgedAt: null, severity: 'P4' }),
      incident('mine', { commanders: ['ana'], severity: 'P4' }),
      incident('over', { status: 'resolved' }),
    ];
    const expected = ['bad', 'older', 'newer', 'mine', 'unseen', 'drill'];
    expect(ids(orderByNeed(given, 'ana'))).toEqual(expected);
    expect(ids(orderByNeed(given.toReversed(), 'ana'))).toEqual(expected);
    expect(ids(orderByNeed(given, 'bo')).slice(3)).toEqual(['unseen', 'mine', 'drill']);
    // A severity that nobody set counts as P3, however new the incident is.
    const assumed = incident('assumed', { severityIsSet: false, acknowledgedAt: null, commanders: ['ana'] });
    expect(ids(orderByNeed([assumed, ...given], 'ana')).slice(0, 2)).toEqual(['bad', 'assumed']);
  });

  test('shows what is over, newest first', () => {
    const over = [
      incident('first', { status: 'closed', resolvedAt: 10, closedAt: 90 }),
      incident('second', { status: 'resolved', resolvedAt: 20 }),
      incident('open'),
    ];
    expect(ids(recentlyOver(over, 5))).toEqual(['second', 'first']);
    expect(ids(recentlyOver(over, 1))).toEqual(['second']);
  });

  test('lists updates that are owed before reviews, and nothing for drills', () => {
    const due = whatIsDue([
      incident('later', { updateDueAt: 200 }),
      incident('sooner', { updateDueAt: 100 }),
      incident('review', { status: 'resolved', resolvedAt: 50 }),
      incident('closed', { status: 'closed', updateDueAt: 1 }),
      incident('drill', { drill: true, updateDueAt: 1 }),
    ]);
    expect(due.map(({ incident, what, at }) => [incident.id, what, at])).toEqual([
      ['sooner', 'update', 100],
      ['later', 'update', 200],
      ['review', 'review', 50],
    ]);
  });

  test('gives a check in trouble the worst open incident it is part of', () => {
    const incidents = [
      incident('minor', { severity: 'P3', monitorsDown: ['db'] }),
      incident('worst', { severity: 'P1', monitorsDown: ['db'] }),
      incident('over', { severity: 'P1', status: 'resolved', monitorsDown: ['web'] }),
    ];
    const marks = markChecks(
      [monitor('api'), monitor('web', { status: 'degraded' }), monitor('db', { status: 'down' })],
      incidents,
    );
    expect(
      marks.map(({ monitor, isTrouble, incident }) => [monitor.id, isTrouble, incident?.id ?? null]),
    ).toEqual([
      ['db', true, 'worst'],
      ['web', true, null],
      ['api', false, null],
    ]);
  });

  test('counts checks in words, worst first', () => {
    const monitors = [
      monitor('a'),
      monitor('b', { status: 'down' }),
      monitor('c'),
      monitor('d', { status: 'pending' }),
    ];
    expect(countChecks(monitors)).toBe('1 down, 2 up, 1 not measured yet');
  });
});

test('[CH8] a check that another explains is no trouble of its own, and is counted apart', () => {
  const monitors = [
    monitor('router', { status: 'down' }),
    monitor('shop', { status: 'down', suppressedBy: 'router' }),
    monitor('mail', { status: 'maintenance', maintenanceUntil: 9 }),
  ];
  expect(markChecks(monitors, []).map(({ monitor: { id }, isTrouble }) => `${id} ${isTrouble}`)).toEqual([
    'router true',
    'mail false',
    'shop false',
  ]);
  expect(countChecks(monitors)).toBe('1 down, 1 explained by another, 1 in maintenance');
});

const item = (id: string, owner: string, due: number) => ({ id, text: id, owner, due });

test('[AI5] shows what I promised for today or earlier, also of incidents that are over', () => {
  const day = 86_400_000;
  const given = [
    incident('over', {
      status: 'closed',
      itemsDue: [item('today', 'me', 10 * day + 1), item('far', 'me', 20 * day)],
    }),
    incident('open', { itemsDue: [item('late', 'me', 8 * day), item('theirs', 'bo', 8 * day)] }),
    incident('drill', { drill: true, itemsDue: [item('played', 'me', 8 * day)] }),
  ];
  expect(myItemsDue(given, 'me', 9.5 * day).map(({ item: due }) => due?.id)).toEqual(['late', 'today']);
});

test('[RS3] reviews that are owed are due by their day; what is read or closed is not', () => {
  const owed = { state: 'draft', owner: 'me', from: 0, dueAt: 70 } as const;
  const given = [
    incident('owed', { status: 'resolved', review: owed }),
    incident('read', { status: 'resolved', review: null }),
    incident('older server', { status: 'resolved', resolvedAt: 60 }),
  ];
  expect(whatIsDue(given).map(({ incident: { id }, at }) => [id, at])).toEqual([
    ['older server', 60],
    ['owed', 70],
  ]);
});
