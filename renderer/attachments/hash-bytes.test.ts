import { expect, test } from 'vitest';
import { hashBytes } from './hash-bytes.ts';

test('[AT6] a hash is the same with the browser’s own means and without', async () => {
  for (const size of [0, 1, 55, 64, 100_000]) {
    const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 31) % 256);
    expect(await hashBytes(bytes, null)).toBe(await hashBytes(bytes));
  }
  // The example of FIPS 180-2, appendix B.1.
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(await hashBytes(new TextEncoder().encode('abc'))).toBe(abc);
});
