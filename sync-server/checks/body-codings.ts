// Undoes the content codings of a body, up to a limit.
import { Readable, type Transform } from 'node:stream';
import {
  createBrotliDecompress,
  createGunzip,
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
 * Reads `body` up to `most` bytes, as received and as decompressed. `encoding`: the Content-Encoding header. Rejects
 * with the stream's error, or with a message for a person when decompression fails.
 */
export async function unpack(body: Readable, encoding: string, most: number): Promise<Unpacked> {
  const codings = encoding
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  const strange = codings.find((coding) => decoders[coding] === undefined);
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
  for (const coding of codings.toReversed()) source = undo(source, coding);
  return collect(source, most, () => wire.isFull);
}

type Decoder = (first: Buffer) => Transform;
const gunzip: Decoder = () => createGunzip();
const decoders: Readonly<Record<string, Decoder | undefined>> = {
  __proto__: null as never,
  gzip: gunzip,
  'x-gzip': gunzip,
  // RFC 9110, 8.4.1.2: zlib format; some servers leave out its header.
  deflate: (first) => (hasZlibHead(first) ? createInflate() : createInflateRaw()),
  br: () => createBrotliDecompress(),
  // Some supported Node versions do not have it.
  ...(createZstdDecompress === undefined ? {} : { zstd: () => createZstdDecompress() }),
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
    throw new Error(`the answer says that it is packed as ${coding}, and is not`, { cause: error });
  } finally {
    input.destroy();
    decoder.destroy();
    await packed.return?.();
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
