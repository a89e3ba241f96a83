// One HTTP request of a channel: no redirects, a limited answer, and no address that the egress guard forbids.
import { readStart } from '#wire/body.ts';
import { requestHttp, requestHttps } from '../../outgoing/node-http.ts';
import type { SendOutcome, SendContext } from './channel.ts';
import { oneLine } from './explain.ts';

export type Post = {
  url: string;
  method?: string;
  headers?: Readonly<Record<string, string>>;
  /** Content-Type of the body. */
  type?: string;
  body: string | Uint8Array;
  /** Text that the answer must contain; empty when its status is enough. */
  proof?: string;
  /** How much of the answer is read; more is cut off. */
  mostBytes?: number;
};
type Answer = { status: number; text: string; retryAfter: string | undefined };

const usualBytes = 64 * 1024;

/** Rejects when no answer comes. */
export const post = async (what: Post, context: SendContext): Promise<SendOutcome> =>
  (await exchange(what, context)).outcome;

/** Like `post`, with the text of the answer. */
export async function exchange(
  what: Post,
  context: SendContext,
): Promise<{ outcome: SendOutcome; text: string }> {
  const answer = await ask(what, context);
  return { outcome: judge(answer, context.now, what.proof ?? ''), text: answer.text };
}

export const postJson = (url: string, payload: unknown, context: SendContext): Promise<SendOutcome> =>
  post({ url, body: typeof payload === 'string' ? payload : JSON.stringify(payload) }, context);

function ask(what: Post, context: SendContext) {
  const { url: text, method = 'POST', headers = {}, type, body, mostBytes = usualBytes } = what;
  const url = new URL(text);
  context.egress.assertAllowed(url.hostname);
  return new Promise<Answer>((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method,
      agent: false,
      signal: context.signal,
      lookup: context.egress.guardedLookup,
      headers: {
        'user-agent': 'Muster',
        'x-muster-delivery': context.deliveryId,
        ...headers,
        ...(body.length === 0
          ? {}
          : { 'content-type': type ?? 'application/json', 'content-length': Buffer.byteLength(body) }),
      },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      readStart(response, mostBytes).then((start) => {
        const { statusCode = 0, headers: received } = response;
        const answer = Buffer.from(start).toString();
        resolve({ status: statusCode, text: answer, retryAfter: received['retry-after'] });
      }, reject);
    });
    request.end(body);
  });
}

/** A retry may help after a timeout, a rate limit or a server error; not after other refusals. */
const worthAnother = (status: number) => status === 408 || status === 425 || status === 429 || status >= 500;

function judge({ status, text, retryAfter }: Answer, now: number, proof: string): SendOutcome {
  const isTaken = status >= 200 && status < 300;
  if (isTaken && text.includes(proof)) return { ok: true };
  if (status >= 300 && status < 400)
    return {
      ok: false,
      retry: false,
      reason: `answered ${status}: it moved, and redirects are not followed`,
    };
  const said = oneLine(text.startsWith('<') ? '' : text);
  const lacks = isTaken ? ` without ${JSON.stringify(proof)}` : '';
  const reason = `answered ${status}${lacks}${said === '' ? '' : `: ${said}`}`;
  const waitMs = readRetryAfter(retryAfter, now);
  return {
    ok: false,
    retry: worthAnother(status),
    reason,
    ...(waitMs === null ? {} : { retryAfterMs: waitMs }),
  };
}

const longestRetryAfterMs = 3_600_000;

/** Seconds or a date (RFC 9110 section 10.2.3), as milliseconds from now; null when it is neither. */
export function readRetryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const ms = /^\d+(?:\.\d+)?$/u.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), longestRetryAfterMs) : null;
}
