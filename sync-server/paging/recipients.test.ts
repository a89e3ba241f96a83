import { expect, test } from 'vitest';
import { nextWork, waysTo } from './recipients.ts';

const person = (more: object) => ({
  id: 'ana',
  name: 'Ana',
  role: 'responder' as const,
  contact: { timeZone: 'Europe/Berlin', ...more },
});

test('[AB4] absences and holidays are no working hours, by the clock of who has them', () => {
  const thursday = Date.UTC(2026, 11, 24, 20);
  expect(nextWork(person({}), thursday)).toBe(Date.UTC(2026, 11, 25, 8));
  expect(nextWork(person({ holidays: ['2026-12-25'] }), thursday)).toBe(Date.UTC(2026, 11, 28, 8));
  const away = [{ from: thursday, to: Date.UTC(2027, 0, 11) }];
  expect(nextWork(person({ away }), thursday)).toBe(Date.UTC(2027, 0, 11, 8));
  expect(nextWork(person({ away: [{ from: thursday, to: Date.UTC(2027, 5, 1) }] }), thursday)).toBeNull();
});

test('[ES4] without rules that fit somebody is paged on their desktop, on devices that take notices, and by mail where there are both', () => {
  const ana = person({ email: 'ana@example.org' });
  const mail = { id: 'm', kind: 'email', name: 'Mail', isPaused: false };
  const push = { id: 'push', kind: 'push', name: 'push notice', isPaused: false };
  const world = { people: [ana], onCall: [], channels: [mail, push] };
  const channelsOf = (more: object, on: Parameters<typeof waysTo>[1] = world) =>
    waysTo({ ...ana, ...more }, on).map(({ channel }) => channel);
  expect(channelsOf({})).toEqual(['desktop', 'm']);
  const onDevices = new Set(['ana']);
  expect(channelsOf({}, { ...world, onDevices })).toEqual(['desktop', 'push', 'm']);
  expect(channelsOf({ notify: [{ channel: 'push', afterMinutes: 0 }] })).toEqual(['push']);
});
