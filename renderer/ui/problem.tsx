import type { ReactNode } from 'react';
import styles from './problem.module.css';

/** Something did not work: what happened and what to do, read out once. */
export function Problem({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.problem} role="alert">
      <span>{children}</span>
      {action}
    </div>
  );
}
