import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import { TLSSocket } from 'node:tls';
import { dial } from '../../outgoing/dial.ts';
import type { Egress } from '../../outgoing/egress.ts';
import { requestHttp } from '../../outgoing/node-http.ts';
import { unpack } from './body-codings.ts';
import { describeCertificate, secure } from '../certificate.ts';
import { decodeText } from './charset.ts';
import type { Certificate, Phases } from '../evidence.ts';
import { longestHeadBytes, withLenientHead } from './lenient-head.ts';

export type Request = {
  url: URL;
  method: string;
  headers: Readonly<Record<string, readonly string[]>>;
  body: string;
  signal: AbortSignal;
  egress: Egress;
  /** Accept a certificate that is expired, self-signed or for another name. */
  ignoresTls: boolean;
  /** Byte limit for the body, as received and as decompressed; 0 for an answer whose body does not matter. */
  mostBytes: (head: Head) => number;
};

/** `location` has every octet beyond ASCII percent-encoded. */
export type Head = { status: number; location: string | null };

export type HttpAnswer = Head & {
  statusText: string;
  version: string;
  headers: IncomingMessage['headers'];
  text: string;
  /**
   * The part of the body that is missing in `text`, worded as the end of a sentence; null when nothing is missing.
   */
  unread: string | null;
  phases: Phases;
  certificate: Certificate | null;
};

/** No answer came. `cause`: Node's error. `phases`: how far the request got. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
  readonly phases: Phases;
  constructor(cause: unknown, phases: Phases) {
    super('no answer', { cause });
    this.phases = phases;
  }
}

/** Sends one request on a new connection, so that connecting is measured too. Rejects with NoAnswer. */
export async function requestOnce(asked: Request): Promise<HttpAnswer> {
  const startedAt = performance.now();
  const marks: Marks = { lookup: null, connect: null, secure: null, firstByte: null };
  let socket: Socket | null = null;
  try {
    socket = await open(asked, marks);
    return await ask(asked, socket, marks, startedAt);
  } catch (error) {
    throw new NoAnswer(error, phasesOf(marks, startedAt, asked.url));
  } finally {
    socket?.destroy();
  }
}

async function open({ url, headers, signal, egress, ignoresTls }: Request, marks: Marks): Promise<Socket> {
  const isSecure = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(url.port || (isSecure ? '443' : '80'));
  const socket = await dial({ host, port, signal, egress }, marks);
  if (!isSecure) return socket;
  const secured = await secure(socket, { name: nameIn(headers) ?? host, isTrusting: ignoresTls, signal });
  marks.secure = performance.now();
  return secured;
}

/** RFC 9110, 7.2: the name in the check's own Host header. TLS asks for that host's certificate as well. */
export function nameIn(headers: Readonly<Record<string, readonly string[]>>): string | null {
  const authority = `http://${headers['host']?.[0] ?? ''}`;
  if (!URL.canParse(authority)) return null;
  return new URL(authority).hostname.replace(/^\[(.*)\]$/, '$1');
}

async function ask(asked: Request, socket: Socket, marks: Marks, startedAt: number): Promise<HttpAnswer> {
  const { url, method, body, signal } = asked;
  const request = requestHttp({
    method,
    path: `${url.pathname}${url.search}`,
    createConnection: () => withLenientHead(socket),
    headers: headersFor(asked),
    setHost: false,
    signal,
    maxHeaderSize: 2 * longestHeadBytes,
    // withLenientHead repairs most faults; this option accepts what only Node's parser rejects.
    insecureHTTPParser: true,
  });
  // Resolves when the head has arrived; the body is read below.
  const response = await answerTo(request, body);
  marks.firstByte = performance.now();
  // Read it now: the socket drops its certificate on close.
  const certificate = certificateOf(socket);
  const { statusCode = 0, statusMessage = '', headers, httpVersion } = response;
  const head = { status: statusCode, location: locationIn(headers.location) };
  const given = await read(response, method, asked.mostBytes(head));
  const unread = given.unread ?? (isPart(statusCode, headers['content-range']) ? sentInPart : null);
  return {
    ...head,
    statusText: statusMessage,
    version: httpVersion,
    headers,
    text: given.text,
    unread,
    phases: phasesOf(marks, startedAt, url),
    certificate,
  };
}

