import { Problem } from './problem.ts';

/** HT12: the key of a request, so that a repeated request acts only once; null without one. */
export function readRequestKey(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  const key = String(header).trim();
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key;
  const expected = '1 to 200 visible ASCII characters without spaces';
  throw new Problem(400, 'The Idempotency-Key is not as expected.', {
    errors: [{ field: 'Idempotency-Key', expected }],
  });
}
