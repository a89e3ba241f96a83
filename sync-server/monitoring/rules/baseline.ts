// CH11: decides whether an answer was unusually slow for this hour of the day. Pure.

/** A measured hour and its mean latency. */
export type Hour = { at: number; latencyMs: number };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** With fewer hours the usual latency is unknown. */
const fewestHours = 5;
/** In multiples of the median absolute deviation between hours. */
const deviations = 6;
/** A smaller difference does not matter, however regular the service is. */
const smallestShare = 0.5;
const smallestMs = 50;

/** The hours of the last seven days within one hour of this time of day. */
export function pickUsualHours<H extends { at: number }>(hours: readonly H[], now: number): readonly H[] {
  const current = Math.floor(now / hourMs) * hourMs;
  return hours.filter(({ at }) => {
    const ago = current - at;
    const offset = ((ago % dayMs) + dayMs) % dayMs;
    return ago > 2 * hourMs && ago <= 7 * dayMs + hourMs && (offset <= hourMs || offset >= dayMs - hourMs);
  });
}

/** Why it is unusual, with the numbers; null when it is normal, or too little is known. */
export function decideUnusual(latencyMs: number, usual: readonly Hour[]): string | null {
  if (usual.length < fewestHours) return null;
  const middle = median(usual.map((hour) => hour.latencyMs));
  const deviation = median(usual.map((hour) => Math.abs(hour.latencyMs - middle)));
  const limit = middle + Math.max(deviations * deviation, smallestShare * middle, smallestMs);
  if (latencyMs <= limit) return null;
  return `slower than usual at this hour: ${ms(latencyMs)}, usually ${ms(middle)}, up to ${ms(limit)} (${usual.length} hours of the last week)`;
}

/**
 * CH16: why a posted number is unusually high or low; null when it is normal, or too little is known. For a number
 * that never changed, any change is unusual.
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
