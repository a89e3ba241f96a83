// RE4: API calls that this server does not own, passed on to the upstream with the upstream's token.

export type ForwardRequest = {
  method: string;
  /** Path and query, starting with `/`. */
  path: string;
  headers: Record<string, string>;
  body: string | null;
};
export type ForwardResponse = { status: number; headers: Record<string, string>; body: Buffer };

/** The upstream did not answer, or not to us (`isRefused`: it does not accept our token). */
export class UpstreamAway extends Error {
  override name = 'UpstreamAway';
  /** On the team's clock. */
  readonly since: number;
  readonly isRefused: boolean;
  constructor(reason: string, options: ErrorOptions & { since: number; isRefused?: boolean }) {
    super(reason, options);
    this.since = options.since;
    this.isRefused = options.isRefused ?? false;
  }
}

const requestHeaders = ['accept', 'content-type', 'if-match', 'if-none-match'];
const responseHeaders = ['content-type', 'etag', 'location', 'retry-after', 'cache-control'];

export type Target = {
  url: string;
  token: string | null;
  since: number;
  timeoutMs: number;
  signal: AbortSignal;
};

/**
 * Sends one request and reads the whole answer. Rejects with UpstreamAway when there is none within the time, and
 * when the upstream refuses our own token: a 401 passed on would tell the caller that his is wrong.
 */
export async function forwardRequest(request: ForwardRequest, target: Target): Promise<ForwardResponse> {
  const { since } = target;
  let response: Response;
  let body: Buffer;
  try {
    response = await fetch(target.url + request.path, {
      method: request.method,
      headers: { ...pick(requestHeaders, request.headers), ...bearer(target.token) },
      body: request.method === 'GET' || request.method === 'HEAD' ? null : request.body,
      redirect: 'manual',
      signal: AbortSignal.any([target.signal, AbortSignal.timeout(target.timeoutMs)]),
    });
    body = Buffer.from(await response.arrayBuffer());
  } catch (error) {
    throw new UpstreamAway(explainFailure(error), { since, cause: error });
  }
  if (response.status === 401) {
    throw new UpstreamAway('the token is not accepted (HTTP 401)', { since, isRefused: true });
  }
  const headers = pick(responseHeaders, Object.fromEntries(response.headers));
  return { status: response.status, headers, body };
}

export function bearer(token: string | null): Record<string, string> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

/** What went wrong with a request, in words: fetch itself only says `fetch failed`. */
export function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = 'code' in cause ? String(cause.code) : '';
  if (code === 'ECONNREFUSED') return 'nothing answers at its address';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its name is not known';
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') return 'it closed the connection';
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return 'no answer in time';
  return cause.message === '' ? code || cause.name : cause.message;
}

function pick(names: readonly string[], headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name.toLowerCase())));
}
