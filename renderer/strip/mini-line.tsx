// Latency as a sparkline in one text line, without axes.
import { useMemo } from 'react';
import { quantile } from '#room/insights/statistics.ts';
import type { CurvePoint, Span } from '#room/strip/strip.ts';
import styles from './mini-line.module.css';

const width = 120;
const height = 18;
const none: readonly Span[] = [];

type LineProps = {
  /** Oldest first. */
  points: readonly CurvePoint[];
  /** Spans when the check was down. */
  down?: readonly Span[];
  label: string;
};

/**
 * Scaled from minimum to maximum, so that the shape shows. The line breaks where nothing answered, a dot marks the
 * 95th percentile, and outages are dark bands.
 */
export function MiniLine({ points, down = none, label }: LineProps) {
  const { line, dot, bands } = useMemo(() => draw(points, down), [points, down]);
  return (
    <svg
      className={styles.line}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {bands !== '' && <path className={styles.down} d={bands} />}
      <path d={line} vectorEffect="non-scaling-stroke" />
      {dot !== '' && <path className={styles.dot} d={dot} vectorEffect="non-scaling-stroke" />}
    </svg>
  );
}

function draw(points: readonly CurvePoint[], down: readonly Span[]) {
  const from = points[0]?.at ?? 0;
  const scale = (width - 4) / Math.max(1, (points.at(-1)?.at ?? 0) - from);
  const x = (at: number) => round(2 + (at - from) * scale);
  const bands = down
    .map((span) => `M${x(span.from)} 0H${Math.max(x(span.to), x(span.from) + 1)}V${height}H${x(span.from)}Z`)
    .join('');
  const known = points.flatMap(({ value }) => value ?? []).toSorted((a, b) => a - b);
  const [least, most, high] = [known[0], known.at(-1), quantile(known, 0.95)];
  if (least === undefined || most === undefined || high === null) return { line: '', dot: '', bands };
  const y = (value: number) =>
    round(most === least ? height / 2 : height - 3 - ((value - least) / (most - least)) * (height - 6));
  let line = '';
  points.forEach(({ at, value }, index) => {
    if (value === null) return;
    const follows = (points[index - 1]?.value ?? null) !== null;
    // A single point without neighbours is drawn as a dot.
    const isAlone = !follows && (points[index + 1]?.value ?? null) === null;
    line += `${follows ? 'L' : 'M'}${x(at)} ${y(value)}${isAlone ? 'h1.5' : ''}`;
  });
  const near = points
    .filter(({ value }) => value !== null)
    .toSorted((a, b) => Math.abs(a.value! - high) - Math.abs(b.value! - high))[0]!;
  return { line, dot: `M${x(near.at)} ${y(near.value!)}h0`, bands };
}

const round = (value: number): number => Math.round(value * 10) / 10;
