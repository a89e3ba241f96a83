import type { ReactNode } from 'react';
import styles from './problem.module.css';

/** An error message: what happened and what to do. Screen readers announce it once. */
export function Problem({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.problem} role="alert">
      <span>{children}</span>
      {action}
    </div>
  );
}
