// Keys of the bucket that end: from the environment, and from an address that gives the next ones.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../storage/database.ts';
import { openBucketAttachments } from './bucket-store.ts';
import { openDatabaseAttachments } from './database-store.ts';
import { startBucket } from './testing/bucket.ts';

const hashOf = (data: string) => createHash('sha256').update(data).digest('hex');
async function* bytesOf(data: string) {
  yield Buffer.from(data);
}
const minute = 60_000;
const start = Date.UTC(2026, 0, 2);

/** A bucket, and an address that answers as `answer` says. */
async function openPlaces() {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-keys-'));
  const tokenFile = path.join(folder, 'token');
  writeFileSync(tokenFile, 'let-me-in\n');
  const database = openDatabase(path.join(folder, 'muster.db'));
  const bucket = await startBucket();
  const asked: (string | undefined)[] = [];
  const source = { status: 200, body: '{}' };
  const server = createServer(({ headers }, answer) => {
    asked.push(headers.authorization);
    answer.writeHead(source.status).end(source.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const clock = { now: start };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  const store = openBucketAttachments({
    bucket: {
      endpoint: bucket.url,
      bucket: 'files',
      accessKeyId: '',
      secretAccessKey: '',
      keysFrom: { url, tokenFile },
    },
    erasures: openDatabaseAttachments({ database, now: () => clock.now }),
    now: () => clock.now,
  });
  return {
    bucket,
    asked,
    source,
    clock,
    /** The address hands these out from now on. */
    hand: (id: string, endsAt: number) => {
      const keys = { accessKeyId: id, secretAccessKey: `secret-of-${id}`, sessionToken: `token-of-${id}` };
      source.body = JSON.stringify({
        AccessKeyId: keys.accessKeyId,
        SecretAccessKey: keys.secretAccessKey,
        Token: keys.sessionToken,
        Expiration: new Date(endsAt).toISOString(),
      });
      return keys;
    },
    keep: (data: string) => store.keep(hashOf(data), bytesOf(data)),
    [Symbol.asyncDispose]: async () => {
      server.close();
      await database.close();
      await bucket[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

test('[AT11] keys that end are asked for anew before they do, with the token of the file', async () => {
  await using places = await openPlaces();
  const { bucket, asked, clock, hand, keep } = places;
  bucket.takeOnly(hand('AKIA1', start + 60 * minute));
  expect(await keep('one')).toBe(true);
  expect(await keep('two')).toBe(true);
  expect(asked).toEqual(['let-me-in']);
  bucket.takeOnly(hand('AKIA2', start + 120 * minute));
  clock.now = start + 56 * minute;
  expect(await keep('three')).toBe(true);
  expect(asked).toHaveLength(2);
  expect(bucket.objects.size).toBe(3);
});

test('[AT11] an address that is away or answers nonsense costs nothing before the keys end; then files get 503', async () => {
  await using places = await openPlaces();
  const { bucket, asked, source, clock, hand, keep } = places;
  bucket.takeOnly(hand('AKIA1', start + 60 * minute));
  expect(await keep('one')).toBe(true);
  source.status = 500;
  clock.now = start + 58 * minute;
  // Not every file waits for an address that is away.
  for (const data of ['two', 'more']) expect(await keep(data)).toBe(true);
  expect(asked).toHaveLength(2);
  source.status = 200;
  source.body = 'canary, not JSON';
  clock.now = start + 61 * minute;
  const refused = await keep('three').catch((error: unknown) => error);
  expect(refused).toMatchObject({ status: 503 });
  expect(String(refused)).not.toContain('canary');
  bucket.takeOnly(hand('AKIA2', start + 120 * minute));
  expect(await keep('three')).toBe(true);
});
