import type { MonitorStatus } from '#room/feed.ts';
import type { Severity } from '#room/fact.ts';
import styles from './state-mark.module.css';

type MarkProps = {
  status: MonitorStatus;
  /** Another that is down explains it: no trouble of its own. */
  isExplained?: boolean;
  /** Of the incident it is down in; its colour, where it has one. */
  severity?: Severity | undefined;
};

/** Whether a check is up, the same mark on every screen: a square is down, half of one degraded, a disc up, a ring waits. */
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
