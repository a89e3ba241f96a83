import { expect, test } from 'vitest';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { chooseIncident, orderIncidents } from './incident-choice.ts';

const incident = (id: string, declaredAt: number, rest: Partial<IncidentSummary> = {}) =>
  ({
    id,
    declaredAt,
    status: 'investigating',
    commanders: [],
    communications: [],
    ...rest,
  }) as IncidentSummary;

const pick = (incidents: readonly IncidentSummary[], opened: string | null) => {
  const ordered = orderIncidents(incidents, { opened, me: 'me' });
  return [chooseIncident(ordered, { opened, me: 'me' }), ordered.map(({ id }) => id).join('')];
};

test('[DE14] a line goes to the open room, else to the newest I am in, else to the only one', () => {
  const all = [
    incident('a', 1, { holders: ['me'] }),
    incident('b', 2, { commanders: ['me'] }),
    incident('c', 3),
  ];
  expect(pick(all, 'c')).toEqual(['c', 'cba']);
  expect(pick(all, null)).toEqual(['b', 'bac']);
  expect(pick([incident('c', 3), incident('d', 4)], null)).toEqual([null, 'dc']);
  expect(pick([incident('c', 3)], null)).toEqual(['c', 'c']);
  expect(pick([incident('c', 3, { status: 'closed' })], null)).toEqual([null, '']);
  // With a resolved incident open in the window, the line goes there.
  expect(pick([incident('c', 3, { status: 'resolved' }), incident('d', 4)], 'c')).toEqual(['c', 'cd']);
});
