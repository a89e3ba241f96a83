import { expect, test } from 'vitest';
import { noFilters, pathOf, readFilters, writeFilters, type Filters } from './filters.ts';

const some: Filters = {
  q: 'db/1 & "pool"',
  status: 'over',
  severity: 'P1',
  service: 'Shop & Co',
  nature: 'degradation',
  person: '01JB2Z4M8Q0000000000000000',
  days: '30',
  drill: 'false',
};

test('[SE5] words and filters stand in the address and come back from it', () => {
  expect(readFilters(writeFilters(some))).toEqual(some);
  expect(readFilters('')).toEqual(noFilters);
  expect(writeFilters(noFilters)).toBe('');
});

test('[SE5] a filter in the address that means nothing filters nothing', () => {
  expect(readFilters('status=fixed&severity=P9&days=3&drill=yes&nature=flood&colour=red')).toEqual(noFilters);
  expect(readFilters(`q=${'x'.repeat(500)}`).q).toHaveLength(200);
});

test('[SE1] the question to the server stays the same for a whole day', () => {
  const noon = Date.UTC(2026, 10, 29, 12);
  const asked = pathOf(some, noon, null);
  expect(pathOf(some, noon + 3_600_000, null)).toBe(asked);
  const query = new URLSearchParams(asked.split('?')[1]);
  expect(query.get('q')).toBe('db/1 & "pool"');
  expect(Number(query.get('from'))).toBeLessThan(noon - 29 * 86_400_000);
  expect(query.has('days')).toBe(false);
});
