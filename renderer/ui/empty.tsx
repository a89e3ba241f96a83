import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
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

type EmptyListProps = {
  isFiltered: boolean;
  clear: () => void;
  words: { none: string; noneWhy: string; nothingFound: string; nothingFoundWhy: string; clear: string };
};

/** A list without rows: there are none yet, or none fits the filters, which one button clears. */
export function EmptyList({ isFiltered, clear, words }: EmptyListProps) {
  if (!isFiltered) return <Empty title={words.none}>{words.noneWhy}</Empty>;
  const button = (
    <Button variant="default" onClick={clear}>
      {words.clear}
    </Button>
  );
  return (
    <Empty title={words.nothingFound} action={button}>
      {words.nothingFoundWhy}
    </Empty>
  );
}
