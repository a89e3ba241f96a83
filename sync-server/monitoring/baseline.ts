// CH11: whether an answer took unusually long for this hour of the day. Pure.

/** Hours that were measured, with the mean latency of each. */
export type Hour = { at: number; latencyMs: number };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Fewer hours say nothing about what is usual. */
const fewestHours = 5;
/** In the measure of how far hours usually lie apart (the median absolute deviation). */
const deviations = 6;
/** Below these nobody would notice, however regular the service is. */
const smallestShare = 0.5;
const smallestMs = 50;

/** The hours of the last seven days within an hour of this time of the day. */
export function pickUsualHours<H extends { at: number }>(hours: readonly H[], now: number): readonly H[] {
  const current = Math.floor(now / hourMs) * hourMs;
  return hours.filter(({ at }) => {
    const ago = current - at;
    const offset = ((ago % dayMs) + dayMs) % dayMs;
    return ago > 2 * hourMs && ago <= 7 * dayMs + hourMs && (offset <= hourMs || offset >= dayMs - hourMs);
  });
}

/** Why it is unusual, with the numbers; null when it is not, or when too little is known. */
export function decideUnusual(latencyMs: number, usual: readonly Hour[]): string | null {
  if (usual.length < fewestHours) return null;
  const middle = median(usual.map((hour) => hour.latencyMs));
  const deviation = median(usual.map((hour) => Math.abs(hour.latencyMs - middle)));
  const limit = middle + Math.max(deviations * deviation, smallestShare * middle, smallestMs);
  if (latencyMs <= limit) return null;
  return `slower than usual at this hour: ${ms(latencyMs)}, usually ${ms(middle)}, up to ${ms(limit)} (${usual.length} hours of the last week)`;
}

/**
 * CH16: why a posted number is unlike its habit, above or below; null when it is not, or when too little is known. What
 * never changed is unlike itself with any change.
 */
export function decideUnusualNumber(
  value: number,
  usual: readonly { value: number }[],
  unit: string,
): string | null {
  if (usual.length < fewestHours) return null;
  const middle = median(usual.map((hour) => hour.value));
  const deviation = median(usual.map((hour) => Math.abs(hour.value - middle)));
  const reach = Math.max(deviations * deviation, smallestShare * Math.abs(middle));
  if (Math.abs(value - middle) <= reach) return null;
  const say = (number: number) => `${Number(number.toPrecision(4))}${unit === '' ? '' : ` ${unit}`}`;
  const word = value > middle ? 'more' : 'less';
  return `${word} than usual at this hour: ${say(value)}, usually ${say(middle)}, from ${say(middle - reach)} to ${say(middle + reach)} (${usual.length} hours of the last week)`;
}

const ms = (value: number) => `${Math.round(value)} ms`;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}
