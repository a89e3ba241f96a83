import { expect, test } from 'vitest';
import { createRandom, type Random } from '#room/fixtures/random.ts';
import { examplePage, exampleUpdates, makeInput } from '#status-page/fixtures/example.ts';
import { contentTypeOf, renderStatusPage } from '#status-page/render.ts';
import { makeGeneration } from '../page/generation.ts';
import { sendUnlessNewer, sequenceIn } from './upload.ts';

const render = (given: Parameters<typeof makeInput>[0]) =>
  makeGeneration({ renderStatusPage, contentTypeOf }, makeInput(given));
const isDead = () => false;
const logo = '<svg xmlns="http://www.w3.org/2000/svg"></svg>';
const earlier = render({ sequence: 41, updates: exampleUpdates.slice(1) });
/** Has one more incident, component, and language, and a logo. */
const later = render({
  sequence: 42,
  page: {
    ...examplePage,
    languages: ['en', 'de', 'fr'],
    logo,
    components: [...examplePage.components, { id: 'mail', name: 'Mail' }],
  },
});

/** A place that takes files into `there`; the request with this number is refused. */
function placeWith(there: Map<string, string>, refused: number) {
  let requests = 0;
  return {
    read: async (path: string) => there.get(path) ?? null,
    send: async (path: string, { bytes }: { bytes: Buffer }) => {
      if (path !== 'upload.json') requests += 1;
      if (requests === refused && path !== 'upload.json') throw new Error('slow down');
      there.set(path, bytes.toString());
    },
  };
}

