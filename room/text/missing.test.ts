import { expect, test } from 'vitest';
import { sayMetric } from '../pir/document/say.ts';
import type { Metric } from '../pir/metrics.ts';
import { missingStates, sayMissing, sayUnmeasured } from './missing.ts';

test('[NU10] a missing value is said in the same words everywhere, with its reason', () => {
  expect(missingStates.map((state) => sayMissing(state))).toEqual([
    'not yet',
    'does not apply',
    'not recorded',
    'invalid',
  ]);
  expect(new Set(missingStates.map(sayUnmeasured)).size).toBe(missingStates.length);
  expect(sayMissing('invalid', '“Resolved” is before “Declared”')).toBe(
    'invalid: “Resolved” is before “Declared”',
  );
});

const metric = (part: Partial<Metric>) => sayMetric({ ms: null, state: 'not recorded', ...part } as Metric);

test('[NU10] a metric of a review says in which of these states it is', () => {
  expect(metric({})).toBe('not recorded');
  expect(metric({ isPending: true })).toBe('not yet');
  expect(metric({ isAhead: true })).toBe('does not apply: before impact');
  expect(metric({ state: 'invalid' })).toBe('invalid');
});
