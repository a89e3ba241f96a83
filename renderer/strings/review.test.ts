import { expect, test } from 'vitest';
import { review } from './review.ts';

test.each([
  [true, ['Ana', 'Bo', 'Cy'], 2, 'by Ana, Bo and Cy, 2 comments'],
  [true, [], 0, 'written'],
  // A person who wrote in a text and emptied it again is not one of its writers.
  [false, ['Ana'], 1, 'empty, 1 comment'],
])('[RS8] the rail says who wrote a text, or that it is empty: %j', (isWritten, writers, comments, said) => {
  expect(review.railSays(isWritten, writers, comments)).toBe(said);
});
