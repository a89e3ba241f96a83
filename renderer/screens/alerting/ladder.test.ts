import { expect, test } from 'vitest';
import { ladderOf } from './ladder.ts';

const ana = [{ kind: 'person' as const, id: 'ana' }];
const step = (waitMinutes: number) => ({ targets: ana, waitMinutes });
const rungs = (repeat: number, severities: readonly string[], waits = [5, 5]) =>
  ladderOf({ steps: waits.map(step), repeat, severities }).map(({ at, ...rung }) =>
    [at, rung.kind, 'times' in rung ? rung.times : 'goesOn' in rung ? rung.goesOn : ''].join(' ').trim(),
  );
test('[AL2] a policy is a ladder in minutes: each step, how often all are repeated, and what comes then', () => {
  expect(rungs(5, ['P1'])).toEqual(['0 page', '5 page', '10 repeat 5', '60 end always']);
  expect(rungs(0, ['P2'], [15])).toEqual(['0 page', '15 end never']);
  expect(rungs(1, [], [0.1, 0.2])).toEqual(['0 page', '0.1 page', '0.3 repeat 1', '0.6 end p1']);
  expect(rungs(3, ['P3'], [])).toEqual([]);
});
