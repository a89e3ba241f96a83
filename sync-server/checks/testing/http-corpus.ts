// HTTP answers of many kinds of servers, byte by byte, with the text that a reader must find. The expected text
// follows from how an answer is built; none of it comes from our own reader.
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { answerOf, type Case } from './http-answer.ts';
import { charsetCases } from './http-corpus-charsets.ts';
import { headCases } from './http-corpus-heads.ts';

/** Words that occur in no answer. */
export const missing = 'no such words 4711';

const mebibyte = 1024 * 1024;
const pack: Record<string, (bytes: Buffer) => Buffer> = {
  gzip: (bytes) => gzipSync(bytes),
  'x-gzip': (bytes) => gzipSync(bytes),
  GZip: (bytes) => gzipSync(bytes),
  deflate: (bytes) => deflateSync(bytes),
  'raw deflate': (bytes) => deflateRawSync(bytes),
  br: (bytes) => brotliCompressSync(bytes),
  zstd: (bytes) => zstdCompressSync(bytes),
  identity: (bytes) => bytes,
};
const codings = [
  [],
  ['gzip'],
  ['x-gzip'],
  ['GZip'],
  ['deflate'],
  ['raw deflate'],
  ['br'],
  ['zstd'],
  ['identity'],
  ['gzip', 'br'],
  ['br', 'gzip'],
  ['identity', 'gzip'],
  ['raw deflate', 'gzip', 'br'],
  ['gzip', 'gzip'],
];

const packed = (bytes: Buffer, list: readonly string[]) =>
  list.reduce((done, coding) => pack[coding]!(done), bytes);
const encodingOf = (list: readonly string[]) =>
  list.length === 0 ? [] : [`Content-Encoding: ${list.map((name) => name.replace('raw ', '')).join(', ')}`];

/** The ways to mark the end of a body. */
const framings: Record<
  string,
  { sizes: number[]; send: (headers: readonly string[], body: Buffer) => Buffer }
> = {
  length: {
    sizes: [500, 2 * mebibyte],
    send: (headers, body) => answerOf([...headers, `Content-Length: ${body.length}`], body),
  },
  close: { sizes: [70_000], send: answerOf },
  chunks: {
    sizes: [70_000],
    send: (headers, body) => answerOf([...headers, 'Transfer-Encoding: chunked'], inChunks(body, 30_000)),
  },
  // A decoder that waits for whole pieces fails here.
  'small chunks': {
    sizes: [500],
    send: (headers, body) => answerOf([...headers, 'Transfer-Encoding: chunked'], inChunks(body, 7)),
  },
};

function inChunks(body: Buffer, size: number): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; at < body.length; at += size) {
    const chunk = body.subarray(at, at + size);
    chunks.push(Buffer.from(`${chunk.length.toString(16)};x=y\r\n`), chunk, Buffer.from('\r\n'));
  }
  return Buffer.concat([...chunks, Buffer.from('0\r\nTrailer: x\r\n\r\n')]);
}

const words = 'Größe 状态: alles gut';
const page = (bytes: number) =>
  Buffer.from(`<p>${'.'.repeat(Math.max(0, bytes - words.length - 3))}${words}`);

const codingCases: Case[] = codings.flatMap((list) =>
  Object.entries(framings).flatMap(([framing, { sizes, send }]) =>
    sizes.map((bytes): Case => ({
      name: `${list.join(' then ') || 'plain'}, ${framing}, ${bytes} octets`,
      pages: {
        '/': send(['Content-Type: text/html; charset=utf-8', ...encodingOf(list)], packed(page(bytes), list)),
      },
      holds: words,
    })),
  ),
);

const large = 'the first 8 MiB were read, and it is larger';
const plainHead = ['Content-Type: text/plain; charset=utf-8'];
const filler = (mebibytes: number) => Buffer.alloc(mebibytes * mebibyte, 'x');
const bomb = () => packed(filler(64), ['gzip']);
const withEncoding = (coding: string, body: Buffer) =>
  answerOf([...plainHead, `Content-Encoding: ${coding}`, `Content-Length: ${body.length}`], body);

