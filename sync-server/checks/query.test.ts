import { expect, test } from 'vitest';
import { ExactNumber } from '../outgoing/expressions.ts';
import { compare, type operators } from './query.ts';

test.each([
  // Text is text, whatever it looks like.
  ['1.10', '==', '1.1', false],
  ['1.10', '==', '1.10', true],
  ['1e3', '==', '1000', false],
  ['007', '==', '7', false],
  ['0x10', '==', '16', false],
  ['0e12', '!=', '0e34', true],
  ['0e12', '==', '0e34', false],
  [' 5', '==', '5', false],
  ['', '==', '0', false],
  // Numbers are numbers, however they are written.
  [1.1, '==', '1.10', true],
  [1000, '==', '1e3', true],
  [7, '==', '007', true],
  [16, '==', '0x10', false],
  [0, '==', '-0', true],
  [0, '==', '', false],
  [0, '==', ' ', false],
  [new ExactNumber('9007199254740993'), '==', '9007199254740992', false],
  [new ExactNumber('9007199254740993'), '==', '9007199254740993', true],
  [new ExactNumber('9007199254740993'), '==', '9007199254740993.0', true],
  [new ExactNumber('9007199254740993'), '>', '9007199254740992', true],
  [new ExactNumber('1e400'), '>', '1e399', true],
  [new ExactNumber('1e999999999'), '>', '-1e999999999', true],
  // An order is one of numbers, also of those that come as text.
  ['83.5', '>', '80', true],
  ['9', '<', '10', true],
  ['0x10', '>', '1', false],
  ['Infinity', '>', '1', false],
  ['', '<', '1', false],
  [-2, '<', '-1', true],
  [-0.5, '>', '-0.05', false],
  [10, '>=', '10.0', true],
  [true, '==', 'true', true],
  [null, '==', 'null', true],
  [[1, 2], 'contains', '2.0', true],
  [['1.10'], 'contains', '1.1', false],
  ['all is well', 'contains', 'is', true],
] as const)('[CK13] %j %s %j: %j', (found, operator, expected, fits) => {
  expect(compare(found, operator, expected) === null).toBe(fits);
  const opposite = ({ '==': '!=', '!=': '==' } as Record<string, (typeof operators)[number]>)[operator];
  if (opposite) expect(compare(found, opposite, expected) === null).toBe(!fits);
});

test('[CK13] an order without a number says which side has none', () => {
  expect(compare('soon', '>', '1')).toBe('“soon” is not a number');
  expect(compare(5, '>', 'soon')).toBe('“soon”, which is expected, is not a number');
});
