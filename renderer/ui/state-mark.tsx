import type { MonitorStatus } from '#room/feed/feed.ts';
import type { Severity } from '#room/facts/fact.ts';
import styles from './state-mark.module.css';

type MarkProps = {
  status: MonitorStatus;
  /** Another failing check explains this one. */
  isExplained?: boolean;
  /** The severity of the incident in which the check is down; it gives the colour, if set. */
  severity?: Severity | undefined;
};

/**
 * The state of a check, the same mark on every screen: square for down, half square for degraded, disc for up,
 * ring for waiting.
 */
export function StateMark({ status, isExplained = false, severity }: MarkProps) {
  return (
    <span
      className={styles.mark}
      aria-hidden="true"
      data-status={status}
      data-explained={isExplained}
      data-severity={severity}
    />
  );
}
