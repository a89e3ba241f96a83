import { expect, test } from 'vitest';
import { uncovered } from './areas.ts';

test('[CH18] an area counts as watched by a monitor that is not paused', () => {
  const watched = [
    { area: 'application', status: 'down' },
    { area: 'security', status: 'paused' },
    { area: 'dependencies', status: 'pending' },
    { status: 'up' },
  ] as const;
  expect(uncovered(watched)).toEqual(['infrastructure', 'experience', 'business', 'security']);
  expect(uncovered([])).toHaveLength(6);
});
