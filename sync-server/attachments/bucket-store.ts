// AT11: attached files in a bucket that speaks S3, one object for each under its SHA-256. What was erased is in the
// database, so a mark is never lost with an object. Objects never change, so their sizes are remembered.
import { entryOf } from '#room/text/plain.ts';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { attachmentLimits, isSha256 } from '#room/view/attachments.ts';
import { readStart, readWhole } from '#wire/body.ts';
import { Problem } from '../http/problem.ts';
import { callBucket, type S3Bucket } from '../outgoing/s3.ts';
import { followKeys, type KeySource } from '../outgoing/temporary-keys.ts';
import { gatherFile, refuseErased, type AttachmentStore } from './store.ts';
import { createListeners } from '../listeners.ts';

type Call = Parameters<typeof callBucket>[1];
/** Where erasures are kept: the database's store. */
type Erasures = Pick<AttachmentStore, 'erase' | 'erasureOf' | 'erasures'>;

export type BucketStore = AttachmentStore & {
  /** Deletes the objects of erased files that are still there, as after an erasure while the bucket was away. */
  finishErasing(): Promise<void>;
};

const againSeconds = '5';
/** The part of an error answer that is read for its code. */
const mostErrorBytes = 4_096;
/** The limit of one page of a listing; 1,000 objects take less than a tenth of it. */
const mostListingBytes = 8 * 1024 * 1024;
/** Each has up to 1,000 objects. */
const mostPages = 10_000;

type Options = {
  bucket: S3Bucket & { keysFrom?: KeySource | undefined };
  erasures: Erasures;
  now: () => number;
};
/** Our objects, and the sizes of those that were already looked up. */
type Objects = Omit<Options, 'erasures'> & {
  keys: () => Promise<Partial<S3Bucket>>;
  known: Map<string, { bytes: number; keptAt: number }>;
};

export function openBucketAttachments({ erasures, ...at }: Options): BucketStore {
  const { keysFrom } = at.bucket;
  const keys = keysFrom === undefined ? async () => ({}) : followKeys(keysFrom, at.now);
  const objects: Objects = { ...at, keys, known: new Map() };
  const { erasureOf } = erasures;
  const listeners = createListeners<[sha256: string]>();
  const find: AttachmentStore['find'] = async (sha256) => {
    const found = erasureOf(sha256) === null ? await measure(objects, sha256) : null;
    if (found === null) return null;
    return { ...found, read: (range) => Readable.from(read(objects, { sha256, ...found, ...range })) };
  };
  return {
    erasureOf,
    erasures: erasures.erasures,
    find,
    keep: async (sha256, bytes) => {
      if (!isSha256(sha256)) throw new Error(`${JSON.stringify(sha256)} is not a SHA-256`);
      refuseErased(erasures, sha256);
      if ((await find(sha256)) !== null) return false;
      await putUnerased(objects, erasures, { sha256, body: await gatherFile(sha256, bytes) });
      listeners.tell(sha256);
      return true;
    },
    erase: async (sha256, erasure) => {
      await erasures.erase(sha256, erasure);
      await drop(objects, sha256);
    },
    finishErasing: async () => {
      for (const sha256 of await listAll(objects))
        if (erasureOf(sha256) !== null) await drop(objects, sha256);
    },
    release: (sha256) => drop(objects, sha256),
    list: async () => (await listAll(objects)).filter((sha256) => erasureOf(sha256) === null),
    onKept: listeners.add,
  };
}

/** Asked twice when the first answer is a failure that may pass. Throws a Problem for anything but `expected`. */
async function call(
  { bucket, keys, now }: Objects,
  asked: Call,
  expected: readonly number[],
): Promise<IncomingMessage> {
  const send = () =>
    keys()
      .then((present) => callBucket({ ...bucket, ...present }, asked, now))
      .catch(away);
  const first = await send();
  const isAnswer = !(first instanceof Problem);
  const mayPass = !isAnswer || (first.statusCode ?? 0) >= 500;
  if (isAnswer && mayPass) first.resume();
  const answer = mayPass ? await send() : first;
  if (answer instanceof Problem) throw answer;
  if (expected.includes(answer.statusCode ?? 0)) return answer;
  throw away(new Error(`it answered ${answer.statusCode}${await codeIn(answer)}`));
}

/** Throws AttachmentRefused when the file was erased meanwhile, also by another process. */
async function putUnerased(
  objects: Objects,
  erasures: Erasures,
  { sha256, body }: { sha256: string; body: Buffer },
): Promise<void> {
  const headers = { 'content-type': 'application/octet-stream' };
  (await call(objects, { method: 'PUT', path: sha256, body, headers }, [200, 201, 204])).resume();
  if (erasures.erasureOf(sha256) !== null) await drop(objects, sha256);
  refuseErased(erasures, sha256);
  objects.known.set(sha256, { bytes: body.length, keptAt: objects.now() });
}

