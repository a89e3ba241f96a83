import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';

export type Request = {
  url: URL;
  method: string;
  headers: Record<string, string[]>;
  body: string;
  signal: AbortSignal;
};
/** `text` is at most the first mebibyte. */
export type Answer = { status: number; statusText: string; location: string | null; text: string };

const mostBytes = 1024 * 1024;

/** One request on a connection of its own, so that connecting is measured too. Rejects when there is no answer. */
export function requestOnce({ url, method, headers, body, signal }: Request): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, {
      method,
      agent: false,
      signal,
      headers: {
        'user-agent': 'Muster',
        accept: '*/*',
        ...headers,
        ...(body === '' ? {} : { 'content-length': Buffer.byteLength(body) }),
        connection: 'close',
      },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      readText(response).then((text) => {
        const { statusCode = 0, statusMessage = '', headers: received } = response;
        resolve({ status: statusCode, statusText: statusMessage, location: received.location ?? null, text });
      }, reject);
    });
    request.end(body);
  });
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

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed early',
  EPIPE: 'connection closed early',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'connection timed out',
  ENOTFOUND: 'name not found',
  EAI_AGAIN: 'name not found (the name server did not answer)',
  CERT_HAS_EXPIRED: 'certificate expired',
  CERT_NOT_YET_VALID: 'certificate not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate chain is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate chain is incomplete or not trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate chain is incomplete or not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate chain is incomplete or not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate is for another name',
};

/** Why there was no answer, in words for a person. */
export function explainFailure(error: unknown, signal: AbortSignal, elapsedMs: number): string {
  if (signal.aborted) return `timed out after ${sayDuration(elapsedMs)}`;
  const code = codeOf(error);
  if (Object.hasOwn(reasons, code)) return reasons[code] ?? code;
  if (code.startsWith('HPE_')) return 'the answer is not HTTP';
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) return 'no TLS connection (wrong port or protocol?)';
  return error instanceof Error ? error.message : String(error);
}

/** A host with several addresses fails with one error for each; the first speaks for all. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function sayDuration(ms: number): string {
  return ms < 950 ? `${Math.round(ms)} ms` : `${Math.round(ms / 1000)} s`;
}
