import { expect, test } from 'vitest';
import { readStart, readWhole } from './body.ts';

/** A body of these chunks, which notes how many were taken and whether its reader closed it. */
function bodyOf(...texts: string[]) {
  const seen = { taken: 0, isClosed: false };
  async function* chunks() {
    try {
      for (const text of texts) {
        seen.taken += 1;
        yield Uint8Array.from(text, (letter) => letter.charCodeAt(0));
      }
    } finally {
      seen.isClosed = true;
    }
  }
  return { seen, body: chunks() };
}
const text = (bytes: Uint8Array) => String.fromCharCode(...bytes);
const tooLarge = () => new RangeError('too large');

test('a body of exactly the limit is read whole', async () => {
  expect(text(await readWhole(bodyOf('ab', '', 'cd').body, 4, tooLarge))).toBe('abcd');
  expect(await readWhole(bodyOf().body, 4, tooLarge)).toHaveLength(0);
});

test('a body over the limit is refused at the chunk that passes it, and closed', async () => {
  const { seen, body } = bodyOf('ab', 'cde', 'f');
  await expect(readWhole(body, 4, tooLarge)).rejects.toThrow(RangeError);
  expect(seen).toEqual({ taken: 2, isClosed: true });
});

test('the start of a body ends within a chunk, and the rest is not read', async () => {
  const { seen, body } = bodyOf('ab', 'cde', 'f');
  expect(text(await readStart(body, 4))).toBe('abcd');
  expect(seen).toEqual({ taken: 2, isClosed: true });
  expect(text(await readStart(bodyOf('ab').body, 4))).toBe('ab');
});
