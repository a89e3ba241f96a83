import { expect, test } from 'vitest';
import { examplePage, exampleUpdates, makeInput } from '#status-page/fixtures/example.ts';
import { contentTypeOf, renderStatusPage } from '#status-page/render.ts';
import { makeGeneration } from '../page/generation.ts';
import { sendUnlessNewer } from './upload.ts';

const render = (given: Parameters<typeof makeInput>[0]) =>
  makeGeneration({ renderStatusPage, contentTypeOf }, makeInput(given));
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
    present: async () => there.get('generation.json') ?? null,
    send: async (path: string, { bytes }: { bytes: Buffer }) => {
      requests += 1;
      if (requests === refused) throw new Error('slow down');
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
      await expect(sendUnlessNewer(later, { over: 42, held }, place)).rejects.toThrow('slow down');
      expect([refused, brokenLinks(there, held)]).toEqual([refused, []]);
      expect(there.get('generation.json')).toBe(before?.files.get('generation.json')?.bytes.toString());
    }
    const whole = new Map(kept);
    await sendUnlessNewer(later, { over: 42, held }, placeWith(whole, 0));
    expect(brokenLinks(whole, later.files.keys())).toEqual([]);
    expect(whole.get('generation.json')).toContain('42');
  }
});

test('[SP72] an upload that failed sends nothing afterwards, when the next one may be on its way', async () => {
  const calls: PromiseWithResolvers<void>[] = [];
  const place = {
    present: async () => null,
    send: () => {
      const call = Promise.withResolvers<void>();
      calls.push(call);
      return call.promise;
    },
  };
  const sending = sendUnlessNewer(later, { over: 42, held: new Set() }, place);
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
