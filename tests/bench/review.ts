// RV1: the draft of a room of 10,000 facts, from the facts alone, and each of its formats. NU4, NU6: a server's
// answers about 1,000 measured incidents.
import { setTimeout as wait } from 'node:timers/promises';
import { factKinds } from '#room/facts/fact.ts';
import { makeFacts } from '#room/fixtures/histories.ts';
import { createRandom } from '#room/fixtures/random.ts';
import { createFold } from '#room/fold/fold.ts';
import { byNoted } from '#room/facts/order.ts';
import { formats } from '#room/pir/formats/index.ts';
import { collectReview } from '#room/pir/review.ts';
import { startServer } from '../helpers/server.ts';
import { toFigures, type Figure } from './figure.ts';

const roomSize = 10_000;
const rounds = 5;
const limitMs = 1_000;
const incidents = 1_000;
const asks = 100;
const insightLimitMs = 200;

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export async function bench(): Promise<Figure[]> {
  const fold = createFold();
  fold.add(makeFacts(createRandom(7), roomSize, factKinds).toSorted(byNoted));
  const room = fold.room();
  const collect = () => collectReview({ id: 'x', room, texts: () => '', names: (person) => person });
  const figures: Figure[] = [];
  const measure = async (name: string, work: () => unknown, limit?: number) => {
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      await work();
      times.push(performance.now() - start);
    }
    figures.push({ name, value: middle(times), unit: 'ms', ...(limit !== undefined && { limit }) });
  };
  await measure(`review: collect from ${roomSize} facts`, collect);
  await measure(
    `review: draft of ${roomSize} facts as a page`,
    () => formats.html.render(collect()),
    limitMs,
  );
  const review = collect();
  for (const [name, format] of Object.entries(formats))
    await measure(`review: write ${name}`, () => format.render(review));
  return [...figures, ...(await measureInsights())];
}

async function measureInsights(): Promise<Figure[]> {
  await using server = await startServer();
  const random = createRandom(3);
  for (let made = 0; made < incidents; made++) {
    const { body } = await server.api<{ id: string }>('/api/v1/incidents', {
      json: {
        title: `Incident ${made}`,
        severity: random.pick(['P1', 'P2', 'P3', 'P4']),
        service: random.pick(['shop', 'search', 'mail', 'login']),
      },
    });
    const at = Date.now() - (1 + random.below(80)) * 86_400_000;
    const json = [
      { kind: 'impact-began', at: at - random.below(600_000) },
      { kind: 'acknowledged', at: at + random.below(600_000) },
      { kind: 'impact-ended', at: at + random.below(20_000_000) },
      // NU2: resolved before it was declared, it would not count.
      { kind: 'status', status: 'resolved' },
    ];
    const { status } = await server.api(`/api/v1/incidents/${body.id}/facts`, { json });
    if (status !== 201) throw new Error(`facts were refused: ${status}`);
  }
  const read = async (path: string) => (await server.api<{ count: { now: number } }>(path)).body;
  while ((await read('/api/v1/insights')).count.now < incidents) await wait(200);
  const figures: Figure[] = [];
  for (const path of ['/api/v1/insights', '/api/v1/insights/panels']) {
    const times: number[] = [];
    for (let asked = 0; asked < asks; asked++) {
      const start = performance.now();
      await read(path);
      times.push(performance.now() - start);
    }
    figures.push(...toFigures(`${path} of ${incidents} incidents`, times, insightLimitMs));
  }
  return figures;
}
