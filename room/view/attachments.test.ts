import { expect, test } from 'vitest';
import { attachmentLimits, carriedAttachments, isSha256, sayBytes } from './attachments.ts';
import { tellStory } from '../fixtures/story.ts';

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

test('[AT4] of a room that names more than 500 files the first 500 are carried, and none that was struck out', () => {
  const { write, open } = tellStory();
  const names = Array.from({ length: attachmentLimits.perRoom + 3 }, (_, i) => `file ${i}`);
  for (const name of names)
    write('ana', { kind: 'attachment', name, type: 'image/png', bytes: 1, sha256: 'a0'.repeat(32) });
  const first = open.room().attachments[0]!;
  write('ana', { kind: 'retracted', target: first.id });
  const carried = carriedAttachments(open.room()).map(({ name }) => name);
  expect(carried).toEqual(names.slice(1, attachmentLimits.perRoom + 1));
});
