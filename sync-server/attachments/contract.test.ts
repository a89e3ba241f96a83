// What every store of attached files promises, and what the bucket promises besides.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { attachmentLimits } from '#room/view/attachments.ts';
import { openDatabase } from '../storage/database.ts';
import { openBucketAttachments } from './bucket-store.ts';
import { openDatabaseAttachments } from './database-store.ts';
import { openAttachments } from './open-store.ts';
import { openAttachmentStore, type AttachmentStore } from './store.ts';
import { bucketKeys, startBucket } from './testing/bucket.ts';

const hashOf = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
async function* bytesOf(...chunks: (string | Buffer)[]) {
  for (const chunk of chunks) yield Buffer.from(chunk);
}
const keep = (store: AttachmentStore, data: string) => store.keep(hashOf(data), bytesOf(data));
const readBack = async (store: AttachmentStore, data: string) => {
  const file = await store.find(hashOf(data));
  return file === null ? null : text(file.read());
};
const erasure = { at: 1_700_000_000_000, by: 'Ana' };
const now = () => Date.UTC(2026, 0, 2);

/** A folder with a database, and a bucket. */
async function openPlaces() {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-attached-'));
  const database = openDatabase(path.join(folder, 'muster.db'));
  const bucket = await startBucket();
  const settings = (prefix?: string) => ({ endpoint: bucket.url, bucket: 'files', prefix, ...bucketKeys });
  return {
    folder: path.join(folder, 'attachments'),
    database,
    bucket,
    settings,
    [Symbol.asyncDispose]: async () => {
      await database.close();
      await bucket[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}
type Places = Awaited<ReturnType<typeof openPlaces>>;

const inBucket = ({ database, settings }: Places, prefix?: string) =>
  openBucketAttachments({
    bucket: settings(prefix),
    erasures: openDatabaseAttachments({ database, now }),
    now,
  });
const stores: Record<string, (places: Places) => AttachmentStore> = {
  folder: ({ folder }) => openAttachmentStore(folder),
  database: ({ database }) => openDatabaseAttachments({ database, now }),
  bucket: (places) => inBucket(places),
  'bucket with a prefix': (places) => inBucket(places, 'muster/team-a'),
};

for (const [name, open] of Object.entries(stores)) {
  test(`[AT1] [AT8] [AT10] [AT11] a store keeps whole files, gives them back, and forgets what is erased: ${name}`, async () => {
    await using places = await openPlaces();
    const store = open(places);
    const heard: string[] = [];
    const stop = store.onKept((sha256) => heard.push(sha256));
    expect(await store.find(hashOf('a'))).toBeNull();
    expect(await keep(store, 'a')).toBe(true);
    expect(await keep(store, 'a')).toBe(false);
    expect(await keep(store, '')).toBe(true);
    stop();
    const large = Buffer.alloc(700_000, 'x');
    expect(await store.keep(hashOf(large), bytesOf(large.subarray(0, 9), large.subarray(9)))).toBe(true);
    expect(heard).toEqual([hashOf('a'), hashOf('')]);
    expect((await store.list()).toSorted()).toEqual([hashOf('a'), hashOf(''), hashOf(large)].toSorted());

    // Also for a process that has just started.
    const again = open(places);
    expect(await readBack(again, 'a')).toBe('a');
    expect(await readBack(again, '')).toBe('');
    const found = await again.find(hashOf(large));
    expect(found).toMatchObject({ bytes: large.length, keptAt: expect.any(Number) });
    expect((await buffer(found?.read() ?? bytesOf())).equals(large)).toBe(true);
    expect((await buffer(found?.read({ end: 511 }) ?? bytesOf())).length).toBe(512);

    await expect(again.keep(hashOf('b'), bytesOf('other'))).rejects.toMatchObject({ why: 'other-hash' });
    const tooLarge = Buffer.alloc(attachmentLimits.bytes);
    await expect(again.keep(hashOf('c'), bytesOf(tooLarge, 'x'))).rejects.toMatchObject({ why: 'too-large' });
    await expect(again.keep('../etc/passwd', bytesOf('x'))).rejects.toThrow('is not a SHA-256');
    expect(await again.list()).toHaveLength(3);

    await again.erase(hashOf('a'), erasure);
    expect(again.erasureOf(hashOf('a'))).toEqual(erasure);
    expect(again.erasures()).toEqual([{ sha256: hashOf('a'), ...erasure }]);
    expect([await again.find(hashOf('a')), (await again.list()).includes(hashOf('a'))]).toEqual([
      null,
      false,
    ]);
    await expect(keep(again, 'a')).rejects.toMatchObject({ why: 'erased' });
    await again.release(hashOf(''));
    expect(again.erasureOf(hashOf(''))).toBeNull();
    expect(await keep(again, '')).toBe(true);
  });
}

test('[AT1] an upload that breaks at its first byte leaves nothing behind: its file is there before a byte is read', async () => {
  await using places = await openPlaces();
  const store = openAttachmentStore(places.folder);
  const unfinished = () => readdirSync(path.join(places.folder, 'incoming')).length;
  const seen: number[] = [];
  // A file that is made only later would be made after it was deleted.
  async function* broken() {
    seen.push(unfinished());
    yield Buffer.from('x');
    throw new Error('the connection broke');
  }
  await expect(store.keep(hashOf('a'), broken())).rejects.toThrow('the connection broke');
  expect(seen).toEqual([1]);
  expect([unfinished(), await store.list()]).toEqual([0, []]);
});

test('[AT11] objects are below the prefix; a bucket that is away is said to be away, and its keys are not told', async () => {
  await using places = await openPlaces();
  const { bucket } = places;
  const store = inBucket(places, 'muster/a');
  await keep(store, 'a');
  expect([...bucket.objects.keys()]).toEqual([`/files/muster/a/${hashOf('a')}`]);
  // Others' objects are none of ours.
  bucket.objects.set(`/files/muster/b/${hashOf('b')}`, Buffer.from('b'));
  bucket.objects.set('/files/muster/a/letter.txt', Buffer.from('words'));
  expect(await store.list()).toEqual([hashOf('a')]);

  bucket.failWith(503);
  const works = [
    () => keep(store, 'c'),
    () => store.list(),
    () => store.find(hashOf('d')),
    () => readBack(store, 'a'),
  ];
  for (const work of works) {
    const error = await work().then(() => 'worked', String);
    expect(error).toContain('attached files now: it answered 503');
    expect(error).not.toContain('canary');
  }
  // The mark counts at once; the object goes when the bucket is back.
  await expect(store.erase(hashOf('a'), erasure)).rejects.toThrow('cannot use the bucket');
  expect(store.erasureOf(hashOf('a'))).toEqual(erasure);
  bucket.failWith(null);
  expect(await store.find(hashOf('a'))).toBeNull();
  await store.finishErasing();
  expect(bucket.objects.has(`/files/muster/a/${hashOf('a')}`)).toBe(false);
  expect(bucket.objects.has(`/files/muster/b/${hashOf('b')}`)).toBe(true);

  const other = openBucketAttachments({
    bucket: { ...places.settings(), secretAccessKey: 'wrong' },
    erasures: openDatabaseAttachments({ database: places.database, now }),
    now,
  });
  await expect(other.list()).rejects.toThrow('403 (SignatureDoesNotMatch)');
});

test('[AT11] files move into a bucket and back, even when it is away at first; another place is never taken unasked', async () => {
  await using places = await openPlaces();
  const { bucket, database, folder, settings } = places;
  const timers: (() => void)[] = [];
  const clock = { after: (_ms: number, call: () => void) => (timers.push(call), () => undefined) };
  const said: string[] = [];
  const log = {
    info: (_about: object, line: string) => said.push(line),
    warn: (_about: object, line: string) => said.push(line),
  };
  const closings: (() => Promise<void> | void)[] = [];
  const options = { database, folder, now, clock, closings, log };
  const own = { database: null };
  const before = await openAttachments({ ...options, config: own });
  await keep(before, 'a');
  await keep(before, 'gone');
  await before.erase(hashOf('gone'), erasure);

  bucket.failWith(500);
  const place = { ...own, attachments: { kind: 'bucket' as const, bucket: settings('team') } };
  const first = await openAttachments({ ...options, config: place });
  await expect.poll(() => said).toContain('attached files could not be moved; the server tries again');
  // What is on this machine is there without the bucket.
  expect(await readBack(first, 'a')).toBe('a');
  expect(first.erasureOf(hashOf('gone'))).toEqual(erasure);
  bucket.failWith(null);
  timers.shift()?.();
  await expect.poll(() => said).toContain('all attached files are in their place');
  expect(await readBack(first, 'a')).toBe('a');
  expect(existsSync(path.join(folder, hashOf('a')))).toBe(false);
  await keep(first, 'b');
  expect((await first.list()).toSorted()).toEqual([hashOf('a'), hashOf('b')].toSorted());
  await closings.shift()?.();

  await expect(openAttachments({ ...options, config: own })).rejects.toThrow(
    `The attached files are in s3://files/team at ${bucket.url}.`,
  );
  const elsewhere = { ...own, attachments: { kind: 'bucket' as const, bucket: settings('other') } };
  await expect(openAttachments({ ...options, config: elsewhere })).rejects.toThrow('--attachments own');

  bucket.failWith(500);
  const back = await openAttachments({
    ...options,
    config: { ...own, attachments: { kind: 'own', keys: bucketKeys } },
  });
  // Away for good, perhaps: a desktop that still has the file may send it again.
  expect(await back.list()).toEqual([]);
  await expect.poll(() => timers.length).toBe(1);
  bucket.failWith(null);
  timers.shift()?.();
  expect(await readBack(back, 'b')).toBe('b');
  await expect.poll(() => said.filter((line) => line.includes('in their place'))).toHaveLength(2);
  await closings.shift()?.();
  expect(bucket.objects.size).toBe(0);
  const after = await openAttachments({ ...options, config: own });
  expect([await readBack(after, 'a'), await readBack(after, 'b')]).toEqual(['a', 'b']);
  expect(after.erasureOf(hashOf('gone'))).toEqual(erasure);
});

/** A bucket that answers as it likes. */
async function openLyingBucket(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const places = await openPlaces();
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const store = openBucketAttachments({
    bucket: { ...places.settings(), endpoint },
    erasures: openDatabaseAttachments({ database: places.database, now }),
    now,
  });
  return {
    store,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await places[Symbol.asyncDispose]();
    },
  };
}
const xml = (response: ServerResponse, text: string) =>
  response.writeHead(200, { 'content-type': 'application/xml' }).end(text);
const entry = (key: string) =>
  `<Contents><Key>${key}</Key><LastModified>2026-01-01T00:00:00Z</LastModified><Size>1</Size></Contents>`;

test.each<[string, string | undefined]>([
  ['no length', undefined],
  ['more bytes than any file of ours', '26214401'],
  ['a terabyte', '1099511627776'],
])('[AT11] a bucket that says %s of a file has none, and says so', async (_what, length) => {
  await using lying = await openLyingBucket((_request, response) => {
    response.writeHead(
      200,
      length === undefined ? { 'transfer-encoding': 'chunked' } : { 'content-length': length },
    );
    response.end();
  });
  await expect(lying.store.find(hashOf('a'))).rejects.toMatchObject({ status: 503 });
});

test('[AT11] a listing without an end, of pages or of one page, is given up', async () => {
  let pages = 0;
  await using endless = await openLyingBucket((_request, response) => {
    pages += 1;
    const next = `<IsTruncated>true</IsTruncated><NextContinuationToken>again</NextContinuationToken>`;
    xml(response, `<R>${entry(hashOf('a'))}${next}</R>`);
  });
  await expect(endless.store.list()).rejects.toMatchObject({ status: 503 });
  expect(pages).toBe(2);
  await using large = await openLyingBucket((_request, response) =>
    xml(response, `<R>${entry(hashOf('a')).repeat(60_000)}</R>`),
  );
  await expect(large.store.list()).rejects.toMatchObject({ status: 503 });
});

test('[AT11] entities, unfinished entries and other names in a listing are read in a moment and are no files', async () => {
  const bomb = `<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>`;
  await using odd = await openLyingBucket((_request, response) =>
    xml(
      response,
      `${bomb}<R>${entry(hashOf('a'))}${entry('../../etc/passwd')}${entry('&b;')}${'<Contents>'.repeat(500_000)}</R>`,
    ),
  );
  const started = performance.now();
  expect(await odd.store.list()).toEqual([hashOf('a')]);
  expect(performance.now() - started).toBeLessThan(20_000);
});

test('[AT11] a bucket that leads elsewhere is not followed', async () => {
  let elsewhere = 0;
  await using leading = await openLyingBucket((request, response) => {
    if (request.url === '/elsewhere') elsewhere += 1;
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  await expect(leading.store.find(hashOf('a'))).rejects.toMatchObject({ status: 503 });
  await expect(keep(leading.store, 'a')).rejects.toMatchObject({ status: 503 });
  await expect(leading.store.list()).rejects.toMatchObject({ status: 503 });
  expect(elsewhere).toBe(0);
});
