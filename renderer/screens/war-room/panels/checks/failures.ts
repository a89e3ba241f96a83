import type { Sample } from '#room/feed/feed.ts';

/** Spans without an answer: from the first failed sample to the next good one, or to the last known sample. */
export function failures(samples: readonly Sample[]): readonly { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  let from: number | null = null;
  for (const { at, status } of samples) {
    if (status === 'down') from ??= at;
    else if (from !== null) {
      spans.push({ from, to: at });
      from = null;
    }
  }
  const last = samples.at(-1);
  if (from !== null && last) spans.push({ from, to: last.at });
  return spans;
}
