import { createRandom as createSource } from '#room/fixtures/random.ts';

/** The same seed gives the same numbers in [0, 1). */
export function createRandom(seed: number): () => number {
  const source = createSource(seed);
  return () => source.next();
}
