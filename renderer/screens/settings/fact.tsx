import type { ReactNode } from 'react';
import styles from '../../ui/section.module.css';

/** One row of a list: name, value and an optional action. */
export function Fact({ name, children, action }: { name: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd className={action ? styles.withAction : undefined}>
        {action ? <div>{children}</div> : children}
        {action}
      </dd>
    </div>
  );
}
