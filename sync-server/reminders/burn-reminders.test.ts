import { expect, test } from 'vitest';
import type { Person } from '#room/feed/feed.ts';
import type { Burn } from '../slo/slo.ts';
import { burnReminders } from './burn-reminders.ts';

const bo: Person = { id: 'bo', name: 'Bo', role: 'responder', contact: { timeZone: 'Europe/Berlin' } };
const shop = {
  id: 's1',
  name: 'Shop',
  owner: 'bo',
  tier: null,
  dependsOn: [],
  links: [],
  aliases: [],
  runbook: null,
  description: null,
};
const team = { services: [shop], people: [bo], onCall: [], baseUrl: () => 'http://muster.example' };
/** A Friday, 23:00 in Berlin. */
const since = Date.parse('2026-06-05T21:00:00Z');
const burn = (kind: Burn['kind']): Burn => ({ service: 's1', name: 'Shop', target: 99.9, kind, since });

test('[SO5] a slow burn of Friday night waits for Monday morning, a fast one does not', () => {
  const [fast, slow] = burnReminders([burn('fast'), burn('slow')], team);
  expect(fast).toMatchObject({ at: since, person: { id: 'bo' } });
  expect(new Date(slow!.at).toISOString()).toBe('2026-06-08T07:00:00.000Z');
  expect(fast!.key).not.toBe(slow!.key);
  expect(slow!.message()).toMatchObject({
    subject: 'Shop spends its error budget too fast',
    links: { open: 'http://muster.example/#/services/s1' },
  });
});
