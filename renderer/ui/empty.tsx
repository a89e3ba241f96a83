import type { ReactNode } from 'react';
import styles from './empty.module.css';

/** An empty state: what belongs here, and one next step. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={styles.empty}>
      <p className={styles.title}>{title}</p>
      {children && <div className="soft">{children}</div>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}
