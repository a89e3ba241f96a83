// Sends requests to upstream servers. Answers are limited in bytes, not decompressed, and redirects are not followed. A
// hub is identified by the fingerprint of its certificate.
import type { ClientRequestArgs, IncomingMessage } from 'node:http';
import { Readable, type Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { connect, type ConnectionOptions } from 'node:tls';
import { requestHttp, requestHttps, TlsAgent } from '../outgoing/node-http.ts';

export type Peer = {
  /** http: or https:, without a trailing slash. */
  url: string;
  token: string | null;
  /** HU8: SHA-256 of the only accepted certificate, 64 hexadecimal digits; null relies on certificate authorities. */
  fingerprint?: string | null;
};

export type Question = {
  method: string;
  /** Path and query, starting with `/`. */
  path: string;
  headers?: Record<string, string>;
  body?: string | AsyncIterable<Uint8Array> | null;
  signal: AbortSignal;
};

/** The server at a hub's address has another key than the hub we joined. */
export class OtherCertificate extends Error {
  override name = 'OtherCertificate';
  constructor() {
    super(
      'it shows another certificate than the one it was joined with; join it again if its computer is new',
    );
  }
}

/** Resolves with the answer before its body is read. Rejects when there is none, or a redirect. */
export async function askPeer(peer: Peer, question: Question): Promise<IncomingMessage> {
  const { signal } = question;
  signal.throwIfAborted();
  const url = new URL(peer.url + question.path);
  const body = question.body ?? null;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  let answer: IncomingMessage | null = null;
  const arrived = (response: IncomingMessage) => {
    answer = response;
    resolve(response);
  };
  const options = {
    method: question.method,
    headers: {
      ...question.headers,
      ...bearer(peer.token),
      'accept-encoding': 'identity',
      ...(typeof body === 'string' && { 'content-length': String(Buffer.byteLength(body)) }),
    },
    agent: agentFor(peer) ?? false,
  };
  const request =
    url.protocol === 'https:' ? requestHttps(url, options, arrived) : requestHttp(url, options, arrived);
  request.on('error', reject);
  const abort = () => {
    answer?.destroy(asError(signal.reason));
    request.destroy(asError(signal.reason));
  };
  signal.addEventListener('abort', abort, { once: true });
  request.on('close', () => signal.removeEventListener('abort', abort));
  if (body === null || typeof body === 'string') request.end(body ?? undefined);
  // A peer may answer before it has read the whole body; that answer counts.
  else pipeline(Readable.from(body), request).catch(reject);
  const response = await promise;
  const reason = whyUnfit(response);
  if (reason === null) return response;
  response.destroy();
  throw new Error(reason);
}

/** An agent for a WebSocket or request; undefined means the default agent. */
export function agentFor({ url, fingerprint }: Peer): PinningAgent | undefined {
  if (!url.startsWith('https:') || fingerprint === undefined || fingerprint === null) return undefined;
  return new PinningAgent(fingerprint);
}

type Connected = (error: Error | null, stream: Duplex) => void;

/** Sends nothing, above all no token, to a server with another certificate. */
class PinningAgent extends TlsAgent {
  readonly #fingerprint: string;
  constructor(fingerprint: string) {
    super({ keepAlive: false, maxCachedSessions: 0 });
    this.#fingerprint = fingerprint;
  }
  override createConnection(options: ClientRequestArgs, connected?: Connected): undefined {
    // No authority signed this certificate; it is compared below, before the socket is used.
    const socket = connect({ ...(options as ConnectionOptions), rejectUnauthorized: false });
    const failed = (error: Error) => connected?.(error, socket);
    socket.once('error', failed);
    socket.once('secureConnect', () => {
      const shown = socket.getPeerCertificate().fingerprint256.replaceAll(':', '').toLowerCase();
      if (shown === this.#fingerprint) {
        socket.off('error', failed);
        connected?.(null, socket);
      } else socket.destroy(new OtherCertificate());
    });
  }
}

function whyUnfit({ statusCode = 0, headers }: IncomingMessage): string | null {
  if (statusCode >= 300 && statusCode < 400 && statusCode !== 304)
    return `it answered with a redirect (HTTP ${statusCode}), which is not followed`;
  const encoding = headers['content-encoding'] ?? 'identity';
  return encoding === 'identity'
    ? null
    : `it sent a compressed answer (${encoding.slice(0, 20)}), which was not asked for`;
}

function bearer(token: string | null): Record<string, string> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

/** Describes a failed request in words. */
export function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'nothing answers at its address';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its name is not known';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'it closed the connection';
  if (code === 'ETIMEDOUT') return 'no answer in time';
  if (code === 'EPROTO') return 'it does not speak TLS';
  return error.message === '' ? code || error.name : error.message;
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
