import { expect, test } from 'vitest';
import { createRandom } from '../fixtures/random.ts';
import { fromBase64Url, toBase64Url } from './base64url.ts';

test('[JN1] keys and signatures are written and read as Node does, in a worker too, and nonsense is refused', () => {
  const random = createRandom(7);
  for (let length = 0; length < 300; length += 1) {
    const bytes = Uint8Array.from({ length }, () => random.below(256));
    const text = Buffer.from(bytes).toString('base64url');
    expect(toBase64Url(bytes)).toBe(text);
    expect(fromBase64Url(text)).toEqual(bytes);
  }
  for (const wrong of ['a', 'ab=', 'a+b/', 'aé', 'a b'])
    expect(() => fromBase64Url(wrong)).toThrow('not base64url');
});
