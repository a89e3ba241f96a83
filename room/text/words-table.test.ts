import { afterEach, expect, test } from 'vitest';
import { checkoutReview } from '../pir/fixtures/checkout.ts';
import { speakIn, spoken, table } from './words.ts';

const loud = <T>(words: T): T => {
  if (typeof words === 'string') return words.toUpperCase() as T;
  if (typeof words === 'function') {
    const say = words as unknown as (...given: readonly unknown[]) => unknown;
    return ((...given: readonly unknown[]) => loud(say(...given))) as T;
  }
  if (Array.isArray(words)) return words.map((each: unknown) => loud(each)) as T;
  if (typeof words !== 'object' || Object.getPrototypeOf(words) !== Object.prototype) return words;
  return Object.fromEntries(Object.entries(words as object).map(([key, each]) => [key, loud(each)])) as T;
};

afterEach(() => speakIn((words) => words));

test('[LG2] the tables of the room speak the language that is chosen, also those made before and after', () => {
  const before = table({ up: 'is up', down: (name: string) => `${name} is down` });
  const say = spoken((name: string) => `${name} took command`);
  expect(say('ana')).toBe('ana took command');
  speakIn(loud);
  const afterwards = table({ late: 'late' });
  expect([before.up, before.down('api'), say('ana'), afterwards.late]).toEqual([
    'IS UP',
    'API IS DOWN',
    'ANA TOOK COMMAND',
    'LATE',
  ]);
  speakIn((words) => words);
  expect([before.up, say('ana'), afterwards.late]).toEqual(['is up', 'ana took command', 'late']);
});

test('[LG2] the list of what is still to write speaks the writer’s language; the rest of a review stays as it was written', () => {
  const calm = checkoutReview();
  speakIn(loud);
  const shouted = checkoutReview();
  const open = 'Task left open: Find out how many orders were paid but not recorded';
  expect(calm.missing).toContain(open);
  expect(shouted.missing).toContain(open.toUpperCase());
  expect(shouted.missing.filter((each) => each !== each.toUpperCase())).toEqual([]);
  const definitions = calm.metrics.map(({ definition }) => definition);
  expect(shouted.metrics.map(({ definition }) => definition)).toEqual(definitions);
});
