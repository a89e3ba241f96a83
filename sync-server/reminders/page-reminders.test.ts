import { expect, test } from 'vitest';
import type { Person } from '#room/feed/feed.ts';
import type { KeptUpdate } from '../status-pages/updates/published-updates.ts';
import { pageReminders } from './page-reminders.ts';

const ana: Person = { id: 'ana', name: 'Ana', role: 'owner' };
const bo: Person = { id: 'bo', name: 'Bo', role: 'responder' };
const hourMs = 3_600_000;
const at = 1_800_000_000_000;
const down: KeptUpdate = {
  id: 'u1',
  incident: 'room-1',
  at,
  by: 'bo',
  status: 'identified',
  title: { '': 'Payments fail' },
  body: { '': 'x' },
  components: [{ id: 'pay', status: 'major_outage' }],
};
const remind = (updates: readonly KeptUpdate[], status: 'resolved' | 'identified' | null = null) =>
  pageReminders([{ id: 'p1', name: 'Acme', updates }], {
    incidents: status === null ? [] : [{ id: 'room-1', status }],
    people: [ana, bo],
    baseUrl: () => 'http://muster.example',
  });

test('[SP85] an open report whose incident is over reminds who wrote it after 3, 6, 12 and 24 hours', () => {
  const found = remind([down], 'resolved');
  expect(found.map((each) => [(each.at - at) / hourMs, each.person.id])).toEqual([
    [3, 'bo'],
    [6, 'bo'],
    [12, 'bo'],
    [24, 'bo'],
  ]);
  expect(new Set(found.map(({ key }) => key)).size).toBe(4);
  expect(found[0]?.message()).toMatchObject({
    subject: 'Acme still says “Payments fail”',
    links: { open: 'http://muster.example/#/status-pages/p1/update' },
  });
  // Posted by hand, it has no incident at all.
  expect(remind([down])).toHaveLength(4);
});

test('[SP85] nobody is reminded while the incident is open, or of what is resolved or operational', () => {
  const later = (change: Partial<KeptUpdate>): KeptUpdate => ({
    ...down,
    id: 'u2',
    at: at + hourMs,
    ...change,
  });
  expect(remind([down], 'identified')).toEqual([]);
  expect(remind([down, later({ status: 'resolved', components: [] })])).toEqual([]);
  const well = [{ id: 'pay', status: 'operational' as const }];
  expect(remind([down, later({ status: 'monitoring', components: well })])).toEqual([]);
  // Another update begins the hours anew, and one by a rule is the owners' to look after.
  expect(remind([down, later({ by: 'rule Outages', components: [] })])[0]).toMatchObject({
    at: at + 4 * hourMs,
    person: ana,
  });
});
