// AT3: determines a file's type from its own bytes, never from what a client claims.

export type Judged = { type: string; isInline: boolean };

/** How many bytes of the beginning judgeType looks at. */
export const judgedBytes = 512;

const magic: readonly { type: string; at: number; bytes: string; isInline: boolean }[] = [
  { type: 'image/png', at: 0, bytes: '\x89PNG\r\n\x1a\n', isInline: true },
  { type: 'image/jpeg', at: 0, bytes: '\xff\xd8\xff', isInline: true },
  { type: 'image/gif', at: 0, bytes: 'GIF8', isInline: true },
  { type: 'image/webp', at: 8, bytes: 'WEBPVP8', isInline: true },
  { type: 'application/pdf', at: 0, bytes: '%PDF-', isInline: false },
];

/** Judges the first judgedBytes. Anything that may be markup, above all SVG and HTML, is only offered for download. */
export function judgeType(head: Uint8Array): Judged {
  const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1');
  const known = magic.find(({ at, bytes }) => text.startsWith(bytes, at));
  if (known !== undefined) return { type: known.type, isInline: known.isInline };
  return isPlainText(head)
    ? { type: 'text/plain; charset=utf-8', isInline: true }
    : { type: 'application/octet-stream', isInline: false };
}

function isPlainText(head: Uint8Array): boolean {
  if (head.length === 0) return true;
  let text: string;
  try {
    // `stream`: the end of the head may cut a character in two.
    text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
  } catch {
    return false;
  }
  return !Array.from(text).some(isBinary) && !/<[!?/a-z]/iu.test(text);
}

// Logs have tabs and colours (escape); other control characters are in binary files.
const textControls = new Set(['\t', '\n', '\f', '\r', '\u001b']);
const isBinary = (character: string): boolean => character < ' ' && !textControls.has(character);
