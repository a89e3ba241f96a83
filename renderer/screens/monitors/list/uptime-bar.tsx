import { useMemo, useState, type PointerEvent } from 'react';
import { Tooltip } from '@mantine/core';
import { strings } from '../../../strings/index.ts';
import { cellsOf, sayBar, sayCell, type CellLength } from '../uptime-cells.ts';
import styles from './drawing.module.css';

const height = 18;
const words = strings.monitors.bar;

type BarProps = {
  shares: readonly (number | null)[];
  span: CellLength;
  at: number;
  /** The monitor is down now: the last bar gets full height. */
  isDown: boolean;
};

/**
 * A monitor's days or hours side by side: quiet when all was well, dark from below for failures, a dot without
 * data.
 */
export function UptimeBar({ shares, span, at, isDown }: BarProps) {
  const [pointed, setPointed] = useState<number | null>(null);
  const cells = useMemo(() => cellsOf(shares, span, at), [shares, span, at]);
  const paths = useMemo(() => draw(shares, isDown), [shares, isDown]);
  const point = (event: PointerEvent<SVGElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const index = Math.floor(((event.clientX - left) / width) * cells.length);
    setPointed(Math.min(Math.max(index, 0), cells.length - 1));
  };
  const cell = pointed === null ? undefined : cells[pointed];
  return (
    <Tooltip.Floating label={cell ? sayCell(cell, span) : words.label[span]} disabled={!cell}>
      <svg
        className={styles.bar}
        viewBox={`0 0 ${shares.length} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={sayBar(cells, span)}
        onPointerMove={point}
        onPointerLeave={() => setPointed(null)}
      >
        <path className={styles.none} d={paths.none} />
        <path className={styles.good} d={paths.good} />
        <path className={styles.bad} d={paths.bad} />
      </svg>
    </Tooltip.Floating>
  );
}

const rect = (index: number, top: number, bottom: number): string =>
  `M${index + 0.12} ${top}h.76V${bottom}h-.76z`;

/** Three paths instead of hundreds of elements, because lists draw this for hundreds of rows. */
function draw(
  shares: readonly (number | null)[],
  isDown: boolean,
): { none: string; good: string; bad: string } {
  let [none, good, bad] = ['', '', ''];
  shares.forEach((share, index) => {
    if (isDown && index === shares.length - 1) bad += rect(index, 0, height);
    else if (share === null) none += rect(index, height - 2, height);
    else if (share === 1) good += rect(index, 0, height);
    else {
      // One failed minute of a day must stay visible, so the minimum is a fifth of the height.
      const failed = height * Math.max(0.2, Math.sqrt(1 - share));
      good += rect(index, 0, height - failed);
      bad += rect(index, height - failed, height);
    }
  });
  return { none, good, bad };
}
