// Repairs the head of an HTTP answer as browsers and curl do, before Node's parser sees it. Node's parser rejects a
// space before a colon, a line without a colon and a length that is given twice.
import { Duplex } from 'node:stream';

/** curl's limit is 300 kB. */
export const longestHeadBytes = 256 * 1024;

/** A head that cannot be read; the message is for a person. */
class BadHead extends Error {
  override name = 'BadHead';
}

/** A stream over `socket` for node's HTTP client; destroying it destroys the socket. */
export function withLenientHead(socket: Duplex): Duplex {
  const mend = makeMender();
  const stream = new Duplex({
    read: () => void socket.resume(),
    write: (chunk: Buffer, _encoding, done) => void socket.write(chunk, done),
    final: (done) => done(),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (chunk: Buffer) => {
    try {
      const mended = mend(chunk);
      if (mended.length > 0 && !stream.push(mended)) socket.pause();
    } catch (error) {
      stream.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  });
  socket.on('end', () => stream.push(null));
  socket.on('error', (error) => stream.destroy(error));
  socket.on('close', () => stream.destroy());
  return stream;
}

/** Received bytes go in, bytes for Node's parser come out. Each octet of a head is looked at once. */
function makeMender(): (chunk: Buffer) => Buffer {
  let received = Buffer.alloc(0);
  /** Positions in `received`: the end of the octets in use, the start of the present head, and how far its end was searched for. */
  let [filled, begin, looked] = [0, 0, 0];
  let pass: ((chunk: Buffer) => Buffer) | null = null;
  const append = (chunk: Buffer) => {
    if (filled + chunk.length > received.length) {
      const larger = Buffer.alloc(2 * (filled + chunk.length));
      received.copy(larger, 0, 0, filled);
      received = larger;
    }
    chunk.copy(received, filled);
    filled += chunk.length;
  };
  return (chunk) => {
    if (pass !== null) return pass(chunk);
    append(chunk);
    const done: Buffer[] = [];
    while (pass === null) {
      const rest: Buffer = received.subarray(begin, filled);
      if (!mayBeHttp(rest)) {
        pass = (more) => more;
        done.push(rest);
        break;
      }
      const found = endOfHead(received.subarray(0, filled), begin, looked);
      looked = found.looked;
      // Interim answers (1xx) have heads of their own, and count.
      if ((found.end ?? filled) > longestHeadBytes)
        throw new BadHead(`the head of the answer is larger than ${longestHeadBytes / 1024} KiB`);
      if (found.end === null) break;
      const head = mendHead(received.toString('latin1', begin, found.end));
      done.push(Buffer.from(head, 'latin1'));
      begin = looked = found.end;
      if (/^HTTP\/\S+ 1(?!01)\d\d\b/.test(head)) continue;
      pass = isChunked(head) ? makeChunkMender() : (more) => more;
      done.push(pass(received.subarray(begin, filled)));
    }
    return Buffer.concat(done);
  };
}

const isChunked = (head: string): boolean => /\r\ntransfer-encoding:[^\r]*\bchunked[ \t]*\r\n/i.test(head);
/** A line with a chunk's size and extensions. */
const longestChunkLine = 16 * 1024;

/**
 * Leaves out the extensions of chunks, which nobody needs: Node's parser rejects some that RFC 9112, 7.1.1, allows.
 * After the last chunk, or a line that is not a size, everything passes through unchanged.
 */
function makeChunkMender(): (chunk: Buffer) => Buffer {
  let line = '';
  /** Octets of the present chunk still to come. */
  let left = 0;
  let isAfterData = false;
  let isOver = false;
  return (chunk) => {
    const done: Buffer[] = [];
    let at = 0;
    while (at < chunk.length && !isOver) {
      if (left > 0) {
        const part = chunk.subarray(at, at + left);
        done.push(part);
        at += part.length;
        left -= part.length;
        continue;
      }
      const end = chunk.indexOf(0x0a, at);
      line += chunk.toString('latin1', at, end === -1 ? chunk.length : end);
      at = end === -1 ? chunk.length : end + 1;
      if (end === -1 && line.length <= longestChunkLine) continue;
      if (isAfterData && line.trim() === '') {
        done.push(Buffer.from('\r\n'));
        [isAfterData, line] = [false, ''];
        continue;
      }
      const size = /^[ \t]*([0-9a-f]{1,13})(?=[ \t;\r]|$)/i.exec(line)?.[1];
      left = size === undefined ? 0 : Number.parseInt(size, 16);
      isOver = left === 0;
      done.push(Buffer.from(size === undefined ? `${line}\n` : `${size}\r\n`, 'latin1'));
      [isAfterData, line] = [left > 0, ''];
    }
    if (isOver) done.push(chunk.subarray(at));
    return Buffer.concat(done);
  };
}

const mayBeHttp = (bytes: Buffer): boolean => {
  const start = bytes
    .subarray(0, 16)
    .toString('latin1')
    .replace(/^[\r\n]+/, '');
  return 'HTTP/'.startsWith(start.slice(0, 5).toUpperCase());
};

const [lf, cr] = [0x0a, 0x0d];
/** How many carriage returns may stand before a line feed. */
const mostReturns = 8;

/**
 * The index after the empty line of the head that starts at `begin`, or null, and where to look on. RFC 9112, 2.2: a
 * line may end in a bare LF.
 */
function endOfHead(bytes: Buffer, begin: number, looked: number): { end: number | null; looked: number } {
  let from = looked;
  // Empty lines before the head.
  if (from === begin) while (bytes[from] === cr || bytes[from] === lf) from += 1;
  for (;;) {
    const lineEnd = bytes.indexOf(lf, from);
    if (lineEnd === -1) return { end: null, looked: from === begin ? begin : bytes.length };
    let next = lineEnd + 1;
    while (bytes[next] === cr && next - lineEnd <= mostReturns) next += 1;
    if (next >= bytes.length) return { end: null, looked: lineEnd };
    if (bytes[next] === lf) return { end: next + 1, looked: next + 1 };
    from = next;
  }
}

type Line = { name: string; value: string };

function mendHead(head: string): string {
  const [status = '', ...lines] = head.trim().split(/\r*\n/);
  const headers = mendLengths(readLines(lines));
  const told = headers.map(({ name, value }) => `${name}: ${value}`);
  return [mendStatus(status), ...told, '', ''].join('\r\n');
}

/** Rewrites `HTTP/2 200`, `http/1.1 200` and `HTTP/1.1  200` in the form of HTTP/1.1. */
function mendStatus(line: string): string {
  const [, version = '', code, words = ''] =
    /^HTTP\/(\d(?:\.\d)?)[ \t]+(\d{3})(?:[ \t]+(.*))?$/i.exec(line) ?? [];
  if (code === undefined)
    throw new BadHead(`the answer begins with “${printable(line)}”, which is no status line`);
  return `HTTP/${version === '1.0' ? '1.0' : '1.1'} ${code} ${words}`.trimEnd();
}

/** Lines that are not headers are left out, as in browsers. */
function readLines(lines: readonly string[]): Line[] {
  const read: Line[] = [];
  for (const line of lines) {
    const before = read.at(-1);
    if (/^[ \t]/.test(line) && before) {
      // RFC 9112, 5.2: a folded line.
      before.value += ` ${line.trim()}`;
      continue;
    }
    const [, name, value = ''] = /^\s*([\w!#$%&'*+.^`|~-]+)[ \t]*:(.*)$/s.exec(line) ?? [];
    if (name !== undefined)
      read.push({ name, value: value.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, ' ').trim() });
  }
  return read;
}

/** RFC 9112, 6.3: chunks override a length, and the same length twice counts once. */
function mendLengths(lines: readonly Line[]): Line[] {
  const isCalled = (wanted: string) => (line: Line) => line.name.toLowerCase() === wanted;
  const isLength = isCalled('content-length');
  const lengths = new Set(
    lines
      .filter(isLength)
      .flatMap(({ value }) => value.split(',').map((part) => part.trim().replace(/^\+/, ''))),
  );
  const others = lines.filter((line) => !isLength(line));
  if (lengths.size === 0 || others.some(isCalled('transfer-encoding'))) return others;
  const [value = ''] = lengths;
  if (lengths.size > 1)
    throw new BadHead(
      `the header Content-Length says different lengths: ${printable([...lengths].join(', '))}`,
    );
  if (!/^\d{1,15}$/.test(value))
    throw new BadHead(`the header Content-Length is no length: “${printable(value)}”`);
  return [...others, { name: 'Content-Length', value }];
}

const printable = (text: string) => text.replaceAll(/[^\x20-\x7e]/g, ' ').slice(0, 50);