/** What a file names on its own site. */
function namesIn(path: string, text: string): string[] {
  const links = [...text.matchAll(/(?:href|src)="([^"#]+)|(https:\/\/status\.acme\.test\/[^"<\s\\]*)/gu)];
  const addresses = links.map(
    ([, link, whole]) => new URL(link ?? whole ?? '', `https://status.acme.test/${path}`),
  );
  return addresses
    .filter(({ host }) => host === 'status.acme.test')
    .map(({ pathname }) => pathname.slice(1).replace(/(^|\/)$/u, '$1index.html'));
}

/** From the page's first address and those that people knew before: the missing files that a reader comes upon. */
function brokenLinks(there: ReadonlyMap<string, string>, knownBefore: Iterable<string>): string[] {
  const broken = new Set<string>();
  const seen = new Set([...knownBefore, ...(there.has('index.html') ? ['index.html'] : [])]);
  for (const path of seen) {
    const text = there.get(path);
    if (text === undefined) broken.add(path);
    else for (const name of namesIn(path, text)) seen.add(name);
  }
  return [...broken];
}

test('[SP72] wherever an upload ends, no page that a reader can reach names a missing file', async () => {
  for (const before of [null, earlier]) {
    const kept = [...(before?.files ?? [])].map(([path, { bytes }]) => [path, bytes.toString()] as const);
    const held = new Set(kept.map(([path]) => path));
    for (let refused = 1; refused <= later.files.size; refused += 1) {
      const there = new Map(kept);
      const place = placeWith(there, refused);
      await expect(sendUnlessNewer(later, { over: 42, held, isDead }, place)).rejects.toThrow('slow down');
      expect([refused, brokenLinks(there, held)]).toEqual([refused, []]);
      expect(there.get('generation.json')).toBe(before?.files.get('generation.json')?.bytes.toString());
    }
    const whole = new Map(kept);
    await sendUnlessNewer(later, { over: 42, held, isDead }, placeWith(whole, 0));
    expect(brokenLinks(whole, later.files.keys())).toEqual([]);
    expect(whole.get('generation.json')).toContain('42');
  }
});

test('[SP72] an upload that failed sends nothing afterwards, when the next one may be on its way', async () => {
  const calls: PromiseWithResolvers<void>[] = [];
  const place = {
    read: async () => null,
    send: (path: string) => {
      if (path === 'upload.json') return Promise.resolve();
      const call = Promise.withResolvers<void>();
      calls.push(call);
      return call.promise;
    },
  };
  const sending = sendUnlessNewer(later, { over: 42, held: new Set<string>(), isDead }, place);
  let isOver = false;
  const ended = expect(sending)
    .rejects.toThrow('slow down')
    .then(() => (isOver = true));
  await expect.poll(() => calls.length).toBe(4);
  const [first, ...others] = calls;
  first?.reject(new Error('slow down'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(isOver).toBe(false);
  for (const { resolve } of others) resolve();
  await ended;
  expect(calls).toHaveLength(4);
});

/** A place at which each request takes effect at a time of chance; `end` takes away what waits, as when its sender dies. */
function placeByChance(there: Map<string, string>, random: Random) {
  type Waiting = { by: number; act: () => void };
  let waiting: Waiting[] = [];
  const ended = new Set<number>();
  const wait = <T>(by: number, effect: () => T) =>
    new Promise<T>((resolve) => {
      if (!ended.has(by)) waiting.push({ by, act: () => resolve(effect()) });
    });
  const senderOf = (by: number) => ({
    read: (path: string) => wait(by, () => there.get(path) ?? null),
    send: (path: string, { bytes }: { bytes: Buffer }) =>
      wait(by, () => void there.set(path, bytes.toString())),
  });
  const end = (by: number) => {
    ended.add(by);
    waiting = waiting.filter((each) => each.by !== by);
  };
  /** Until nothing waits any more. */
  const run = async (steps = Infinity) => {
    for (let step = 0; step < steps; step += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (waiting.length === 0) return;
      waiting.splice(random.below(waiting.length), 1)[0]?.act();
    }
  };
  return { senderOf, end, run };
}

const textsOf = ({ files }: typeof later) =>
  Object.fromEntries([...files].map(([path, { bytes }]) => [path, bytes.toString()]));
const shownIn = (there: ReadonlyMap<string, string>, { files }: typeof later) =>
  Object.fromEntries([...files.keys()].map((path) => [path, there.get(path)]));

test('[SP72] of two uploads at once the newer stands there whole, however their requests cross', async () => {
  let stopped = 0;
  for (let seed = 1; seed <= 40; seed += 1) {
    const there = new Map<string, string>();
    const place = placeByChance(there, createRandom(seed));
    const send = (generation: typeof later, by: number) =>
      sendUnlessNewer(generation, { over: generation.sequence, held: new Set(), isDead }, place.senderOf(by));
    const older = send(earlier, 1);
    // Some begin together, some when the other is half done.
    await place.run((seed % 8) * 15);
    const newer = send(later, 2);
    await place.run();
    expect([seed, await newer]).toEqual([seed, 'published']);
    expect([seed, shownIn(there, later)]).toEqual([seed, textsOf(later)]);
    if ((await older) !== 'published') stopped += 1;
  }
  expect(stopped).toBeGreaterThan(20);
});

test('[SP72] an upload whose sender died half-way holds nobody up, and the next one stands there whole', async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = createRandom(seed);
    const there = new Map(Object.entries(textsOf(earlier)));
    const place = placeByChance(there, random);
    const over = later.sequence;
    void sendUnlessNewer(later, { over, held: new Set(), isDead }, place.senderOf(1));
    await place.run(1 + random.below(60));
    place.end(1);
    expect(there.get('generation.json')).toContain('41');
    const next = render({ sequence: 43, updates: exampleUpdates.slice(2) });
    const sent = sendUnlessNewer(next, { over: 43, held: new Set(), isDead }, place.senderOf(2));
    await place.run();
    expect([seed, await sent, shownIn(there, next)]).toEqual([seed, 'published', textsOf(next)]);
    // One that is older than the dead one comes through once nobody goes on with that.
    there.set('generation.json', JSON.stringify({ sequence: 40 }));
    there.set('upload.json', JSON.stringify({ sequence: 44 }));
    const waits = sendUnlessNewer(next, { over: 43, held: new Set(), isDead }, place.senderOf(3));
    await place.run();
    expect(await waits).toEqual({ newer: 44 });
    const goes = sendUnlessNewer(next, { over: 43, held: new Set(), isDead: () => true }, place.senderOf(4));
    await place.run();
    expect([await goes, shownIn(there, next)]).toEqual(['published', textsOf(next)]);
  }
});

const sequenceOf = (sequence: number) => sequenceIn(JSON.stringify({ sequence }));

test('[SP72] a number that can be no time is not the sequence of a page', () => {
  expect(sequenceOf(Date.UTC(2026, 10, 29))).toBe(Date.UTC(2026, 10, 29));
  for (const none of [Number.MAX_SAFE_INTEGER, 8_640_000_000_000_000, -1]) expect(sequenceOf(none)).toBe(0);
});
