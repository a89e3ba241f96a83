import type { IncomingMessage, RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Egress } from '../outgoing/egress.ts';
import { requestHttp, requestHttps } from '../outgoing/node-http.ts';
import { describeCertificate } from './certificate.ts';
import type { Certificate, Phases } from './evidence.ts';

export type Request = {
  url: URL;
  method: string;
  headers: Record<string, string[]>;
  body: string;
  signal: AbortSignal;
  egress: Egress;
  /** Take a certificate that is expired, self-signed or for another name. */
  ignoresTls: boolean;
};

export type Answer = {
  status: number;
  statusText: string;
  version: string;
  headers: IncomingMessage['headers'];
  location: string | null;
  /** At most the first mebibyte. */
  text: string;
  phases: Phases;
  certificate: Certificate | null;
};

const mostBytes = 1024 * 1024;

/** No answer: `cause` is what node said, `phases` how far it came. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
  readonly phases: Phases;
  constructor(cause: unknown, phases: Phases) {
    super('no answer', { cause });
    this.phases = phases;
  }
}

/** One request on a connection of its own, so that connecting is measured too. Rejects with NoAnswer. */
export function requestOnce(asked: Request): Promise<Answer> {
  const { url, body, egress } = asked;
  const startedAt = performance.now();
  const marks: Marks = { lookup: null, connect: null, secure: null, firstByte: null };
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(new NoAnswer(error, phasesOf(marks, startedAt, url)));
    try {
      egress.assertAllowed(url.hostname);
    } catch (error) {
      fail(error);
      return;
    }
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, optionsOf(asked));
    request.on('socket', (socket) => mark(socket, marks));
    request.on('error', fail);
    request.on('response', (response) => {
      marks.firstByte = performance.now();
      // Read now: the socket lets go of it when it closes.
      const certificate = certificateOf(response.socket);
      readText(response).then((text) => {
        const { statusCode = 0, statusMessage = '', headers, httpVersion } = response;
        resolve({
          status: statusCode,
          statusText: statusMessage,
          version: httpVersion,
          headers,
          location: headers.location ?? null,
          text,
          phases: phasesOf(marks, startedAt, url),
          certificate,
        });
      }, fail);
    });
    request.end(body);
  });
}

function optionsOf({ method, headers, body, signal, egress, ignoresTls }: Request): RequestOptions {
  return {
    method,
    agent: false,
    signal,
    lookup: egress.guardedLookup,
    ...(ignoresTls ? { rejectUnauthorized: false } : {}),
    headers: {
      'user-agent': 'Muster',
      accept: '*/*',
      ...headers,
      ...(body === '' ? {} : { 'content-length': Buffer.byteLength(body) }),
      connection: 'close',
    },
  };
}

type Marks = Record<'lookup' | 'connect' | 'secure' | 'firstByte', number | null>;

function mark(socket: Socket, marks: Marks) {
  socket.once('lookup', () => (marks.lookup = performance.now()));
  socket.once('connect', () => (marks.connect = performance.now()));
  socket.once('secureConnect', () => (marks.secure = performance.now()));
}

const between = (from: number | null, to: number | null) =>
  from === null || to === null ? null : Math.round((to - from) * 100) / 100;

function phasesOf({ lookup, connect, secure, firstByte }: Marks, startedAt: number, url: URL): Phases {
  // node does not look up a literal address and says so by silence.
  const lookedUp = lookup ?? startedAt;
  const isReady = url.protocol === 'https:' ? secure : connect;
  return {
    dnsMs: between(startedAt, lookup),
    connectMs: between(lookedUp, connect),
    tlsMs: between(connect, secure),
    firstByteMs: between(isReady, firstByte),
    totalMs: between(startedAt, performance.now()),
  };
}

function certificateOf(socket: Socket): Certificate | null {
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  return certificate === undefined ? null : describeCertificate(certificate);
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    // Leaving the loop closes the connection.
    if (bytes >= mostBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
