import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeEgress } from '../../outgoing/egress.ts';
import { openDatabase } from '../../storage/database.ts';
import { makeServedFile } from '../page/generation.ts';
import { openPublisher } from './publisher.ts';
import { foundStaysMs } from './seen-generations.ts';
import type { StatusPage } from '../page/records.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-publisher-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What becomes of a PUT; `lost`: it is taken, but the answer does not arrive. */
type Mood = 'takes' | 'is-busy' | 'lost';

const busy = (count: number): Mood[] => Array.from({ length: count }, () => 'is-busy');

/** A place that takes PUT, with what lies there. */
async function startPlace(sequence: number, moods: Mood[] = []) {
  let there = JSON.stringify({ sequence });
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (request.method !== 'PUT') return response.end(there);
      const mood = moods.shift() ?? 'takes';
      if (mood === 'is-busy') return response.writeHead(503).end('slow down');
      there = body;
      return mood === 'lost' ? request.socket.destroy() : response.end();
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
  /** The tries that are planned, by their waits. */
  const planned = new Map<number, () => void>();
  const after = (ms: number, call: () => void) => {
    planned.set(ms, () => {
      planned.delete(ms);
      call();
    });
    return () => void planned.delete(ms);
  };
  const latest: { of: ReturnType<Parameters<typeof openPublisher>[0]['latest']> } = { of: null };
  const publisher = openPublisher({
    database,
    egress: makeEgress({ allowsLinkLocal: false }),
    clock: { now: () => clock.now, after },
    log,
    madeBefore,
    latest: () => latest.of,
  });
  const close = async () => {
    await publisher.close();
    await database.close();
  };
  return { publisher, clock, planned, latest, [Symbol.asyncDispose]: close };
}

test('[SP70] a place that failed is tried again soon, with the page as it is by then', async () => {
  await using place = await startPlace(0, ['is-busy', 'is-busy']);
  await using opened = open(0);
  const { publisher, planned, latest } = opened;
  const page = pageAt(place.url);
  const [failed] = await publisher.publish(page, generation(300));
  expect(failed?.problem).toContain('503: slow down');
  expect([...planned.keys()]).toEqual([1_000]);
  latest.of = { page, generation: generation(301) };
  planned.get(1_000)?.();
  await expect.poll(() => [...planned.keys()]).toEqual([5_000]);
  planned.get(5_000)?.();
  await expect.poll(() => publisher.states(page)[0]).toMatchObject({ sequence: 301, problem: null });
  expect([place.read(), planned.size]).toEqual([301, 0]);
});

test('[SP70] what failed three times in a row waits for the next rendering; a closed page goes nowhere', async () => {
  const moods = busy(4);
  await using place = await startPlace(0, moods);
  await using opened = open(0);
  const { publisher, planned, latest } = opened;
  const page = pageAt(place.url);
  latest.of = { page, generation: generation(300) };
  await publisher.publish(page, generation(300));
  for (const [wait, left] of [
    [1_000, 2],
    [5_000, 1],
    [30_000, 0],
  ] as const) {
    planned.get(wait)?.();
    await expect.poll(() => moods.length).toBe(left);
    if (left > 0) await expect.poll(() => planned.size).toBe(1);
  }
  await expect.poll(() => planned.size).toBe(0);
  // A person's publishing begins anew.
  moods.push('is-busy');
  await publisher.publish(page, generation(301));
  latest.of = null;
  planned.get(1_000)?.();
  await publisher.close();
  expect(place.read()).toBe(0);
});

test('[SP71] what arrived although its answer was lost is our own, and an older one never comes after it', async () => {
  await using place = await startPlace(100, ['lost']);
  await using opened = open(100);
  const { publisher } = opened;
  const page = pageAt(place.url);
  publisher.take(page, generation(300), 'machine');
  await expect.poll(() => publisher.states(page)[0]?.problem).not.toBeNull();
  expect(place.read()).toBe(300);
  publisher.take(page, generation(301), 'machine');
  await expect.poll(() => publisher.states(page)[0]).toMatchObject({ sequence: 301, problem: null });
  await publisher.publish(page, generation(299), { over: 1_000 });
  expect(place.read()).toBe(301);
  expect(publisher.states(page)[0]).toMatchObject({ sequence: 301, problem: null });
});

test('[SP71] of a place that stays away, the first failures and the last are remembered', async () => {
  await using first = await startPlace(100, ['lost', ...busy(120)]);
  await using middle = await startPlace(100, [...busy(60), 'lost', ...busy(60)]);
  await using opened = open(100);
  const { publisher } = opened;
  const page = pageAt(first.url);
  page.settings.targets?.push({ kind: 'put', url: middle.url });
  for (let at = 0; at <= 120; at += 1) await publisher.publish(page, generation(300 + at));
  expect([first.read(), middle.read()]).toEqual([300, 360]);
  publisher.take(page, generation(500), 'machine');
  await expect.poll(() => publisher.states(page)[0]).toMatchObject({ sequence: 500, problem: null });
  await expect.poll(() => publisher.states(page)[1]).toMatchObject({ sequence: 360 });
  expect(publisher.states(page)[1]?.problem).toContain('somebody else published there meanwhile');
});

test('[SP72] a newer generation that comes during an upload keeps its name there', async () => {
  await using place = await startPlace(0);
  await using opened = open(0);
  const newer = Date.UTC(2026, 10, 29, 22, 5);
  const files = new Map(
    ['api.json', 'index.html', 'generation.json'].map((path) => [
      path,
      makeServedFile(JSON.stringify({ sequence: path === 'api.json' ? newer : 300 }), 'text/plain'),
    ]),
  );
  const page = pageAt(place.url);
  // The first file stands for what another server puts there meanwhile.
  const [state] = await opened.publisher.publish(page, { sequence: 300, renderedAt: 0, files });
  expect(state?.problem).toContain('a newer version is there, from 2026-11-29 22:05 UTC. It stays');
  expect(place.read()).toBe(newer);
});

test('[SP113] a page that somebody else published while the server was away stays, until its content is known', async () => {
  await using place = await startPlace(200);
  await using opened = open(100);
  const { publisher } = opened;
  const page = pageAt(place.url);
  const problem = () => publisher.states(page)[0]?.problem;
  publisher.take(page, generation(300), 'machine');
  await expect.poll(problem).toContain('somebody else published there meanwhile, from 1970-01-01 00:00 UTC');
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
  // A new server continues from the generation that is published there.
  await using third = await startPlace(200);
  await using fresh = open(0);
  fresh.publisher.take(pageAt(third.url), generation(304), 'machine');
  await expect.poll(() => third.read()).toBe(304);
});

test('[SP113] a publication from here while the next one was made is no stranger’s', async () => {
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
