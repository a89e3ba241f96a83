// AT3: determines a file's type by its first bytes. Its name and claimed type are not trusted.
const pictures: readonly (readonly [type: string, starts: readonly number[], at?: number])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/webp', [0x57, 0x45, 0x42, 0x50], 8],
];
const lookedAt = 4_096;

/** The type of a picture that cannot contain scripts, plain text, or generic bytes to download. */
export function judgeBytes(bytes: Uint8Array): string {
  for (const [type, starts, at = 0] of pictures)
    if (starts.every((byte, index) => bytes[at + index] === byte)) return type;
  const head = bytes.subarray(0, lookedAt);
  if (head.includes(0)) return 'application/octet-stream';
  try {
    // The last character may be cut off.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return 'text/plain; charset=utf-8';
  } catch {
    return 'application/octet-stream';
  }
}
