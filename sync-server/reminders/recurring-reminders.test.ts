import { expect, test } from 'vitest';
import type { Person } from '#room/feed/feed.ts';
import type { RecurringTask } from '#room/team/recurring.ts';
import { recurringReminders } from './recurring-reminders.ts';

const workingHours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };
const contact = { timeZone: 'Europe/Berlin', workingHours };
const bo: Person = { id: 'bo', name: 'Bo', role: 'responder', contact };
const task: RecurringTask = {
  id: 't1',
  name: 'Restore a backup',
  kind: 'backup',
  details: 'Use the spare machine.',
  service: 'Shop',
  owner: 'bo',
  reminded: ['bo', 'gone'],
  repeat: { unit: 'month', every: 1 },
  startsOn: '2026-06-05',
  // A Friday.
  due: '2026-06-05',
  last: null,
};

test('[RR6] on its day, on the day after, and 7 and 14 days later, in the working hours of the person', () => {
  const found = recurringReminders([task], {
    find: (id) => (id === 'bo' ? { ...bo, version: 1 } : null),
    baseUrl: () => 'http://muster.example',
  });
  expect(found.map(({ at }) => new Date(at).toISOString())).toEqual([
    '2026-06-05T07:00:00.000Z',
    // Saturday is free.
    '2026-06-08T07:00:00.000Z',
    '2026-06-12T07:00:00.000Z',
    '2026-06-19T07:00:00.000Z',
  ]);
  expect(new Set(found.map(({ key }) => key)).size).toBe(4);
  expect(found[0]?.message()).toMatchObject({
    subject: 'Due today: Restore a backup',
    text: expect.stringContaining('Use the spare machine.'),
    links: { open: 'http://muster.example/#/recurring-tasks/t1' },
  });
  expect(found[1]?.message().subject).toBe('Overdue since 2026-06-05: Restore a backup');
});
