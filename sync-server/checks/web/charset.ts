// Decodes a body as a browser does: by its byte order mark, then the charset of Content-Type, then the document's own
// declaration (WHATWG HTML, 13.2.3.2, and Encoding).
import { isUtf8 } from 'node:buffer';

/**
 * `contentType` is the header. A byte sequence that is invalid in its charset becomes U+FFFD. Null when the charset is one
 * that browsers do not read, because it can hide markup (Encoding, 14.1).
 */
export async function decodeText(bytes: Buffer, contentType: string): Promise<string | null> {
  const declared = charsetIn(contentType);
  const hasMark = [0xef, 0xfe, 0xff].includes(bytes[0] ?? 0);
  if (!hasMark && /^utf-?8$/i.test(declared)) return bytes.toString('utf8');
  // Loaded at the first answer that needs them.
  const { default: sniff } = await import('html-encoding-sniffer');
  const { labelToName, legacyHookDecode } = await import('@exodus/bytes/encoding.js');
  const isDocument = /html|xml/i.test(contentType) || /^\s*</.test(bytes.toString('latin1', 0, 200));
  const options = { xml: !isDocument, defaultEncoding: '', transportLayerEncodingLabel: declared };
  const found = sniff(bytes, options) || (isDocument && labelToName(xmlCharset(bytes))) || guess(bytes);
  return found === 'replacement' ? null : legacyHookDecode(bytes, found);
}

const charsetIn = (contentType: string): string =>
  /;\s*charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"']+))/i
    .exec(contentType)
    ?.slice(1)
    .find(Boolean)
    ?.trim() ?? '';

/** `<?xml version="1.0" encoding="…"?>`; HTML knows it too. */
const xmlCharset = (bytes: Buffer): string =>
  /^\s*<\?xml\s[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/i.exec(bytes.toString('latin1', 0, 1_024))?.[1] ?? '';

/**
 * Without a declaration: zeros in the first two letters mean UTF-16 (RFC 4627, 3); the web's old default is
 * windows-1252.
 */
function guess(bytes: Buffer): string {
  const zeros = [...bytes.subarray(0, 4)].map((octet) => (octet === 0 ? '0' : 'x')).join('');
  if (/^0x(0x)?$/.test(zeros)) return 'utf-16be';
  if (/^x0(x0)?$/.test(zeros)) return 'utf-16le';
  return isUtf8(bytes) || isUtf8(withoutLastCharacter(bytes)) ? 'utf-8' : 'windows-1252';
}

/** Removes a last character that may be cut off. */
function withoutLastCharacter(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes.length - end < 4 && (bytes[end - 1]! & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, Math.max(0, end - 1));
}
