import { expect, test } from 'vitest';
import { isHeld, readTags, readVersions } from './entity-tags.ts';

test.each([
  ['"a"', true],
  ['W/"a"', true],
  ['"x", W/"a" , "b"', true],
  [', ,"a",', true],
  ['"x","a"', true],
  ['*', true],
  ['"x"', false],
  ['"x,"a""', false],
  ['"x, a"', false],
  ['*, "a"', false],
  ['w/"a"', false],
  ['"a" "b"', false],
  ['a', false],
  ['"a', false],
  ['', false],
  [undefined, false],
])('[HT3] If-None-Match: %s is read as RFC 9110 says', (header, expected) => {
  expect(isHeld(header, (tag) => tag === 'a')).toBe(expected);
});

test.each([
  [undefined, null],
  [' * ', null],
  ['"2"', [2]],
  ['"1", "2",\t"3"', [1, 2, 3]],
  ['"1", W/"2", "x"', [1]],
  ['W/"2"', []],
  ['2', []],
  ['', []],
  ['"9999999999999999"', []],
  ['"-1", "1.5", "1e3"', []],
])('[HT3] If-Match: %s accepts the versions %s', (header, expected) => {
  expect(readVersions(header)).toEqual(expected);
});

test('[HT3] a comma in the quotes belongs to the tag', () => {
  expect(readTags('"a,b", W/"c"')).toEqual([
    { opaque: 'a,b', isWeak: false },
    { opaque: 'c', isWeak: true },
  ]);
});