async function drop(objects: Objects, sha256: string): Promise<void> {
  objects.known.delete(sha256);
  (await call(objects, { method: 'DELETE', path: sha256 }, [200, 204, 404])).resume();
}

/** Muster never stores anything larger, so an object of another size is not one of its files. */
const isSize = (bytes: number): boolean =>
  Number.isSafeInteger(bytes) && bytes >= 0 && bytes <= attachmentLimits.bytes;

/** Null when there is no such object. */
async function measure(objects: Objects, sha256: string) {
  const remembered = objects.known.get(sha256);
  if (remembered !== undefined) return remembered;
  const { statusCode, headers } = (
    await call(objects, { method: 'HEAD', path: sha256 }, [200, 404])
  ).resume();
  if (statusCode === 404) return null;
  const keptAt = Date.parse(headers['last-modified'] ?? '') || 0;
  const bytes = Number(headers['content-length'] ?? Number.NaN);
  if (!isSize(bytes))
    throw away(
      new Error(`it says that an attached file has ${headers['content-length'] ?? 'no number of'} bytes`),
    );
  const found = { bytes, keptAt };
  objects.known.set(sha256, found);
  return found;
}

/** Up to and with the octet at `end`. */
async function* read(
  objects: Objects,
  { sha256, bytes, end = Infinity }: { sha256: string; bytes: number; end?: number },
) {
  if (bytes === 0) return;
  const last = Math.min(end, bytes - 1);
  const asked = { method: 'GET', path: sha256, headers: { range: `bytes=0-${last}` } } as const;
  const answer = await call(objects, asked, [200, 206]).catch((error: unknown) => {
    objects.known.delete(sha256);
    throw error;
  });
  let left = last + 1;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    // A bucket may ignore the range.
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) break;
  }
  if (left > 0) throw new Error(`the bucket sent ${left} bytes too few of the attached file ${sha256}`);
}

async function listAll(objects: Objects): Promise<string[]> {
  const { bucket, known } = objects;
  const prefix = bucket.prefix === undefined ? '' : `${bucket.prefix}/`;
  const names: string[] = [];
  const first = { 'list-type': '2', prefix, delimiter: '/' };
  const asked = new Set<string>();
  for (let query: Record<string, string> | null = first; query !== null;) {
    const page = readPage(await listingOf(await call(objects, { method: 'GET', path: '', query }, [200])));
    for (const { key, bytes, keptAt } of page.objects) {
      const sha256 = key.slice(prefix.length);
      if (!key.startsWith(prefix) || !isSha256(sha256) || !isSize(bytes)) continue;
      names.push(sha256);
      known.set(sha256, { bytes, keptAt });
    }
    if (page.next !== null && (asked.has(page.next) || asked.size >= mostPages))
      throw away(new Error('its listing has no end'));
    if (page.next !== null) asked.add(page.next);
    query = page.next === null ? null : { ...first, 'continuation-token': page.next };
  }
  return names;
}

function away(cause: unknown): Problem {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new Problem(503, `The server cannot use the bucket with the attached files now: ${why}.`, {
    headers: { 'retry-after': againSeconds },
    cause,
  });
}

async function listingOf(answer: IncomingMessage): Promise<string> {
  const read = await readWhole(answer, mostListingBytes, () =>
    away(new Error(`one page of its listing is larger than ${mostListingBytes} bytes`)),
  );
  return Buffer.from(read).toString();
}

/** The code of an error answer, such as AccessDenied. */
async function codeIn(answer: IncomingMessage): Promise<string> {
  const text = await readStart(answer, mostErrorBytes).then(
    (start) => Buffer.from(start).toString(),
    () => '',
  );
  const code = /<Code>(\w{1,60})<\/Code>/u.exec(text)?.[1];
  return code === undefined ? '' : ` (${code})`;
}

/** One page of ListObjectsV2. Our keys need no unescaping. */
function readPage(xml: string): {
  objects: { key: string; bytes: number; keptAt: number }[];
  next: string | null;
} {
  // Splits at each opening tag. A pattern that also looks for the closing tag is slow on a listing without any.
  const objects = xml
    .split('<Contents>')
    .slice(1)
    .map((entry) => ({
      key: within(entry, 'Key') ?? '',
      bytes: Number(within(entry, 'Size')),
      keptAt: Date.parse(within(entry, 'LastModified') ?? '') || 0,
    }));
  const isCut = within(xml, 'IsTruncated') === 'true';
  return { objects, next: isCut ? unescapeXml(within(xml, 'NextContinuationToken') ?? '') || null : null };
}

const within = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`, 'u').exec(xml)?.[1];
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#34': '"',
  '#39': "'",
};
const unescapeXml = (text: string) =>
  text.replaceAll(/&([\w#]+);/gu, (whole, name: string) => entryOf(entities, name) ?? whole);
