// Shared by HTTP targets: one request through the egress guard, and the order in which files are sent.
import { lastInstant } from '#room/time/time.ts';
import { readStart } from '#wire/body.ts';
import type { Egress } from '../../outgoing/egress.ts';
import { requestHttp, requestHttps } from '../../outgoing/node-http.ts';
import { makeServedFile, type Generation, type ServedFile } from '../page/generation.ts';

/** `newer` is the sequence of the generation that is there and stays. */
export type Published = 'published' | { newer: number };

/** `over`: the newest generation that may be replaced; a higher sequence stays. */
export type Way = { egress: Egress; signal: AbortSignal; over: number };
/**
 * `held`: the files that this server put there before. `isDead`: nobody goes on with the upload of this sequence, which
 * did not end.
 */
export type UploadWay = Way & { held: ReadonlySet<string>; isDead: (sequence: number) => boolean };
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

/** Beyond this no time is left for the generations after it: a sequence is a time in milliseconds (SP65). */
const highestSequence = lastInstant - 1e12;

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
/** Says which upload is under way, so that two at once leave no mixture. */
const announcement = 'upload.json';
/** So many files are sent between two looks at what others do. */
const filesBetweenLooks = 8;
/** As often as others may disturb one upload before it gives up. */
const mostPasses = 4;

type Place = {
  /** The text of a file that is there; null when there is none. */
  read: (path: string) => Promise<string | null>;
  send: (path: string, file: ServedFile) => Promise<void>;
};

/**
 * SP72: HTTP has no rename, so the switch is not atomic, but each file is complete, and no page that a reader can reach
 * names a file that is missing. Files that the place lacks come first, while no page there names them. `generation.json`
 * comes last and marks the upload as complete. From a newer generation that another server sent meanwhile, no more is
 * overwritten.
 */
export async function sendUnlessNewer(
  generation: Generation,
  { held, ...way }: Pick<UploadWay, 'over' | 'held' | 'isDead'>,
  place: Place,
): Promise<Published> {
  const { files } = generation;
  const stepOf = (path: string) => (held.has(path) ? 10 : 0) + rankOf(path);
  const inOrder = [...files]
    .filter(([path]) => path !== mark)
    .toSorted(([one], [other]) => stepOf(one) - stepOf(other));
  const others = watchOthers(generation, way, place);
  for (let pass = 1; pass <= mostPasses; pass += 1) {
    const waiting = [...inOrder];
    let isDisturbed = await others.haveWritten();
    while (waiting.length > 0 && others.newer() === null) {
      const [first] = waiting;
      const step = first === undefined ? 0 : stepOf(first[0]);
      const count = waiting.slice(0, filesBetweenLooks).filter(([path]) => stepOf(path) === step).length;
      await sendAll(waiting.splice(0, count), place.send);
      isDisturbed = (await others.haveWritten()) || isDisturbed;
    }
    const newer = others.newer();
    if (newer !== null) return { newer };
    // What another upload sent before it stopped may lie over ours, so all is sent again.
    if (isDisturbed) continue;
    const end = files.get(mark);
    if (end !== undefined) await place.send(mark, end);
    return 'published';
  }
  throw new Error('others publish there at the same time');
}

/**
 * Of two uploads at once the older stops: each announces its sequence, and looks at the announcement between its files.
 * One that stops says in the announcement of the other that it has written there.
 */
function watchOthers(
  { sequence, files }: Generation,
  { over, isDead }: Pick<UploadWay, 'over' | 'isDead'>,
  { read, send }: Place,
) {
  let newer: number | null = null;
  let hasAnnounced = false;
  const announce = (what: { sequence: number; again?: true }) =>
    send(announcement, makeServedFile(JSON.stringify(what), 'application/json'));
  return {
    /** The sequence of a generation that stays, because it is newer than ours or nobody here knows it. */
    newer: () => newer,
    /** Looks, and announces ours where it is not announced. Whether somebody else has written there since. */
    haveWritten: async (): Promise<boolean> => {
      const finished = sequenceIn((await read(mark)) ?? '');
      if (finished > over) newer = finished;
      // A single file is switched at once.
      if (newer !== null || files.size === 1) return false;
      const text = (await read(announcement)) ?? '';
      const other = sequenceIn(text);
      const isOurs = hasAnnounced && (other === sequence || other === 0);
      const isUnderWay = other !== sequence && other > finished && !isDead(other);
      if (isUnderWay && other > over) {
        newer = other;
        if (hasAnnounced) await announce({ sequence: other, again: true });
        return false;
      }
      const isDisturbed = isUnderWay || (isOurs && text.includes('"again"'));
      if (!isOurs || isDisturbed) await announce({ sequence });
      hasAnnounced = true;
      return isDisturbed;
    },
  };
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
