// The position of a dot: time from left to right, length from bottom to top on a logarithmic scale.

export type Scale = {
  x: (at: number) => number;
  y: (ms: number) => number;
  /** Lengths with a grid line, two to five: one alone shows no scale. */
  ticks: readonly number[];
};

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const roundLengths = [
  0,
  second,
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
  365 * day,
  3_650 * day,
];

const log = (ms: number) => Math.log(Math.max(ms, second));

/** Fits all lengths in the frame, with some space beyond the shortest and the longest. */
export function makeScale(
  lengths: readonly number[],
  { from, to }: { from: number; to: number },
  { width, height }: { width: number; height: number },
): Scale {
  const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
  const fits = (ms: number) => log(ms) > log(shortest) - 0.4 && log(ms) < log(longest) + 0.4;
  const round = roundLengths.filter((ms) => ms !== (shortest < second ? second : 0));
  const few = round.filter(fits).length < 2;
  const around = few
    ? [round.findLast((ms) => ms < shortest), round.find((ms) => ms > longest)].filter(
        (ms) => ms !== undefined,
      )
    : [];
  const within = round.filter((ms) => fits(ms) || around.includes(ms));
  const ends = [shortest, longest, ...around].map(log);
  const low = Math.min(...ends) - 0.4;
  const high = Math.max(...ends) + 0.4;
  const step = Math.ceil(within.length / 5) || 1;
  return {
    x: (at) => ((at - from) / Math.max(1, to - from)) * width,
    y: (ms) => height - ((log(ms) - low) / (high - low)) * height,
    ticks: within.filter((_, index) => index % step === 0),
  };
}