const sentInPart = 'the server sent a part of it (206)';

/** RFC 9110, 14.4: nobody asked for a part, and a server may send one all the same. */
function isPart(status: number, range: string | undefined): boolean {
  if (status !== 206) return false;
  const [, first, last, length] = /^bytes (\d+)-(\d+)\/(\d+)$/u.exec(range ?? '') ?? [];
  return first !== '0' || Number(last) + 1 !== Number(length);
}

function answerTo(request: ClientRequest, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', resolve);
    // 101 has no body; another protocol follows.
    request.on('upgrade', (response: IncomingMessage) => {
      response.push(null);
      resolve(response);
    });
    request.end(body);
  });
}

async function read(response: IncomingMessage, method: string, most: number) {
  if (most === 0) return { text: '', unread: 'it was not looked at' };
  const { headers } = response;
  // Transfer codings were applied after the content codings (RFC 9112, 7); Node undoes chunked alone.
  const transfer = (headers['transfer-encoding'] ?? '').replaceAll(/\bchunked\b/gi, '');
  const codings = [headers['content-encoding'], transfer].filter(Boolean).join(',');
  const { bytes, unread } = await unpack(response, codings, most);
  const text = bytes.length === 0 ? '' : await decodeText(bytes, headers['content-type'] ?? '');
  if (text === null) return { text: '', unread: 'it is in a charset that browsers do not read any more' };
  return { text, unread: method === 'HEAD' ? 'HEAD asks for no body' : unread };
}

/** Node reads headers as Latin-1; many servers write UTF-8 there, and browsers send those octets back. */
const locationIn = (location: string | undefined): string | null =>
  // Browsers and curl go nowhere with an empty one.
  (location || undefined)?.replaceAll(
    /[\x80-\xff]/g,
    (octet) => `%${octet.charCodeAt(0).toString(16).toUpperCase()}`,
  ) ?? null;

function headersFor({ url, headers, body }: Request): OutgoingHttpHeaders {
  const given = Object.entries(headers).map(([name, values]) => [
    name,
    values.length === 1 ? values[0] : values,
  ]);
  // RFC 9112, 6.2: Content-Length is never sent together with chunks.
  const isChunked = headers['transfer-encoding'] !== undefined;
  // No request here has trailers, and Node sends no announcement of them without chunks.
  const { 'content-length': _own, trailer: _none, ...own } = Object.fromEntries(given) as OutgoingHttpHeaders;
  const named = nameIn(headers);
  // A non-ASCII host name is sent in its ASCII form (IDNA; RFC 3986, 3.2.2).
  if (named !== null && !/^[\x21-\x7e]+$/.test(String(own['host'])))
    own['host'] = new URL(`http://${String(own['host'])}`).host;
  return {
    host: url.host,
    'user-agent': 'Muster',
    accept: '*/*',
    ...own,
    ...(body === '' || isChunked ? {} : { 'content-length': Buffer.byteLength(body) }),
    connection: 'close',
  };
}

type Marks = Record<'lookup' | 'connect' | 'secure' | 'firstByte', number | null>;

const between = (from: number | null, to: number | null) =>
  from === null || to === null ? null : Math.round((to - from) * 100) / 100;

function phasesOf({ lookup, connect, secure, firstByte }: Marks, startedAt: number, url: URL): Phases {
  const isLiteral = isIP(url.hostname.replace(/^\[(.*)\]$/, '$1')) !== 0;
  const isReady = url.protocol === 'https:' ? secure : connect;
  return {
    dnsMs: between(startedAt, lookup),
    connectMs: between(isLiteral ? startedAt : lookup, connect),
    tlsMs: between(connect, secure),
    firstByteMs: between(isReady, firstByte),
    totalMs: between(startedAt, performance.now()),
  };
}

function certificateOf(socket: Socket): Certificate | null {
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  return certificate === undefined ? null : describeCertificate(certificate, socket as TLSSocket);
}
