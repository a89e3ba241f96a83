// SP152: reads a returned mail (RFC 3464): which of our messages did not arrive, and why. Pure. A mail server may write
// each part in any transfer encoding, with any line ends, and nested.
import { oneLine } from '../../delivery/channels/explain.ts';

export type Returned = {
  /** The ids in the message's own headers: those of our letters among them. */
  letters: readonly string[];
  reason: string;
};

const mostDepth = 6;
const mostParts = 50;
const mostLetters = 20;
const longestReason = 300;

/** Null unless it says that the address itself does not exist or takes no mail, and will not later. */
export function readReturned(bytes: Uint8Array): Returned | null {
  const parts = partsOf(Buffer.from(bytes).toString('latin1'), 0).slice(0, mostParts);
  const failed = parts
    .filter(({ type }) => /^message\/(?:global-)?delivery-status$/u.test(type))
    .flatMap(({ text }) => groupsOf(text))
    .find(isDeadAddress);
  if (failed === undefined) return null;
  // Each address has a mail of its own, so the message tells whose it is, whatever its server calls the address.
  const letters = parts.flatMap(({ text }) => [...text.matchAll(/<([0-9A-HJKMNP-TV-Z]{26})@/giu)]);
  const reason = oneLine(withoutType(failed.get('diagnostic-code') ?? '') || (failed.get('status') ?? ''));
  return {
    letters: [...new Set(letters.map(([, id = '']) => id.toUpperCase()))].slice(0, mostLetters),
    reason: `the mail came back: ${reason.slice(0, longestReason).toWellFormed() || 'no reason is given'}`,
  };
}

type Fields = ReadonlyMap<string, string>;
type Part = { type: string; text: string };

/** The parts that hold text, decoded; headers of a part belong to its text, because a returned mail is a part. */
function partsOf(raw: string, depth: number): Part[] {
  if (depth > mostDepth) return [];
  const end = /\r?\n\r?\n/u.exec(raw);
  const head = raw.slice(0, end?.index ?? raw.length);
  const body = end === null ? '' : raw.slice(end.index + end[0].length);
  const fields = fieldsOf(head);
  const content = fields.get('content-type') ?? 'text/plain';
  const type = content.split(';', 1)[0]!.trim().toLowerCase();
  const own = { type: 'headers', text: head };
  const boundary = /boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/iu.exec(content);
  if (type.startsWith('multipart/') && boundary !== null) {
    const [, quoted, plain] = boundary;
    return [own, ...splitAt(body, quoted ?? plain ?? '').flatMap((part) => partsOf(part, depth + 1))];
  }
  const text = decode(body, fields.get('content-transfer-encoding') ?? '', content);
  if (/^message\/(?:rfc822|global)$/u.test(type)) return [own, ...partsOf(text, depth + 1)];
  return [own, { type, text }];
}

/** What stands between the lines of a boundary; a missing last line is forgiven. */
function splitAt(body: string, boundary: string): string[] {
  const parts: string[][] = [];
  for (const line of body.split(/\r?\n/u)) {
    const told = line.trimEnd();
    if (told === `--${boundary}--`) break;
    if (told === `--${boundary}`) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  return parts.map((lines) => lines.join('\n'));
}

function decode(body: string, encoding: string, content: string): string {
  const charset = /charset\s*=\s*"?([\w.:-]+)/iu.exec(content)?.[1] ?? 'utf-8';
  const bytes = bytesOf(body, encoding.trim().toLowerCase());
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // The charset is unknown.
    return new TextDecoder().decode(bytes);
  }
}

function bytesOf(body: string, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1');
  const plain = body
    .replaceAll(/=[ \t]*\r?\n/gu, '')
    .replaceAll(/=([\dA-F]{2})/giu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(plain, 'latin1');
}

/** Header fields by their names in lower case; a line that begins with a space goes on the line before. */
function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.replaceAll(/\r?\n[ \t]+/gu, ' ').split(/\r?\n/u)) {
    const [, name = '', value = ''] = /^([\w-]+)[ \t]*:(.*)$/u.exec(line) ?? [];
    if (name !== '' && !fields.has(name.toLowerCase())) fields.set(name.toLowerCase(), value.trim());
  }
  return fields;
}

/** The fields about the message, then those about each recipient. */
const groupsOf = (text: string): Fields[] =>
  text
    .replace(/^\uFEFF/u, '')
    .split(/\r?\n[ \t]*\r?\n/u)
    .map(fieldsOf);

const withoutType = (value: string): string => value.replace(/^[\w-]+\s*;\s*/u, '');

/** RFC 3463: 5.0 says nothing more, 5.1 is about the address, 5.2 about its mailbox; the rest is about us or a route. */
function isDeadAddress(fields: Fields): boolean {
  if (!/^failed\b/iu.test(fields.get('action') ?? '')) return false;
  const said = `${fields.get('status') ?? ''} ${fields.get('diagnostic-code') ?? ''}`;
  const [, permanent, subject] = /(?:^|[^\d.])([245])\.(\d{1,3})\.\d{1,3}/u.exec(said) ?? [];
  if (permanent !== undefined) return permanent === '5' && Number(subject) <= 2;
  return /\b55[013]\b/u.test(said);
}
