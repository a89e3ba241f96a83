import { expect, test } from 'vitest';
import { preferredLanguage } from './preferred-language.ts';

const offered = ['en', 'de', 'fr'];
test.each([
  [undefined, null],
  ['', null],
  ['*', null],
  ['de', 'de'],
  ['de-AT, de;q=0.9, en;q=0.5', 'de'],
  ['it, fr;q=0.8, de;q=0.9', 'de'],
  ['it', null],
  ['it, *;q=0.1', null],
  ['de;q=0, fr;q=0.1', 'fr'],
  ['DE', 'de'],
  ['de;q=nonsense', 'de'],
  [`${'x,'.repeat(5_000)}de`, null],
  [', ;q=1, fr', 'fr'],
])('[SP32] %j prefers %j', (header, language) => {
  expect(preferredLanguage(header, offered)).toBe(language);
});
