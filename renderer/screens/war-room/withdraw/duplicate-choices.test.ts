import { expect, test } from 'vitest';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { duplicateChoices } from './duplicate-choices.ts';

const day = 86_400_000;
const now = 100 * day;
const one = (id: string, title: string, more: Partial<IncidentSummary> = {}) =>
  ({
    id,
    title,
    status: 'triage',
    service: null,
    drill: false,
    declaredAt: now - day,
    resolvedAt: null,
    closedAt: null,
    lastNoted: now,
    ...more,
  }) as IncidentSummary;

test('[WD2] the most similar incident comes first, then its service, then open ones, then those over for a week at most', () => {
  const copy = one('copy', 'Checkout fails for everybody', { service: 'shop' });
  const all = [
    copy,
    one('old', 'Long ago', { status: 'closed', closedAt: now - 8 * day, resolvedAt: now - 8 * day }),
    one('earlier', 'Six days ago', { status: 'closed', closedAt: now - 6 * day, resolvedAt: now - 6 * day }),
    one('yesterday', 'Yesterday', { status: 'resolved', resolvedAt: now - day }),
    one('drill', 'Checkout fails', { drill: true }),
    one('noise', 'Checkout fails', {
      status: 'closed',
      closedAt: now,
      withdrawn: { as: 'false-alarm', duplicateOf: null, number: null, why: null },
    }),
    one('other', 'Mail is late'),
    one('newer', 'Search is slow', { declaredAt: now - 1_000 }),
    one('service', 'Pictures are missing', { service: 'Shop' }),
    one('alike', 'Checkout fails in the app', { declaredAt: now - 2 * day }),
  ];
  expect(duplicateChoices(copy, all, now).map(({ id }) => id)).toEqual([
    'alike',
    'service',
    'newer',
    'other',
    'yesterday',
    'earlier',
  ]);
  expect(duplicateChoices(copy, [copy], now)).toEqual([]);
});
