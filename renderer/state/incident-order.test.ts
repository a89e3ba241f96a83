import { describe, expect, test } from 'vitest';
import { summaryOf } from '#room/fixtures/summaries.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { myItemsDue, orderByNeed, recentlyOver, whatIsDue } from './incident-order.ts';

const incident = (id: string, change: Partial<IncidentSummary> = {}): IncidentSummary =>
  summaryOf({ id, acknowledgedAt: 1500, lastNoted: 2000, ...change });
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
