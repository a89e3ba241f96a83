import { expect, test } from 'vitest';
import { judgeBytes } from './judge-bytes.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

test('[RC5] a file of a record is shown by its bytes, and what could script is a file to save', () => {
  expect(judgeBytes(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1))).toBe('image/png');
  expect(judgeBytes(bytesOf('RIFF1234WEBPVP8 '))).toBe('image/webp');
  expect(judgeBytes(bytesOf('queue at 2,100 – höher'))).toBe('text/plain; charset=utf-8');
  expect(judgeBytes(bytesOf('<svg onload="x()">'))).toBe('text/plain; charset=utf-8');
  // A character cut off at the end of the inspected bytes is not an error.
  expect(judgeBytes(bytesOf(`${'a'.repeat(4_095)}ö`))).toBe('text/plain; charset=utf-8');
  expect(judgeBytes(Uint8Array.of(0x50, 0x4b, 3, 4, 0))).toBe('application/octet-stream');
  expect(judgeBytes(Uint8Array.of(0xc3, 0x28))).toBe('application/octet-stream');
  expect(judgeBytes(new Uint8Array())).toBe('text/plain; charset=utf-8');
});
