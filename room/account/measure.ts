// TL3: the number that a run of observations reports, read from their texts: `queue 2,100 → 1,736`.

/** The measurement of a run: the word before the number, and its first and last value. */
export type MeasuredRun = { name: string; from: string; to: string };

type Reading = { name: string; value: number; shown: string };

/** A word, up to three filler words such as `is now at`, then a number with its unit. */
const reading =
  /(\p{L}[\p{L}\p{N}_-]*)\s*(?:(?:is|was|are|at|now|of|still|down|up|to|about|around|fell|rose|dropped|grew)\s+){0,3}[:=~≈]?\s*(\d[\d,]*(?:\.\d+)?)(?:\s?(%|ms|s|min|GB|MB|kB|k|h)(?![\p{L}\p{N}]))?(?![\p{L}\p{N}:.-]*\p{L})/giu;

const small = new Set([
  'is',
  'was',
  'are',
  'at',
  'now',
  'of',
  'still',
  'down',
  'up',
  'to',
  'about',
  'in',
  'for',
  'on',
  'by',
  'from',
  'the',
  'a',
  'and',
  'or',
  'with',
  'after',
  'since',
  'until',
  'fell',
  'rose',
  'dropped',
  'grew',
  'around',
]);

function readings(text: string): Reading[] {
  return [...text.matchAll(reading)].flatMap(([, word = '', digits = '', unit = '']) => {
    const value = Number(digits.replaceAll(',', ''));
    if (small.has(word.toLowerCase()) || !Number.isFinite(value)) return [];
    return [{ name: word.toLowerCase(), value, shown: unit === '' ? digits : `${digits} ${unit}` }];
  });
}

/**
 * The measurement in a series of texts, in time order. Null when no word comes before a number in at least three and at
 * least half of them, or when the number never changed.
 */
export function readMeasure(texts: readonly string[]): MeasuredRun | null {
  const all = texts.map((text) => readings(text));
  const counts = new Map<string, number>();
  for (const each of all)
    for (const name of new Set(each.map(({ name }) => name))) counts.set(name, (counts.get(name) ?? 0) + 1);
  const needed = Math.max(3, Math.ceil(texts.length / 2));
  const [name] = [...counts].filter(([, count]) => count >= needed).toSorted((a, b) => b[1] - a[1])[0] ?? [];
  if (name === undefined) return null;
  const values = all.flatMap((each) => each.filter((reading) => reading.name === name).slice(-1));
  const [first, last] = [values[0]!, values.at(-1)!];
  return first.value === last.value ? null : { name, from: first.shown, to: last.shown };
}
