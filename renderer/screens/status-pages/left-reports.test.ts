import { expect, test } from 'vitest';
import type { PageUpdate } from '#wire/api/status-pages.ts';
import { leftReports } from './left-reports.tsx';

const hourMs = 3_600_000;
const now = 1_800_000_000_000;
const update = (hoursAgo: number, given: Partial<PageUpdate> = {}): PageUpdate => ({
  id: `u${hoursAgo}`,
  incident: 'room-1',
  at: now - hoursAgo * hourMs,
  status: 'identified',
  title: 'Payments fail',
  body: 'x',
  impact: null,
  components: [{ id: 'pay', status: 'major_outage' }],
  by: 'bo',
  ...given,
});

type Rooms = { id: string; status: 'identified' | 'closed' }[];
const left = (updates: readonly PageUpdate[], incidents: Rooms = []) =>
  leftReports(updates, incidents, now).map(({ title, at }) => [title, (now - at) / hourMs]);

test('[SP85] a report is left alone while somebody works on it, and named once nobody did for three hours', () => {
  expect(left([update(4)])).toEqual([['Payments fail', 4]]);
  expect(left([update(4)], [{ id: 'room-1', status: 'closed' }])).toHaveLength(1);
  expect(left([update(4)], [{ id: 'room-1', status: 'identified' }])).toEqual([]);
  expect(left([update(2), update(9)])).toEqual([]);
  expect(left([update(4, { status: 'resolved', components: [] }), update(9)])).toEqual([]);
  const well = [{ id: 'pay', status: 'operational' as const }];
  expect(left([update(4, { components: well }), update(9)])).toEqual([]);
  expect(left([update(4, { components: [] }), update(9)])).toHaveLength(1);
});
