import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeEgress } from '../../outgoing/egress.ts';
import { openDatabase } from '../../storage/database.ts';
import { makeServedFile } from '../generation.ts';
import { foundStaysMs, openPublisher } from './publisher.ts';
import type { StatusPage } from '../records.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-publisher-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A place that takes PUT, with what lies there. */
async function startPlace(sequence: number) {
  let there = JSON.stringify({ sequence });
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (request.method === 'PUT') there = body;
      response.end(request.method === 'PUT' ? '' : there);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const read = () => (JSON.parse(there) as { sequence: number }).sequence;
  return { url, read, [Symbol.asyncDispose]: async () => void server.close() };
}

const generation = (sequence: number) => ({
  sequence,
  renderedAt: 0,
  files: new Map([['generation.json', makeServedFile(JSON.stringify({ sequence }), 'application/json')]]),
});
const pageAt = (url: string): StatusPage => ({
  id: url,
  version: 1,
  settings: { slug: 'x', name: 'x', visibility: 'public', components: [], targets: [{ kind: 'put', url }] },
  createdAt: 0,
  updatedAt: 0,
});
const log = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };
let files = 0;
function open(madeBefore: number) {
  const database = openDatabase(join(folder, `${(files += 1)}.db`));
  const clock = { now: 1_000 };
  const egress = makeEgress({ allowsLinkLocal: false });
  const publisher = openPublisher({ database, egress, now: () => clock.now, log, madeBefore });
  const close = async () => {
    await publisher.close();
    await database.close();
  };
  return { publisher, clock, [Symbol.asyncDispose]: close };
}

test('[SP113] what somebody else published while the server was away stays, until it is known what it is', async () => {
  await using place = await startPlace(200);
  await using opened = open(100);
  const { publisher } = opened;
  const page = pageAt(place.url);
  const problem = () => publisher.states(page)[0]?.problem;
  publisher.take(page, generation(300), 'machine');
  await expect.poll(problem).toContain('somebody else published there meanwhile, with the sequence 200');
  publisher.take(page, generation(301), 'time');
  publisher.knows(page.id, 150);
  publisher.take(page, generation(302), 'machine');
  await expect.poll(() => publisher.states(page)[0]?.sequence).toBe(200);
  expect(place.read()).toBe(200);
  publisher.knows(page.id, 200);
  publisher.take(page, generation(303), 'machine');
  await expect.poll(problem).toBeNull();
  expect(place.read()).toBe(303);
});

test('[SP113] it stays a quarter of an hour at most, and not where people change something', async () => {
  await using place = await startPlace(200);
  await using other = await startPlace(200);
  await using opened = open(100);
  const { publisher, clock } = opened;
  const [page, changed] = [pageAt(place.url), pageAt(other.url)];
  publisher.take(page, generation(300), 'machine');
  await expect.poll(() => publisher.states(page)[0]?.problem).toContain('meanwhile');
  clock.now += foundStaysMs - 1;
  publisher.take(page, generation(301), 'time');
  publisher.take(changed, generation(302), 'people');
  await expect.poll(() => other.read()).toBe(302);
  expect(place.read()).toBe(200);
  clock.now += 1;
  publisher.take(page, generation(303), 'time');
  await expect.poll(() => place.read()).toBe(303);
  // A server made anew goes on from what lies there.
  await using third = await startPlace(200);
  await using fresh = open(0);
  fresh.publisher.take(pageAt(third.url), generation(304), 'machine');
  await expect.poll(() => third.read()).toBe(304);
});

test('[SP113] what was put there from here while the next one was made is no stranger’s', async () => {
  await using place = await startPlace(200);
  await using opened = open(100);
  const { publisher } = opened;
  const page = pageAt(place.url);
  publisher.knows(page.id, 200);
  publisher.take(page, generation(300), 'machine');
  // The first is on its way, and not there yet.
  await new Promise((resolve) => setImmediate(resolve));
  publisher.take(page, generation(301), 'machine');
  await expect.poll(() => publisher.states(page)[0]).toMatchObject({ sequence: 301, problem: null });
  expect(place.read()).toBe(301);
});
