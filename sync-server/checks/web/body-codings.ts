// Undoes the codings of a body, up to a limit.
import { Readable, type Transform } from 'node:stream';
import {
  crc32,
  createBrotliDecompress,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';

export type Unpacked = {
  bytes: Buffer;
  /** Null when the whole body was read. Otherwise the unread part, as the end of a sentence about the answer. */
  unread: string | null;
};

/** As in curl: more layers are an attack on the reader. */
const mostCodings = 5;
const mebibyte = 1024 * 1024;

/**
 * Reads `body` up to `most` bytes, as received and as decompressed. `encoding`: the codings in the order in which they were
 * applied, as in Content-Encoding. Rejects
 * with the stream's error, or with a message for a person when decompression fails.
 */
export async function unpack(body: Readable, encoding: string, most: number): Promise<Unpacked> {
  const codings = encoding
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => !isNone(coding));
  const strange = codings.find((coding) => !(coding in decoders) && !(coding in inParts));
  if (strange !== undefined || codings.length > mostCodings) {
    const as = strange ?? encoding;
    await readAll(body, most);
    return {
      bytes: Buffer.alloc(0),
      unread: `it is packed as “${as.slice(0, 50)}”, which is not unpacked here`,
    };
  }
  const wire = { bytes: 0, isFull: false };
  let source: AsyncIterable<Buffer> = upTo(body, most, wire);
  // The last coding was applied last (RFC 9110, 8.4).
  for (const coding of codings.toReversed())
    source = coding in inParts ? undoParts(source, coding, most) : undo(source, coding);
  return collect(source, most, () => wire.isFull);
}

type Decoder = (first: Buffer) => Transform;
const decoders: Readonly<Record<string, Decoder | undefined>> = {
  __proto__: null as never,
  // RFC 9110, 8.4.1.2: zlib format; some servers leave out its header.
  deflate: (first) => (hasZlibHead(first) ? createInflate() : createInflateRaw()),
  br: () => createBrotliDecompress(),
};
/**
 * Codings in which a body may be several parts in a row. Node's decoders stop after the first one, or reject what
 * browsers ignore after the last one.
 */
type Parts = (packed: Buffer) => AsyncGenerator<Buffer>;
const inParts: Readonly<Record<string, Parts>> = {
  __proto__: null as never,
  gzip: gunzipMembers,
  'x-gzip': gunzipMembers,
  // Some supported Node versions do not have it.
  ...(createZstdDecompress === undefined ? {} : { zstd: decodeFrames }),
};

const hasZlibHead = (bytes: Buffer): boolean =>
  (bytes[0]! & 0x0f) === 8 && (bytes.length < 2 || bytes.readUInt16BE(0) % 31 === 0);

/** The body ended before its coding did. */
class CutShort extends Error {}

