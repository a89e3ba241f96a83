// Shared by HTTP targets: one request through the egress guard, and the order in which files are sent.
import { readStart } from '#wire/body.ts';
import type { Egress } from '../../outgoing/egress.ts';
import { requestHttp, requestHttps } from '../../outgoing/node-http.ts';
import type { Generation, ServedFile } from '../page/generation.ts';

/** `newer` is the sequence of the generation that is there and stays. */
export type Published = 'published' | { newer: number };

/** `over`: the newest generation that may be replaced; a higher sequence stays. */
export type Way = { egress: Egress; signal: AbortSignal; over: number };
/** `held`: the files that this server put there before. */
export type UploadWay = Way & { held: ReadonlySet<string> };
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

/** The place in the order of sending: what a file names comes before it. */
function rankOf(path: string): number {
  if (path === 'index.html') return 3;
  if (/^[^/]+\/index\.html$/u.test(path)) return 2;
  return /(^|\/)incidents\/.*\.html$|\.(svg|js)$/u.test(path) ? 0 : 1;
}
const mark = 'generation.json';

type Place = {
  /** The text of the `generation.json` that is there; null when there is none. */
  present: () => Promise<string | null>;
  send: (path: string, file: ServedFile) => Promise<void>;
};

/**
 * SP72: HTTP has no rename, so the switch is not atomic, but each file is complete, and no page that a reader can reach
 * names a file that is missing. Files that the place lacks come first, while no page there names them. `generation.json`
 * comes last and marks the upload as complete. It looks again before each step: from a newer generation that another
 * server sent meanwhile, no more is overwritten.
 */
export async function sendUnlessNewer(
  { files }: Generation,
  { over, held }: Pick<UploadWay, 'over' | 'held'>,
  { present, send }: Place,
): Promise<Published> {
  const stepOf = (path: string) => (path === mark ? 20 : (held.has(path) ? 10 : 0) + rankOf(path));
  const steps = [...new Set([...files.keys()].map(stepOf))].toSorted((a, b) => a - b);
  for (const step of steps) {
    const there = sequenceIn((await present()) ?? '');
    if (there > over) return { newer: there };
    await sendAll(
      [...files].filter(([path]) => stepOf(path) === step),
      send,
    );
  }
  return 'published';
}

/** Some at a time. After a failure it sends no more, and rejects once nothing is on its way. */
async function sendAll(waiting: [string, ServedFile][], send: Place['send']) {
  const work = async () => {
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await send(...next);
    } catch (error) {
      waiting.length = 0;
      throw error;
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: atOnce }, work));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

export function expectTaken(path: string, { status, text }: { status: number; text: string }) {
  if (status >= 200 && status < 300) return;
  const said = text
    .replaceAll(/<[^>]*>|\s+/gu, ' ')
    .trim()
    .slice(0, 200);
  throw new Error(`the server answered ${path} with ${status}${said === '' ? '' : `: ${said}`}`);
}
