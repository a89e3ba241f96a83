// Shared by HTTP targets: one request through the egress guard, and the order in which files are sent.
import { readStart } from '#wire/body.ts';
import type { Egress } from '../../outgoing/egress.ts';
import { requestHttp, requestHttps } from '../../outgoing/node-http.ts';
import type { Generation, ServedFile } from '../page/generation.ts';

/** `newer` is the sequence of the generation that is there and stays. */
export type Published = 'published' | { newer: number };

/** `over`: the newest generation that may be replaced; a higher sequence stays. */
export type Way = { egress: Egress; signal: AbortSignal; over: number };
type What = {
  method: 'GET' | 'PUT' | 'POST';
  url: URL;
  headers: Readonly<Record<string, string>>;
  body?: Buffer;
};

const mostBytes = 64 * 1024;
const atOnce = 4;

/** Rejects when no answer comes. Does not follow redirects. */
export function ask(
  { method, url, headers, body }: What,
  { egress, signal }: Pick<Way, 'egress' | 'signal'>,
) {
  egress.assertAllowed(url.hostname);
  return new Promise<{ status: number; text: string; retryAfter: string | undefined }>((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method,
      agent: false,
      signal,
      lookup: egress.guardedLookup,
      headers: {
        'user-agent': 'Muster',
        ...headers,
        ...(body === undefined ? {} : { 'content-length': body.length }),
      },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const { statusCode: status = 0, headers: received } = response;
      const answer = (text: string) => resolve({ status, text, retryAfter: received['retry-after'] });
      // A body that is cut off says nothing; the status counts.
      readStart(response, mostBytes).then(
        (start) => answer(Buffer.from(start).toString()),
        () => answer(''),
      );
    });
    request.end(body);
  });
}

/** Beyond this, no number would be left for the generations after it. */
const highestSequence = Number.MAX_SAFE_INTEGER - 1e12;

/** Whether this can be the sequence of a generation; anything else there was not published by Muster. */
export const isSequence = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) < highestSequence;

/** The sequence in a `generation.json`; 0 when the text is not one. */
export function sequenceIn(text: string): number {
  try {
    const { sequence } = JSON.parse(text) as { sequence?: unknown };
    return isSequence(sequence) ? sequence : 0;
  } catch {
    // Not valid JSON.
    return 0;
  }
}

const rankOf = (path: string) => (path === 'generation.json' ? 2 : path.endsWith('.html') ? 1 : 0);

type Place = {
  /** The text of the `generation.json` that is there; null when there is none. */
  present: () => Promise<string | null>;
  send: (path: string, file: ServedFile) => Promise<void>;
};

/**
 * Sends referenced files first, then the pages, then `generation.json`, which marks the upload as complete. HTTP has
 * no rename, so the switch is not atomic, but each file is complete. It looks again before the pages and before the
 * end: from a newer generation that another server sent meanwhile, no more is overwritten.
 */
export async function sendUnlessNewer(
  { files }: Generation,
  over: number,
  { present, send }: Place,
): Promise<Published> {
  for (const rank of [0, 1, 2]) {
    const there = sequenceIn((await present()) ?? '');
    if (there > over) return { newer: there };
    const waiting = [...files].filter(([path]) => rankOf(path) === rank);
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await send(...next);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }
  return 'published';
}

export function expectTaken(path: string, { status, text }: { status: number; text: string }) {
  if (status >= 200 && status < 300) return;
  const said = text
    .replaceAll(/<[^>]*>|\s+/gu, ' ')
    .trim()
    .slice(0, 200);
  throw new Error(`the server answered ${path} with ${status}${said === '' ? '' : `: ${said}`}`);
}