async function* undo(source: AsyncIterable<Buffer>, coding: string): AsyncGenerator<Buffer> {
  const packed = source[Symbol.asyncIterator]();
  const first = await packed.next();
  // An answer without a body is not broken.
  if (first.done === true) return;
  const decoder = decoders[coding]!(first.value);
  const failure: { of: unknown } = { of: null };
  async function* whole() {
    yield first.value as Buffer;
    try {
      for (let next = await packed.next(); next.done !== true; next = await packed.next()) yield next.value;
    } catch (error) {
      failure.of = error;
      throw error;
    }
  }
  const input = Readable.from(whole(), { objectMode: false });
  input.on('error', (error) => decoder.destroy(error));
  try {
    for await (const chunk of input.pipe(decoder) as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    if (failure.of !== null) throw failure.of;
    if (error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR') throw new CutShort(coding);
    throw new Error(`the answer claims the encoding ${coding} but does not have it`, { cause: error });
  } finally {
    input.destroy();
    decoder.destroy();
    await packed.return?.();
  }
}

async function* undoParts(
  source: AsyncIterable<Buffer>,
  coding: string,
  most: number,
): AsyncGenerator<Buffer> {
  const packed: Buffer[] = [];
  let bytes = 0;
  // Bytes beyond `most` count as cut off. A failure of the source itself is thrown as it is.
  for await (const chunk of source) {
    packed.push(chunk);
    bytes += chunk.length;
    if (bytes > most) break;
  }
  // An answer without a body is not broken.
  if (bytes === 0) return;
  try {
    yield* inParts[coding]!(Buffer.concat(packed));
  } catch (error) {
    const { code } = error as { code?: string };
    if (error instanceof CutShort || code === 'Z_BUF_ERROR') throw new CutShort(coding);
    throw new Error(`the answer claims the encoding ${coding} but does not have it`, { cause: error });
  }
}

/** RFC 1952, 2.2: members in a row. Other bytes after the last member are ignored. */
async function* gunzipMembers(packed: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < packed.length;) {
    const head = gzipHeadBytes(packed.subarray(at));
    if (head === null && at > 0) return;
    if (head === null) throw new Error('no gzip member');
    const inflate = createInflateRaw();
    inflate.end(packed.subarray(at + head));
    let sum = 0;
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
    at += head + inflate.bytesWritten;
    if (packed.length < at + 8) throw new CutShort();
    if (packed.readUInt32LE(at) !== sum) throw new Error('another checksum');
    at += 8;
  }
}

/** The length of a member's head; null when no member begins here. Throws CutShort. */
function gzipHeadBytes(packed: Buffer): number | null {
  const magic = [0x1f, 0x8b, 0x08];
  if (magic.some((octet, index) => index < packed.length && packed[index] !== octet)) return null;
  const flags = packed[3] ?? 0;
  let at = 10;
  if (flags & 0x04) at += 2 + (packed.length < at + 2 ? packed.length : packed.readUInt16LE(at));
  for (const flag of [0x08, 0x10]) {
    const end = flags & flag ? packed.indexOf(0, at) : at - 1;
    if (end === -1) throw new CutShort();
    at = end + 1;
  }
  if (flags & 0x02) at += 2;
  if (packed.length < at) throw new CutShort();
  return at;
}

/** RFC 8878, 3: frames in a row, some of them skippable. Other bytes after the last frame are ignored. */
async function* decodeFrames(packed: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < packed.length;) {
    const rest = packed.subarray(at);
    const magic = rest.length < 4 ? 0 : rest.readUInt32LE(0);
    const isSkipped = magic >>> 4 === 0x0184d2a5;
    if (at > 0 && !isSkipped && magic !== 0xfd2fb528) return;
    if (isSkipped) {
      if (rest.length < 8) throw new CutShort();
      at += 8 + rest.readUInt32LE(4);
      continue;
    }
    const decoder = createZstdDecompress();
    decoder.end(rest);
    for await (const chunk of decoder as AsyncIterable<Buffer>) yield chunk;
    if (decoder.bytesWritten === 0) throw new CutShort();
    at += decoder.bytesWritten;
  }
}

async function* upTo(body: Readable, most: number, wire: { bytes: number; isFull: boolean }) {
  for await (const chunk of body as AsyncIterable<Buffer>) {
    yield chunk;
    wire.bytes += chunk.length;
    // Leaving the loop closes the connection.
    if (wire.bytes >= most) {
      wire.isFull = true;
      return;
    }
  }
}

async function collect(
  source: AsyncIterable<Buffer>,
  most: number,
  isFull: () => boolean,
): Promise<Unpacked> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const larger = `the first ${most / mebibyte} MiB were read, and it is larger`;
  try {
    for await (const chunk of source) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > most) break;
    }
  } catch (error) {
    if (!(error instanceof CutShort)) throw error;
    const unread = isFull() ? larger : `it ends in the middle of its ${error.message}`;
    return { bytes: Buffer.concat(chunks), unread };
  }
  const unread = bytes > most || isFull() ? larger : null;
  return { bytes: Buffer.concat(chunks).subarray(0, most), unread };
}

async function readAll(body: Readable, most: number): Promise<void> {
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes >= most) break;
  }
}

/** RFC 9110, 8.4.1; and what servers write for it, which browsers pass over. */
const isNone = (coding: string) => ['', 'identity', 'none', 'utf-8', 'utf8'].includes(coding);
