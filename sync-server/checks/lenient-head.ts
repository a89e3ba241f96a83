// Repairs the head of an HTTP answer as browsers and curl do, before Node's parser sees it. Node's parser rejects a
// space before a colon, a line without a colon and a length that is given twice.
import { Duplex } from 'node:stream';

/** curl's limit is 300 kB. */
export const longestHeadBytes = 256 * 1024;

/** A head that cannot be read; the message is for a person. */
export class BadHead extends Error {
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

/** Received bytes go in, bytes for Node's parser come out. */
function makeMender(): (chunk: Buffer) => Buffer {
  let kept: Buffer | null = Buffer.alloc(0);
  return (chunk) => {
    if (kept === null) return chunk;
    kept = Buffer.concat([kept, chunk]);
    const done: Buffer[] = [];
    // Interim answers (1xx) have heads of their own.
    while (kept !== null) {
      if (!mayBeHttp(kept)) {
        done.push(kept);
        kept = null;
        break;
      }
      const end = endOfHead(kept);
      if (end === null && kept.length > longestHeadBytes)
        throw new BadHead(`the head of the answer is larger than ${longestHeadBytes / 1024} KiB`);
      if (end === null) break;
      const head = mendHead(kept.subarray(0, end).toString('latin1'));
      done.push(Buffer.from(head, 'latin1'));
      const rest: Buffer = kept.subarray(end);
      kept = /^HTTP\/\S+ 1(?!01)\d\d\b/.test(head) ? rest : null;
      if (kept === null) done.push(rest);
    }
    return Buffer.concat(done);
  };
}

const mayBeHttp = (bytes: Buffer): boolean => {
  const start = bytes
    .subarray(0, 16)
    .toString('latin1')
    .replace(/^[\r\n]+/, '');
  return 'HTTP/'.startsWith(start.slice(0, 5));
};

/** The index after the empty line. RFC 9112, 2.2: a line may end in a bare LF. */
function endOfHead(bytes: Buffer): number | null {
  const text = bytes.subarray(0, longestHeadBytes + 4).toString('latin1');
  const found = /^[\r\n]*[^\r\n][^]*?\n\r*\n/.exec(text);
  return found === null ? null : found[0].length;
}

type Line = { name: string; value: string };

function mendHead(head: string): string {
  const [status = '', ...lines] = head.trim().split(/\r*\n/);
  const headers = mendLengths(readLines(lines));
  const told = headers.map(({ name, value }) => `${name}: ${value}`);
  return [mendStatus(status), ...told, '', ''].join('\r\n');
}

/** Rewrites `HTTP/2 200` and `HTTP/1.1  200` in the form of HTTP/1.1. */
function mendStatus(line: string): string {
  const [, version = '', code, words = ''] =
    /^HTTP\/(\d(?:\.\d)?)[ \t]+(\d{3})(?:[ \t]+(.*))?$/.exec(line) ?? [];
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
    lines.filter(isLength).flatMap(({ value }) => value.split(',').map((part) => part.trim())),
  );
  const others = lines.filter((line) => !isLength(line));
  if (lengths.size === 0 || others.some(isCalled('transfer-encoding'))) return others;
  const [value = ''] = lengths;
  if (lengths.size > 1)
    throw new BadHead(
      `the header Content-Length says different lengths: ${printable([...lengths].join(', '))}`,
    );
  if (!/^\d+$/.test(value))
    throw new BadHead(`the header Content-Length is no length: “${printable(value)}”`);
  return [...others, { name: 'Content-Length', value }];
}

const printable = (text: string) => text.replaceAll(/[^\x20-\x7e]/g, ' ').slice(0, 50);
