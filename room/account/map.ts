// TL6: the map beside the timeline, in positions from 0 (top) to 1 (bottom). Long silences are shortened.
import type { Entry } from '../view/room-view.ts';

const minuteMs = 60_000;
/** A longer silence is drawn with this length. */
const longestSilenceMs = 15 * minuteMs;
/** More bars than this cannot be told apart. */
const mostBuckets = 240;
/** A bucket with fewer entries than this never looks full. */
const fullBucket = 12;

export type MapSpan = { from: number; to: number };
/** A bucket of the map; `share` is its count relative to the busiest bucket, or to a full one. */
export type MapBucket = MapSpan & { share: number; count: number };

export type TimelineMap = {
  buckets: readonly MapBucket[];
  /** Where at least one check was down. */
  down: readonly MapSpan[];
  /** Where a silence was shortened. */
  cuts: readonly number[];
  place: (at: number) => number;
  /** The instant at a position on the map. */
  instantAt: (place: number) => number;
};

/**
 * The map of the shown entries, in time order; null when there are none, or all at one instant. Outages are read
 * from the whole timeline; an ongoing outage lasts until `now`.
 */
export function makeMap(
  shown: readonly Entry[],
  timeline: readonly Entry[],
  now: number,
): TimelineMap | null {
  const times = shown.map(({ at }) => at);
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  const axis = makeAxis(times);
  return {
    buckets: fillBuckets(axis),
    down: downSpans(timeline, now).flatMap(({ from, to }) => {
      const span = { from: axis.place(from), to: axis.place(to) };
      return span.to > span.from ? [span] : [];
    }),
    cuts: axis.cuts,
    place: axis.place,
    instantAt: axis.instantAt,
  };
}

type Axis = Pick<TimelineMap, 'place' | 'instantAt' | 'cuts'> & {
  /** The position of each time, in the same order. */
  places: Float64Array;
  /** In ms, with shortened silences. */
  length: number;
};

/** Times from first to last, every silence at most `longestSilenceMs` long. */
function makeAxis(times: readonly number[]): Axis {
  const xs = new Float64Array(times.length);
  const cut: number[] = [];
  for (let i = 1; i < times.length; i++) {
    const pause = times[i]! - times[i - 1]!;
    if (pause > longestSilenceMs) cut.push(xs[i - 1]! + longestSilenceMs / 2);
    xs[i] = xs[i - 1]! + Math.min(pause, longestSilenceMs);
  }
  const length = xs.at(-1)!;
  return {
    length,
    places: xs.map((x) => x / length),
    cuts: cut.map((x) => x / length),
    place: (at) => Math.min(1, Math.max(0, between(at, times, xs) / length)),
    instantAt: (place) => between(Math.min(1, Math.max(0, place)) * length, xs, times),
  };
}

/** Maps `value` from the range `from` to the range `to`. */
function between(value: number, from: ArrayLike<number>, to: ArrayLike<number>): number {
  const low = lastAtMost(from, value);
  const high = Math.min(low + 1, from.length - 1);
  const span = from[high]! - from[low]!;
  const share = span === 0 ? 0 : Math.min(1, Math.max(0, (value - from[low]!) / span));
  return to[low]! + share * (to[high]! - to[low]!);
}

/** The index of the last value that is at most `value`; 0 when there is none. */
function lastAtMost(values: ArrayLike<number>, value: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (values[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** One bucket per minute, or fewer longer ones when there are too many minutes. */
function fillBuckets({ length, places }: Axis): MapBucket[] {
  const count = Math.max(1, Math.min(mostBuckets, Math.ceil(length / minuteMs)));
  const counts = Array.from({ length: count }, () => 0);
  for (const place of places) counts[Math.min(count - 1, Math.floor(place * count))]! += 1;
  const most = Math.max(fullBucket, ...counts);
  return counts.map((each, index) => ({
    from: index / count,
    to: (index + 1) / count,
    share: each / most,
    count: each,
  }));
}

/** When at least one check was down, from the entries; an outage without a recovery entry lasts until `until`. */
export function downSpans(entries: readonly Entry[], until: number): MapSpan[] {
  const down = new Set<string>();
  const spans: MapSpan[] = [];
  let from = 0;
  for (const { fact, at, retracted } of entries) {
    if (retracted !== null) continue;
    if (fact.kind === 'check-down') {
      if (down.size === 0) from = at;
      down.add(fact.monitor);
    } else if (fact.kind === 'check-up' && down.delete(fact.monitor) && down.size === 0)
      spans.push({ from, to: at });
  }
  if (down.size > 0) spans.push({ from, to: Math.max(from, until) });
  return spans;
}
