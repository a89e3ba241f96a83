import { expect, test } from 'vitest';
import { lengthBeyond } from './long-pastes.ts';

const field = (
  value: string,
  maxLength: number,
  selected: [number, number] = [value.length, value.length],
) => ({
  value,
  maxLength,
  selectionStart: selected[0],
  selectionEnd: selected[1],
});

test('[KY5] text that would not fit is known before it is cut, with the selection taken out', () => {
  expect(lengthBeyond(field('', 300), 'x'.repeat(300))).toBeNull();
  expect(lengthBeyond(field('', 300), 'x'.repeat(301))).toBe(301);
  expect(lengthBeyond(field('abc', 300), 'x'.repeat(298))).toBe(301);
  expect(lengthBeyond(field('abc', 300, [0, 3]), 'x'.repeat(300))).toBeNull();
  expect(lengthBeyond(field('abc', 300, [0, 1]), 'x'.repeat(299))).toBe(301);
  // A field without a limit.
  expect(lengthBeyond(field('', -1), 'x'.repeat(50_000))).toBeNull();
});