/** Answers that are too large, cut off or mislabelled. */
const limitCases: Case[] = [
  {
    name: 'words within the first 8 MiB of more',
    pages: { '/': answerOf(plainHead, Buffer.concat([Buffer.from(words), filler(9)])) },
    holds: words,
    unread: large,
  },
  {
    name: 'words behind the first 8 MiB',
    pages: { '/': answerOf(plainHead, Buffer.concat([filler(9), Buffer.from(missing)])) },
    holds: null,
    unread: large,
  },
  { name: 'a bomb of gzip', pages: { '/': withEncoding('gzip', bomb()) }, holds: null, unread: large },
  {
    name: 'a bomb of gzip in gzip',
    pages: { '/': withEncoding('gzip, gzip', gzipSync(bomb())) },
    holds: null,
    unread: large,
  },
  {
    name: 'a bomb of br',
    pages: { '/': withEncoding('br', brotliCompressSync(filler(64))) },
    holds: null,
    unread: large,
  },
  {
    name: 'a bomb of zstd',
    pages: { '/': withEncoding('zstd', zstdCompressSync(filler(64))) },
    holds: null,
    unread: large,
  },
  ...['gzip', 'deflate', 'br', 'zstd'].map((coding): Case => {
    const whole = packed(Buffer.from(`${words}${randomLetters(5_000)}`), [coding]);
    return {
      name: `${coding} that ends in the middle`,
      pages: { '/': withEncoding(coding, whole.subarray(0, whole.length - 40)) },
      holds: null,
      unread: `it ends in the middle of its ${coding}`,
    };
  }),
  ...['gzip', 'deflate', 'br', 'zstd'].map((coding): Case => ({
    name: `${coding} that is none`,
    pages: { '/': withEncoding(coding, Buffer.from('<p>no such coding at all, only text</p>')) },
    holds: null,
    broken: `the answer claims the encoding ${coding} but does not have it`,
  })),
  ...['compress', 'x-unknown', '__proto__', 'gzip, constructor'].map((coding): Case => ({
    name: `packed as ${coding}`,
    pages: { '/': withEncoding(coding, Buffer.from(words)) },
    holds: null,
    unread: `it is packed as “${coding.split(', ').at(-1)}”, which is not unpacked here`,
  })),
  {
    name: 'six codings',
    pages: {
      '/': withEncoding(Array(6).fill('gzip').join(','), packed(Buffer.from(words), Array(6).fill('gzip'))),
    },
    holds: null,
    unread: 'it is packed as “gzip,gzip,gzip,gzip,gzip,gzip”, which is not unpacked here',
  },
  {
    name: 'two members of gzip',
    pages: { '/': withEncoding('gzip', Buffer.concat([gzipSync('first '), gzipSync(words)])) },
    holds: `first ${words}`,
  },
  ...Object.entries({
    gzip: [gzipSync(words), Buffer.from('\n<!-- served by cache 4 -->')],
    'x-gzip': [gzipSync(words), Buffer.alloc(512)],
    deflate: [deflateSync(words), Buffer.from('more')],
    zstd: [zstdCompressSync(words), Buffer.from('more')],
  }).map(([coding, parts]): Case => ({
    name: `${coding} with more behind its end`,
    pages: { '/': withEncoding(coding, Buffer.concat(parts)) },
    holds: words,
  })),
  {
    name: 'a member of gzip with a name and a comment',
    pages: { '/': withEncoding('gzip', named(gzipSync(words))) },
    holds: words,
  },
  {
    name: 'a second member of gzip that ends in the middle',
    pages: { '/': withEncoding('gzip', Buffer.concat([gzipSync(words), gzipSync(words).subarray(0, 12)])) },
    holds: words,
    unread: 'it ends in the middle of its gzip',
  },
  {
    name: 'gzip whose checksum is another',
    pages: { '/': withEncoding('gzip', Buffer.concat([gzipSync(words).subarray(0, -8), Buffer.alloc(8)])) },
    holds: null,
    broken: 'the answer claims the encoding gzip but does not have it',
  },
  {
    name: 'two frames of zstd, between them one to skip',
    pages: {
      '/': withEncoding(
        'zstd',
        Buffer.concat([
          zstdCompressSync('first '),
          Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2]),
          zstdCompressSync(words),
        ]),
      ),
    },
    holds: `first ${words}`,
  },
  {
    name: 'gzip as a transfer coding',
    pages: {
      '/': answerOf(['Transfer-Encoding: gzip, chunked'], inChunks(gzipSync(words), 10)),
    },
    holds: words,
  },
  {
    name: 'gzip as a transfer coding of br',
    pages: {
      '/': answerOf(
        ['Content-Encoding: br', 'Transfer-Encoding: gzip', 'Transfer-Encoding: chunked'],
        inChunks(gzipSync(brotliCompressSync(words)), 10),
      ),
    },
    holds: words,
  },
  {
    name: 'a body of nothing, said to be gzip',
    pages: { '/': withEncoding('gzip', Buffer.alloc(0)) },
    holds: '',
  },
];

/** RFC 1952, 2.3: with the fields FNAME and FCOMMENT. */
function named(member: Buffer): Buffer {
  const fields = Buffer.from('page.html\0kept\0');
  return Buffer.concat([
    member.subarray(0, 3),
    Buffer.from([0x18]),
    member.subarray(4, 10),
    fields,
    member.subarray(10),
  ]);
}

/** Letters that compress badly, the same on each run. */
function randomLetters(count: number): string {
  let state = 7;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return String.fromCharCode(97 + ((state >>> 16) % 26));
  }).join('');
}

export const corpus: readonly Case[] = [...codingCases, ...charsetCases, ...headCases, ...limitCases];
