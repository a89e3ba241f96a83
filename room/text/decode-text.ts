// Decodes a text file of any program. Spreadsheets write UTF-16, or in older ones the code page of Western Windows.

/**
 * UTF-16 has a byte order mark, or a zero beside the first sign, which is ASCII in JSON (RFC 4627, 3) and in the files
 * we read. Null: another charset.
 */
export function utf16Of([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (second === undefined) return null;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be';
  return null;
}

/** Without its byte order mark. Bytes that are neither UTF-16 nor UTF-8 are read as Windows-1252. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder(utf16Of(bytes) ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
