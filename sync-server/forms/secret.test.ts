import { expect, test } from 'vitest';
import { textField } from './fields.ts';
import { hideSecrets, makeRedact, mask, restoreSecrets } from './secret.ts';

const fields = {
  url: textField({ label: 'Address' }),
  user: textField({ label: 'User' }),
  password: textField({ label: 'Password', isSecret: true }),
  headers: textField({ label: 'Headers', isSecret: true, lines: true }),
};
const settings = {
  url: 'http://x',
  user: 'ana',
  password: 'canary-7 &9',
  headers: 'authorization: Bearer tok-123456\nx-api-key: k3y=with=equals',
};

test('[CK2] a secret is written and never read back; sent back as it was read it stays', () => {
  const read = hideSecrets(fields, settings);
  expect(read).toEqual({ url: 'http://x', user: 'ana', password: mask, headers: mask });
  expect(restoreSecrets(read, settings)).toEqual(settings);
  expect(Object.values(hideSecrets(undefined, settings))).toEqual([mask, mask, mask, mask]);
});

test.each([
  'canary-7 &9',
  encodeURIComponent('canary-7 &9'),
  Buffer.from('canary-7 &9').toString('base64'),
  Buffer.from('ana:canary-7 &9').toString('base64'),
  'tok-123456',
  'k3y=with=equals',
])('[CK2] %s is struck out of what a target tells back', (told) => {
  const text = makeRedact(fields, settings)(`before ${told} after`);
  expect(text).toBe(`before ${mask} after`);
});

test('[CK2] the beginning of a secret is struck out where a text was cut', () => {
  const redact = makeRedact(fields, settings);
  expect(redact('the answer begins “it is canary-7…”, not that')).toBe(
    `the answer begins “it is ${mask}…”, not that`,
  );
  expect(redact('it ends with tok-12')).toBe(`it ends with ${mask}`);
  expect(redact('a can…')).toBe('a can…');
});

test('[CK2] without secrets a text stays as it is', () => {
  expect(makeRedact(fields, { url: 'http://x', password: '', headers: '' })('http://x')).toBe('http://x');
});
