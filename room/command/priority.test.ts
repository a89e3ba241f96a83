import { expect, test } from 'vitest';
import type { IncidentSummary } from '../feed/feed.ts';
import { comparePriority, findPriority } from './priority.ts';

type Given = Partial<IncidentSummary>;
const incident = (id: string, given: Given = {}) => ({
  id,
  severity: 'P2' as const,
  status: 'investigating' as const,
  drill: false,
  declaredAt: 1_000,
  impactBeganAt: null,
  impact: null,
  ...given,
});

const reason = (a: Given, b: Given) => comparePriority(incident('a', a), incident('b', b));

test('[CO5] severity decides, then impact, then age, and each says so', () => {
  expect(reason({ severity: 'P1' }, { impact: 'critical', declaredAt: 1 })).toEqual({
    order: -1,
    reason: 'severity',
  });
  expect(reason({ impact: 'minor' }, { impact: 'major', declaredAt: 2_000 })).toMatchObject({
    reason: 'impact',
    order: 1,
  });
  expect(reason({ impact: 'minor' }, {}).order).toBeLessThan(0);
  expect(reason({}, { impact: 'none' }).order).toBeLessThan(0);
  // Who has been hurt for longer, even where it was declared later.
  expect(reason({ declaredAt: 2_000, impactBeganAt: 500 }, {})).toMatchObject({ reason: 'age' });
  expect(reason({}, {})).toEqual({ order: -1, reason: 'same' });
});

test('[CO5] the place counts open incidents that are no drill', () => {
  const all = [
    incident('c', { severity: 'P3' }),
    incident('drill', { severity: 'P1', drill: true }),
    incident('over', { severity: 'P1', status: 'resolved' }),
    incident('b', { impact: 'major' }),
    incident('a'),
  ];
  expect(findPriority(all, 'a')).toMatchObject({
    place: 2,
    of: 3,
    others: [
      { incident: { id: 'b' }, isBefore: true, reason: 'impact' },
      { incident: { id: 'c' }, isBefore: false, reason: 'severity' },
    ],
  });
  expect(findPriority(all.toReversed(), 'b')?.place).toBe(1);
  expect(findPriority(all, 'over')).toBeNull();
  expect(findPriority(all, 'nothing')).toBeNull();
});
