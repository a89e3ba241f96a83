import { useMemo } from 'react';
import { quantile } from '#room/insights/statistics.ts';
import { strings } from '../strings/index.ts';
import styles from './drawing.module.css';

const width = 120;
const height = 18;

/**
 * The latency of the last hour from its least to its most, so that its shape shows; broken where nothing answered, with
 * a dot at the 95th percentile.
 */
export function MiniLine({ latency }: { latency: readonly (number | null)[] }) {
  const { path, dot, words } = useMemo(() => draw(latency), [latency]);
  return (
    <svg
      className={styles.line}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={words}
    >
      <path d={path} vectorEffect="non-scaling-stroke" />
      {dot !== '' && <path className={styles.dot} d={dot} vectorEffect="non-scaling-stroke" />}
    </svg>
  );
}

function draw(latency: readonly (number | null)[]): { path: string; dot: string; words: string } {
  const known = latency.filter((value) => value !== null).toSorted((a, b) => a - b);
  const [least, most, high] = [known[0], known.at(-1), quantile(known, 0.95)];
  if (least === undefined || most === undefined || high === null)
    return { path: '', dot: '', words: strings.monitors.list.noLatency };
  const step = (width - 4) / Math.max(1, latency.length - 1);
  const x = (index: number) => (2 + index * step).toFixed(1);
  const y = (value: number) =>
    (most === least ? height / 2 : height - 3 - ((value - least) / (most - least)) * (height - 6)).toFixed(1);
  let path = '';
  // Where it was about so slow, the last time.
  let dot = '';
  let distance = Number.POSITIVE_INFINITY;
  latency.forEach((value, index) => {
    if (value === null) return;
    const point = `${x(index)} ${y(value)}`;
    const follows = (latency[index - 1] ?? null) !== null;
    // A minute with nothing on either side is still a dot.
    const isAlone = !follows && (latency[index + 1] ?? null) === null;
    path += `${follows ? 'L' : 'M'}${point}${isAlone ? `h${Math.min(step, 2)}` : ''}`;
    if (Math.abs(value - high) > distance) return;
    distance = Math.abs(value - high);
    dot = `M${point}h0`;
  });
  return { path, dot, words: strings.monitors.list.latency(least, most, high) };
}
