// What targets over HTTP share: one request through the egress guard, and the order in which files go.
import type { Egress } from '../../outgoing/egress.ts';
import { requestHttp, requestHttps } from '../../outgoing/node-http.ts';
import type { Generation, ServedFile } from '../generation.ts';

/** `newer` is the sequence of what lies there and stays. */
export type Published = 'published' | { newer: number };

/** `over`: the newest generation that may be replaced; what has a higher sequence stays. */
export type Way = { egress: Egress; signal: AbortSignal; over: number };
type What = {
  method: 'GET' | 'PUT' | 'POST';
  url: URL;
  headers: Readonly<Record<string, string>>;
  body?: Buffer;
};

const mostBytes = 64 * 1024;
const atOnce = 4;

/** Rejects when there is no answer. Redirects are not followed. */
export function ask(
  { method, url, headers, body }: What,
  { egress, signal }: Pick<Way, 'egress' | 'signal'>,
) {
  egress.assertAllowed(url.hostname);
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
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
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > mostBytes) response.destroy();
      });
      response.on('close', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.end(body);
  });
}

/** The sequence in a `generation.json`; 0 when it is none. */
export function sequenceIn(text: string): number {
  try {
    const { sequence } = JSON.parse(text) as { sequence?: unknown };
    return typeof sequence === 'number' ? sequence : 0;
  } catch {
    // That is how JSON says no.
    return 0;
  }
}

const rankOf = (path: string) => (path === 'generation.json' ? 2 : path.endsWith('.html') ? 1 : 0);

/**
 * What others refer to goes first, then the pages, then `generation.json`, which says that all of it is there. A place
 * without renaming cannot switch in one step; every file is whole by itself.
 */
export async function sendAll(
  { files }: Generation,
  send: (path: string, file: ServedFile) => Promise<void>,
): Promise<void> {
  for (const rank of [0, 1, 2]) {
    const waiting = [...files].filter(([path]) => rankOf(path) === rank);
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await send(...next);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }
}

export function expectTaken(path: string, { status, text }: { status: number; text: string }) {
  if (status >= 200 && status < 300) return;
  const said = text
    .replaceAll(/<[^>]*>|\s+/gu, ' ')
    .trim()
    .slice(0, 200);
  throw new Error(`${path} was answered ${status}${said === '' ? '' : `: ${said}`}`);
}
