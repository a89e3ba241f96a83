import { expect, test } from 'vitest';
import { impactAreas, impactLevels, severities } from '../team/scales.ts';
import { adviseSeverity, sayAdvice } from './advise-severity.ts';

const unset = { value: 'P3', isSet: false } as const;
const all = (level: (typeof impactLevels)[number]) =>
  Object.fromEntries(impactAreas.map((area) => [area, level]));

test('[CO1] nothing is advised before one area has an answer', () => {
  expect(adviseSeverity({}, unset)).toBeNull();
});

test('[CO1] the worst area decides, and says so', () => {
  const advice = adviseSeverity({ users: 'minor', availability: 'critical', business: 'major' }, unset)!;
  expect(advice).toMatchObject({ computed: 'P1', recommended: 'P1', unanswered: ['data', 'security'] });
  expect(sayAdvice(advice)).toBe('The answers come to P1: it is down or its core cannot be used.');
  expect(adviseSeverity({ users: 'major', business: 'major' }, unset)?.reasons).toEqual([
    'many users are affected',
    'revenue or reputation suffers',
  ]);
});

test('[CO1] harm to data and secrets counts one step worse than the same of the service', () => {
  for (const [level, ordinary, lasting] of [
    ['minor', 'P3', 'P2'],
    ['major', 'P2', 'P1'],
    ['critical', 'P1', 'P1'],
  ] as const) {
    for (const area of impactAreas) {
      const expected = area === 'data' || area === 'security' ? lasting : ordinary;
      expect(adviseSeverity({ [area]: level }, unset)?.computed, `${area} ${level}`).toBe(expected);
    }
  }
});

test('[CO1] a P4 needs all five answers', () => {
  expect(adviseSeverity(all('none'), unset)).toMatchObject({
    computed: 'P4',
    reasons: ['nothing is affected'],
  });
  const partly = adviseSeverity({ users: 'none' }, unset)!;
  expect(partly.computed).toBe('P3');
  expect(sayAdvice(partly)).toContain('nobody answered for business, availability, data, security');
});

test('[CO1] the higher of the answers and what somebody set is recommended; a default was set by nobody', () => {
  const advice = adviseSeverity({ users: 'minor' }, { value: 'P1', isSet: true })!;
  expect(advice).toMatchObject({ computed: 'P3', recommended: 'P1' });
  expect(sayAdvice(advice)).toContain('P1 stands and is higher');
  expect(adviseSeverity({ users: 'critical' }, { value: 'P3', isSet: true })?.recommended).toBe('P1');
  expect(adviseSeverity(all('none'), unset)?.recommended).toBe('P4');
});

const rank = (level: string, area: string) =>
  severities.indexOf(adviseSeverity({ ...all('none'), [area]: level }, unset)!.computed);

test('[CO1] a worse answer never lowers the advice', () => {
  for (const area of impactAreas)
    for (let i = 1; i < impactLevels.length; i++)
      expect(rank(impactLevels[i]!, area)).toBeLessThanOrEqual(rank(impactLevels[i - 1]!, area));
});
