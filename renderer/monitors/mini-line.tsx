import { useMemo } from 'react';
import { strings } from '../strings/index.ts';
import styles from './drawing.module.css';

const width = 120;
const height = 20;

/** The latency of the last hour as a line without axes, broken where nothing answered. */
export function MiniLine({ latency }: { latency: readonly (number | null)[] }) {
  const { path, words } = useMemo(() => draw(latency), [latency]);
  return (
    <svg
      className={styles.line}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={words}
    >
      <path d={path} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

function draw(latency: readonly (number | null)[]): { path: string; words: string } {
  const known = latency.filter((value) => value !== null);
  if (known.length === 0) return { path: '', words: strings.monitors.list.noLatency };
  const most = Math.max(1, ...known);
  const step = width / Math.max(1, latency.length - 1);
  let path = '';
  latency.forEach((value, index) => {
    if (value === null) return;
    const point = `${(index * step).toFixed(1)} ${(height - 1 - (value / most) * (height - 2)).toFixed(1)}`;
    const follows = (latency[index - 1] ?? null) !== null;
    // A minute with nothing on either side is still a dot.
    const isAlone = !follows && (latency[index + 1] ?? null) === null;
    path += `${follows ? 'L' : 'M'}${point}${isAlone ? `h${Math.min(step, 2)}` : ''}`;
  });
  return { path, words: strings.monitors.list.latency(Math.min(...known), most) };
}
