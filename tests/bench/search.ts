// SE2: finds words in 2,000 incidents of 200 facts each, on one server; a replica uses the same index.
import { systemWallClock } from '#sync-server/clock.ts';
import { createRandom } from '#room/fixtures/random.ts';
import { startOwnServer } from '../helpers/own-server.ts';
import { toFigures, type Figure } from './figure.ts';

const incidents = 2_000;
const factsEach = 200;
const asks = 200;
const limitMs = 100;

export async function bench(): Promise<Figure[]> {
  const random = createRandom(11);
  const words = Array.from({ length: 4_000 }, () =>
    Array.from({ length: 3 + random.below(7) }, () => random.pick('abcdefghiklmnoprstuw'.split(''))).join(''),
  );
  // As in any language, a few words are frequent.
  const say = (count: number) =>
    Array.from({ length: count }, () => words[Math.floor(random.next() ** 3 * words.length)]).join(' ');
  await using server = await startOwnServer({ clock: systemWallClock });
  for (let made = 0; made < incidents; made++) {
    const { body } = await server.api<{ id: string }>('/api/v1/incidents', { title: say(6) });
    const facts = Array.from({ length: factsEach }, () => ({ kind: 'note', text: say(14) }));
    const { status } = await server.api(`/api/v1/incidents/${body.id}/facts`, facts);
    if (status !== 201) throw new Error(`facts were refused: ${status}`);
  }
  const ask = async (q: string) => {
    const start = performance.now();
    const { body } = await server.api<{ notIndexed: number }>(`/api/v1/incidents?limit=50&q=${q}`);
    return { tookMs: performance.now() - start, left: body.notIndexed };
  };
  while ((await ask('a')).left > 0) await new Promise((resolve) => setImmediate(resolve));
  const times: number[] = [];
  for (let asked = 0; asked < asks; asked++) {
    const typed = say(1 + (asked % 2)).split(' ');
    const q = typed.map((word) => word.slice(0, 1 + random.below(word.length))).join('%20');
    times.push((await ask(q)).tookMs);
  }
  return toFigures(`search in ${incidents} incidents of ${factsEach} facts`, times, limitMs);
}
