// The statistics behind the team's numbers. Pure; random numbers come from a seed, so the same incidents always give
// the same verdict.

/** The quantile of the sorted values, interpolated between two of them. */
export function quantile(sorted: readonly number[], share: number): number | null {
  if (sorted.length === 0) return null;
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return below + (above - below) * (place - Math.floor(place));
}

/** The same, as a whole number: an interpolated time would have fractions of a millisecond. */
export function wholeQuantile(sorted: readonly number[], share: number): number | null {
  const found = quantile(sorted, share);
  return found === null ? null : Math.round(found);
}

export type MedianChange = {
  verdict: 'longer' | 'shorter' | 'no change shown' | 'too few';
  /** The 90 % interval of the ratio of the medians (now / before); null with too few values. */
  interval: readonly [number, number] | null;
};

/** The fewest values on each side for a verdict. */
export const fewest = 8;
const rounds = 400;

/**
 * Whether lengths differ between two periods: a bootstrap of the ratio of their medians (Efron 1979). A change is
 * claimed only where its 90 % interval leaves out 1.
 */
export function compareMedians(before: readonly number[], now: readonly number[]): MedianChange {
  if (before.length < fewest || now.length < fewest) return { verdict: 'too few', interval: null };
  const next = seeded(before.length * 7_919 + now.length);
  const [drawBefore, drawNow] = [makeResampler(before, next), makeResampler(now, next)];
  const ratios = Array.from({ length: rounds }, () => {
    const [was, is] = [drawBefore(), drawNow()];
    return Math.log(is + 1) - Math.log(was + 1);
  }).toSorted((a, b) => a - b);
  const low = Math.exp(quantile(ratios, 0.05) ?? 0);
  const high = Math.exp(quantile(ratios, 0.95) ?? 0);
  const verdict = low > 1 ? 'longer' : high < 1 ? 'shorter' : 'no change shown';
  return { verdict, interval: [low, high] };
}

/** Makes a function that resamples the values with replacement and returns the median. Sorts once, then only counts. */
function makeResampler(values: readonly number[], next: () => number): () => number {
  const count = values.length;
  const order = Uint32Array.from(values.keys()).toSorted((a, b) => values[a]! - values[b]!);
  const rankOf = new Uint32Array(count);
  order.forEach((index, rank) => (rankOf[index] = rank));
  const drawn = new Uint32Array(count);
  /** The drawn value at this rank. */
  const valueAt = (place: number): number => {
    let below = 0;
    for (let rank = 0; rank < count; rank++) {
      below += drawn[rank]!;
      if (below > place) return values[order[rank]!]!;
    }
    return 0;
  };
  return () => {
    drawn.fill(0);
    for (let draw = 0; draw < count; draw++) {
      const rank = rankOf[Math.floor(next() * count)]!;
      drawn[rank] = drawn[rank]! + 1;
    }
    const low = valueAt(Math.floor((count - 1) / 2));
    return count % 2 === 1 ? low : (low + valueAt(count / 2)) / 2;
  };
}

/** Mulberry32: a small, uniform generator with the same output everywhere. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** With fewer values a median says nothing. */
export const fewestForMedian = 3;

export const medianOf = (lengths: readonly number[]): number | null =>
  lengths.length < fewestForMedian ? null : wholeQuantile(lengths, 0.5);

/** The usual range of incident counts: the 90 % band around `expected` (Poisson, square-root transform). */
export function usualCount(expected: number): readonly [number, number] {
  const spread = 1.645 / 2;
  const root = Math.sqrt(expected);
  return [
    Math.max(0, Math.floor((root - spread) ** 2 * Number(root > spread))),
    Math.ceil((root + spread) ** 2),
  ];
}
