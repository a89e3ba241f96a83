// RE4: forwards API calls for data of the upstream, with the upstream's token.
import { sayMoment } from '#room/time/time.ts';
import { askPeer, explainFailure, OtherCertificate, type Peer } from './peer.ts';
import { readWhole } from '#wire/body.ts';

export type ForwardRequest = {
  method: string;
  /** Path and query, starting with `/`. */
  path: string;
  headers: Record<string, string>;
  body: string | AsyncIterable<Uint8Array> | null;
};
export type ForwardResponse = { status: number; headers: Record<string, string>; body: Buffer };

/** The upstream did not answer, or refused our token (`isRefused`). */
export class UpstreamAway extends Error {
  override name = 'UpstreamAway';
  /** Since when, on the team's clock. */
  readonly since: number;
  readonly isRefused: boolean;
  constructor(reason: string, options: ErrorOptions & { since: number; isRefused?: boolean }) {
    super(reason, options);
    this.since = options.since;
    this.isRefused = options.isRefused ?? false;
  }

  /** `2026-12-01 00:21 UTC`, for people. */
  sayStart(): string {
    return sayMoment(this.since);
  }
}

const requestHeaders = ['accept', 'content-type', 'if-match', 'if-none-match', 'idempotency-key'];
const responseHeaders = ['content-type', 'etag', 'location', 'retry-after', 'cache-control'];

// Larger than the largest answer, an export of everything.
const mostAnswerBytes = 64 * 1024 * 1024;
/** A large body may take longer: 50 kB a second, as much as a phone's connection sends. */
const slowestBytesPerMs = 50;

export type ForwardTarget = Peer & { since: number; timeoutMs: number; signal: AbortSignal };

/**
 * Sends one request and reads the whole answer. Rejects with UpstreamAway when there is no answer in time, when it is
 * too large, and when the upstream refuses our own token: a forwarded 401 would blame the caller's token.
 */
export async function forwardRequest(
  request: ForwardRequest,
  target: ForwardTarget,
  mostBytes = mostAnswerBytes,
): Promise<ForwardResponse> {
  const { since } = target;
  try {
    const { method, path } = request;
    const answer = await askPeer(target, {
      method,
      path,
      headers: pick(requestHeaders, request.headers),
      body: method === 'GET' || method === 'HEAD' ? null : request.body,
      signal: AbortSignal.any([target.signal, AbortSignal.timeout(target.timeoutMs + sendingMs(request))]),
    });
    const status = answer.statusCode ?? 0;
    const read = await readWhole(
      answer,
      mostBytes,
      () => new Error(`its answer is larger than ${mostBytes} bytes`),
    );
    if (status === 401)
      throw new UpstreamAway('the token is not accepted (HTTP 401)', { since, isRefused: true });
    const headers = Object.entries(answer.headers).filter(
      (header): header is [string, string] => typeof header[1] === 'string',
    );
    return {
      status,
      headers: pick(responseHeaders, Object.fromEntries(headers)),
      body: Buffer.from(read.buffer),
    };
  } catch (error) {
    if (error instanceof UpstreamAway) throw error;
    const isRefused = error instanceof OtherCertificate;
    throw new UpstreamAway(explainFailure(error), { since, cause: error, isRefused });
  }
}

const sendingMs = ({ body }: ForwardRequest): number =>
  typeof body === 'string' ? Math.ceil(body.length / slowestBytesPerMs) : 0;

function pick(names: readonly string[], headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name.toLowerCase())));
}
