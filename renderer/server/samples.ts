import type { Sample } from '#room/feed/feed.ts';

/** The most samples of one monitor that a chart can show. */
export const samplesKept = 600;

/** Merges samples in order of time without duplicates; keeps the newest `samplesKept`. */
export function addSamples(known: readonly Sample[], more: readonly Sample[]): readonly Sample[] {
  const last = known.at(-1);
  const first = more[0];
  if (!first) return known;
  if (!last || first.at > last.at) return [...known, ...more].slice(-samplesKept);
  const byTime = new Map([...known, ...more].map((sample) => [sample.at, sample]));
  return [...byTime.values()].toSorted((a, b) => a.at - b.at).slice(-samplesKept);
}
