// The position of a dot: time from left to right, length from bottom to top on a logarithmic scale.

export type Scale = {
  x: (at: number) => number;
  y: (ms: number) => number;
  /** Lengths with a grid line, at most five. */
  ticks: readonly number[];
};

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const roundLengths = [
  10 * second,
  minute,
  5 * minute,
  15 * minute,
  hour,
  4 * hour,
  day,
  3 * day,
  7 * day,
  30 * day,
  90 * day,
];

const log = (ms: number) => Math.log(Math.max(ms, second));

/** Fits all lengths in the frame, with some space beyond the shortest and the longest. */
export function makeScale(
  lengths: readonly number[],
  { from, to }: { from: number; to: number },
  { width, height }: { width: number; height: number },
): Scale {
  const low = log(Math.min(...lengths)) - 0.4;
  const high = log(Math.max(...lengths)) + 0.4;
  const within = roundLengths.filter((ms) => log(ms) > low && log(ms) < high);
  const step = Math.ceil(within.length / 5) || 1;
  return {
    x: (at) => ((at - from) / Math.max(1, to - from)) * width,
    y: (ms) => height - ((log(ms) - low) / (high - low)) * height,
    ticks: within.filter((_, index) => index % step === 0),
  };
}
