import type { ReactNode } from 'react';
import styles from './settings.module.css';

/** One line of a list of facts: its name, what it is, and what can be done about it. */
export function Fact({ name, children, action }: { name: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>
        {children}
        {action}
      </dd>
    </div>
  );
}
