import { expect, test } from 'vitest';
import { attachmentLimits, isSha256, sayBytes } from './attachments.ts';

test('[AT1] a file is named by 64 lower-case hexadecimal digits and nothing else', () => {
  expect(isSha256('a0'.repeat(32))).toBe(true);
  for (const name of ['', 'A0'.repeat(32), 'a0'.repeat(31), `${'a0'.repeat(32)}\n`, `../${'a'.repeat(61)}`])
    expect(isSha256(name), name).toBe(false);
});

test('sizes are said as file managers say them', () => {
  const sizes = [0, 1, 999, 1_000, 9_949, 9_951, 999_499, 999_500, attachmentLimits.bytes, 5e12];
  expect(sizes.map(sayBytes)).toEqual([
    '0 bytes',
    '1 byte',
    '999 bytes',
    '1.0 kB',
    '9.9 kB',
    '10 kB',
    '999 kB',
    '1.0 MB',
    '26 MB',
    '5000 GB',
  ]);
});
