import type { ReactNode } from 'react';
import { Wordmark } from '../../shell/wordmark.tsx';
import styles from './entrance.module.css';

/** The screen before any room: our name and one question. */
export function Entrance({
  title,
  lead,
  children,
}: {
  title: string;
  lead: ReactNode;
  children?: ReactNode;
}) {
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <Wordmark />
        <h1 className={styles.title}>{title}</h1>
        <p className={styles.lead}>{lead}</p>
        {children}
      </div>
    </main>
  );
}
