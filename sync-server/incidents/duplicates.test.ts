import { expect, test } from 'vitest';
import { summaryOf } from '#room/fixtures/summaries.ts';
import { findOriginal } from './duplicates.ts';

const duplicate = (id: string, duplicateOf: string) =>
  summaryOf({
    id,
    number: `INC-${id}`,
    withdrawn: { as: 'duplicate', duplicateOf, number: null, why: null },
  });

test('[WD3] the original is found through duplicates of duplicates; where two sides apart made a circle, none is', () => {
  const last = summaryOf({ id: 'original', number: 'INC-1' });
  const chain = [duplicate('b', 'original'), duplicate('a', 'b'), last];
  expect(chain.map((each) => findOriginal(each, chain).id)).toEqual(['original', 'original', 'original']);
  const circle = [duplicate('a', 'b'), duplicate('b', 'c'), duplicate('c', 'a')];
  expect(circle.map((each) => findOriginal(each, circle).id)).toEqual(['a', 'b', 'c']);
  const beside = [duplicate('d', 'a'), ...circle];
  expect(findOriginal(duplicate('d', 'a'), beside).id).toBe('c');
  // Of an original that is not known here, nothing is said.
  expect(findOriginal(duplicate('a', 'elsewhere'), []).id).toBe('a');
});
