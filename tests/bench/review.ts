// RV1: the draft of a room of 10,000 facts, from the facts alone, and each format of it.
import { factKinds } from '#room/fact.ts';
import { makeFacts } from '#room/fixtures/histories.ts';
import { createRandom } from '#room/fixtures/random.ts';
import { createFold } from '#room/fold.ts';
import { byNoted } from '#room/order.ts';
import { formats } from '#room/pir/formats/index.ts';
import { collectReview } from '#room/pir/review.ts';
import type { Figure } from './figure.ts';

const roomSize = 10_000;
const rounds = 5;
const limitMs = 1_000;

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
  return figures;
}
