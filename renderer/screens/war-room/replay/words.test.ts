import { expect, test } from 'vitest';
import { sayDateTime, sayHonestly } from './words.ts';

const at = new Date(2026, 10, 21, 14, 32, 7).getTime();
const plain = { time: at, late: 0, textsFrom: at - 60_000, trouble: null };

test('[RP4] a moment is named with its day and to the second', () => {
  expect(sayDateTime(at)).toBe('Sat 21 Nov 14:32:07');
});

test('[RP3] nothing is said where a replay is what was on the screen', () => {
  expect(sayHonestly(plain)).toBeNull();
  // The short delay until the server has stored the declaration is not a gap.
  expect(sayHonestly({ ...plain, textsFrom: at + 5_000 })).toBeNull();
});

test('[RP3] late entries, texts before this server had the room, and no history at all are said', () => {
  expect(sayHonestly({ ...plain, late: 1 })).toMatch(/^1 of these entries was written by then, but reached/);
  expect(sayHonestly({ ...plain, late: 3 })).toMatch(/^3 of these entries were/);
  expect(sayHonestly({ ...plain, textsFrom: at + 60_000 })).toMatch(
    /since Sat 21 Nov 14:33:07\. .* does not know/,
  );
  expect(sayHonestly({ ...plain, textsFrom: null })).toMatch(/no texts/);
  expect(sayHonestly({ ...plain, textsFrom: null, trouble: 'Without texts: away.' })).toBe(
    'Without texts: away.',
  );
});
