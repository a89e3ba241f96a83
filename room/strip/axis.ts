// Round values on an axis: of time, and of what is measured.

const minuteMs = 60_000;
const secondSteps = [1_000, 5_000, 10_000, 15_000, 30_000];
const minuteSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080, 40_320];
const steps = [...secondSteps, ...minuteSteps.map((count) => count * minuteMs)];

/** At most `most` instants between `from` and `to`, at round distances from `anchor` (such as a midnight). */
export function roundTimes(
  { from, to }: { from: number; to: number },
  most: number,
  anchor: number,
): { step: number; times: number[] } {
  if (!(to > from) || most < 1) return { step: minuteMs, times: [] };
  const step = steps.find((each) => (to - from) / each <= most) ?? (to - from) / most;
  const times: number[] = [];
  for (let at = anchor + Math.ceil((from - anchor) / step) * step; at <= to; at += step) times.push(at);
  return { step, times };
}

const roundShares = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** Four round values above zero, the last of them at least `most`. */
export function roundValues(most: number): number[] {
  const least = Math.max(most, 0.4) / 4;
  const power = 10 ** Math.floor(Math.log10(least));
  const share = roundShares.find((each) => each * power >= least * 0.999_999) ?? 10;
  return [1, 2, 3, 4].map((count) => Number((count * share * power).toPrecision(6)));
}
