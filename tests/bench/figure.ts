/** One measured figure; smaller is better. `limit` is the promised maximum, if there is one. */
export type Figure = { name: string; value: number; unit: string; limit?: number };

export const isMissed = ({ value, limit }: Figure): boolean => limit !== undefined && !(value <= limit);

/** Median and p99 of samples in milliseconds, both with the same limit. */
export function toFigures(name: string, samplesMs: readonly number[], limitMs?: number): Figure[] {
  const sorted = samplesMs.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  const limit = limitMs === undefined ? {} : { limit: limitMs };
  return [
    { name: `${name}, median`, value: at(0.5), unit: 'ms', ...limit },
    { name: `${name}, p99`, value: at(0.99), unit: 'ms', ...limit },
  ];
}

const number = (value: number): string => (value >= 1_000 ? value.toFixed(0) : value.toPrecision(3));

export function formatTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${number(figure.value)} ${figure.unit}`,
    figure.limit === undefined ? '' : `limit ${figure.limit} ${figure.unit}`,
    figure.limit === undefined ? '' : isMissed(figure) ? 'MISSED' : 'kept',
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(([name = '', value = '', limit = '', verdict = '']) =>
      [name.padEnd(widths[0] ?? 0), value.padStart(widths[1] ?? 0), limit.padEnd(widths[2] ?? 0), verdict]
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
