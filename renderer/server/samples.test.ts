import { expect, test } from 'vitest';
import type { Sample } from '#room/feed/feed.ts';
import { addSamples, samplesKept } from './samples.ts';

const sample = (at: number): Sample => ({ at, status: 'up', latencyMs: 1, reason: null });

test('samples stay in order, each once, and bounded', () => {
  const live = addSamples([sample(30)], [sample(31)]);
  expect(addSamples(live, [sample(10), sample(30), sample(20)]).map(({ at }) => at)).toEqual([
    10, 20, 30, 31,
  ]);
  const many = Array.from({ length: samplesKept + 5 }, (_, at) => sample(at));
  expect(addSamples([], many)).toHaveLength(samplesKept);
  expect(addSamples([], many).at(-1)?.at).toBe(samplesKept + 4);
});
