import { expect, test } from 'vitest';
import { decodeText } from './decode-text.ts';

const text = 'email;name\r\nana@x.example;Müller “漢”\r\n';
const utf16 = (of: string) => new Uint8Array(Buffer.from(of, 'utf16le'));
const swapped = (bytes: Uint8Array) => new Uint8Array(Buffer.from(bytes).swap16());

test.each([
  ['UTF-8', new TextEncoder().encode(text)],
  ['UTF-8 with a byte order mark', new TextEncoder().encode(`\uFEFF${text}`)],
  ['UTF-16, as Excel writes “Unicode text”', utf16(`\uFEFF${text}`)],
  ['UTF-16 the other way round', swapped(utf16(`\uFEFF${text}`))],
  ['UTF-16 without a mark', utf16(text)],
])('[SP94] [CF7] a file in %s is read', (_what, bytes) => {
  expect(decodeText(bytes)).toBe(text);
});

test('[SP94] [CF7] a file of an older spreadsheet is read as it was written', () => {
  expect(decodeText(Uint8Array.of(0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72, 0x20, 0x80))).toBe('Müller €');
  // A single byte, half a pair, and nothing at all are texts too.
  for (const bytes of [[], [0x41], [0xff, 0xfe, 0x00], [0xff, 0xfe, 0x00, 0xd8]])
    expect(typeof decodeText(Uint8Array.from(bytes))).toBe('string');
});
