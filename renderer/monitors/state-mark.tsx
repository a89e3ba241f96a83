import type { CheckMark } from '../lobby/order.ts';
import styles from './drawing.module.css';

/** The colour is the severity of the incident it is down in; all is well has none. */
export function StateMark({ mark: { monitor, isTrouble, incident } }: { mark: CheckMark }) {
  return (
    <span
      className={styles.mark}
      aria-hidden="true"
      data-status={monitor.status}
      data-explained={monitor.suppressedBy !== null}
      data-severity={isTrouble ? incident?.severity : undefined}
    />
  );
}
