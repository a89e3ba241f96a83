import { useMemo } from 'react';
import type { Observed } from '#room/actions/propose-grade.ts';
import { strings } from '../../../../../strings/index.ts';
import { drawSparkline } from './draw-sparkline.ts';
import styles from './proposal.module.css';

const words = strings.timeline;

type ProposalSparklineProps = { check: Observed; at: number; windowMs: number };

/**
 * One check around an action: latency as a line, failures as ticks below, the action as the vertical in the
 * middle.
 */
export function ProposalSparkline({ check, at, windowMs }: ProposalSparklineProps) {
  const { lines, failures, width, height } = useMemo(
    () => drawSparkline(check.samples, { from: at - windowMs, to: at + windowMs }),
    [check.samples, at, windowMs],
  );
  const label = words.beforeAfterAction(check.name);
  return (
    <svg className={styles.spark} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <title>{label}</title>
      <line className={styles.moment} x1={width / 2} x2={width / 2} y1={0} y2={height} />
      {failures.map((x) => (
        <line key={x} className={styles.failure} x1={x} x2={x} y1={height - 5} y2={height} />
      ))}
      {lines.map((points) => (
        <polyline key={points} className={styles.latency} points={points} />
      ))}
    </svg>
  );
}
