// IT11: turns the bytes of a delivery into a value, whatever encoding, charset and type its sender chose. The type is
// not trusted: a body that reads as JSON is JSON.
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import type { IncomingHttpHeaders } from 'node:http';
import { utf16Of } from '#room/text/decode-text.ts';
import { isFields } from './read.ts';

/** Limit for a body, as sent and as decoded. PagerDuty has the same one. */
export const mostBytes = 512 * 1024;

/** `status` is the HTTP status: 400 unreadable, 413 too large once decoded, 415 an unknown encoding. */
export class BodyRefused extends Error {
  override name = 'BodyRefused';
  readonly status: 400 | 413 | 415;
  /** The body, as far as it could be decoded. */
  readonly body: Buffer | null;
  constructor(status: 400 | 413 | 415, message: string, body: Buffer | null = null) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

/** `value` is undefined for an empty body; `body` are the decoded bytes. `note`: what is wrong with what was read. */
export type ReadBody = { value: unknown; body: Buffer; note?: string };

export const encodings = ['gzip', 'deflate', 'br', 'zstd'] as const;
const limit = { maxOutputLength: mostBytes };
const decoders: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: (bytes) => gunzipSync(bytes, limit),
  'x-gzip': (bytes) => gunzipSync(bytes, limit),
  br: (bytes) => brotliDecompressSync(bytes, limit),
  zstd: (bytes) => zstdDecompressSync(bytes, limit),
  // Some senders leave out the zlib header that RFC 9110 requires.
  deflate: (bytes) =>
    ((bytes[0] ?? 0) & 0x0f) === 8 ? inflateSync(bytes, limit) : inflateRawSync(bytes, limit),
};

/** Throws BodyRefused. */
export async function readBody(bytes: Buffer, headers: IncomingHttpHeaders): Promise<ReadBody> {
  const body = decode(bytes, headers['content-encoding']);
  return { ...(await parse(body, headers['content-type'] ?? '')), body };
}

async function parse(plain: Buffer, type: string): Promise<Omit<ReadBody, 'body'>> {
  if (/^multipart\/form-data/i.test(type)) return { value: fromForm(await readMultipart(plain, type)) };
  const text = toText(plain, type);
  if (text.trim() === '') return { value: undefined };
  if (/^application\/x-www-form-urlencoded/i.test(type) && !/^\s*[[{]/.test(text))
    return { value: fromForm([...new URLSearchParams(text)]) };
  try {
    return { value: withinText(JSON.parse(text.replace(/\0+$/u, ''))) };
  } catch {
    const lines = readLines(text);
    if (lines !== null) return { value: lines };
    // What its sender calls a text and what does not begin as JSON does is a text.
    if (/^text\/plain\b/i.test(type) && !/^\s*[[{"]/.test(text)) return { value: text };
    const mended = parseMended(text);
    if (mended === undefined) throw new BodyRefused(400, 'The body is not JSON.', plain);
    const note = 'the body is not JSON as it stands: unescaped line breaks, a comma before a bracket, or NaN';
    return { value: mended, note };
  }
}

/** Some senders wrap their JSON in a JSON string. */
function withinText(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** JSON as templates make it, which put texts and numbers in as they are. Undefined when it is none. */
function parseMended(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(mendJson(text)) as unknown;
  } catch {
    return undefined;
  }
}

const noNumber = /-?(?:NaN|Infinity)\b/y;
const closing = /,\s*(?=[\]}])/y;

function mendJson(text: string): string {
  let mended = '';
  let isInText = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] as string;
    if (isInText) {
      if (sign === '\\') mended += sign + (text[++at] ?? '');
      else mended += sign < ' ' ? JSON.stringify(sign).slice(1, -1) : sign;
    } else {
      const pattern = sign === ',' ? closing : noNumber;
      pattern.lastIndex = at;
      const found = 'N-I,'.includes(sign) ? pattern.exec(text) : null;
      mended += found === null ? sign : pattern === closing ? '' : 'null';
      if (found !== null) at += found[0].length - 1;
    }
    if (sign === '"') isInText = !isInText;
  }
  return mended;
}

/** A value on each line, as log shippers send them; null when a line is none. */
function readLines(text: string): unknown[] | null {
  try {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return lines.length < 2 ? null : lines.map((line) => JSON.parse(line) as unknown);
  } catch {
    return null;
  }
}

/** RFC 9110 8.4: codings are listed in the order in which they were applied; undo the last one first. */
function decode(bytes: Buffer, header: string | undefined): Buffer {
  const listed = (header ?? '').split(',').map((each) => each.trim().toLowerCase());
  const applied = listed.filter((each) => each !== '' && each !== 'identity');
  const unknown = applied.find((each) => !Object.hasOwn(decoders, each));
  if (unknown !== undefined || applied.length > 3)
    throw new BodyRefused(415, `The body is encoded as ${header}; known are ${encodings.join(', ')}.`);
  // Some senders compress and do not say so, and some proxies decompress and leave the header.
  const unsaid = applied.length === 0 && bytes[0] === 0x1f && bytes[1] === 0x8b ? ['gzip'] : applied;
  return unsaid.reduceRight((current, encoding) => {
    try {
      return decoders[encoding]?.(current) ?? current;
    } catch (error) {
      const isLarge =
        error instanceof RangeError || (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
      if (isLarge) throw new BodyRefused(413, `The body is larger than ${mostBytes} bytes once decoded.`);
      if (/^\s*[[{]/.test(current.toString('latin1', 0, 100))) return current;
      throw new BodyRefused(400, `The body is not ${encoding}, as its Content-Encoding says.`);
    }
  }, bytes);
}

/** Decodes as UTF-16 if it is, else by the type's charset, else as UTF-8. Removes the mark (RFC 8259 8.1). */
function toText(bytes: Buffer, type: string): string {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(type)?.[1];
  const marked = utf16Of(bytes);
  for (const label of [marked, charset]) {
    if (label == null) continue;
    try {
      return new TextDecoder(label).decode(bytes);
    } catch {
      // An unknown charset: most such senders mean UTF-8.
    }
  }
  return new TextDecoder().decode(bytes);
}

async function readMultipart(bytes: Buffer, type: string): Promise<[string, string][]> {
  try {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
    return await Promise.all(
      [...form].map(async ([name, value]): Promise<[string, string]> => [
        name,
        typeof value === 'string' ? value : await value.text(),
      ]),
    );
  } catch {
    throw new BodyRefused(400, 'The body is not multipart/form-data, as its Content-Type says.', bytes);
  }
}

/** Form fields in which tools send JSON (Uptime Kuma, Slack's senders). */
const wrappers = ['data', 'payload', 'json', 'body'];

function fromForm(pairs: readonly (readonly [string, string])[]): unknown {
  const fields = Object.fromEntries(pairs);
  for (const name of wrappers) {
    const text = Object.hasOwn(fields, name) ? (fields[name] ?? '') : '';
    if (!/^\s*\{/.test(text)) continue;
    try {
      const value = JSON.parse(text) as unknown;
      if (isFields(value)) return value;
    } catch {
      // Not JSON: the field stays text.
    }
  }
  return fields;
}
