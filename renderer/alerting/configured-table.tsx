import type { ReactNode } from 'react';
import { strings } from '../strings/index.ts';
import { Empty } from '../ui/empty.tsx';
import { TableHead } from '../ui/table-head.tsx';
import styles from '../settings/settings.module.css';

const words = strings.alerting;

type TableProps = {
  empty: { title: string; why: string };
  /** The columns before that of what can be done. */
  heads: readonly string[];
  /** One row for each thing. */
  children: readonly ReactNode[];
};

/** What is configured, a line each; without any, what belongs here. */
export function ConfiguredTable({ empty, heads, children }: TableProps) {
  if (children.length === 0) return <Empty title={empty.title}>{empty.why}</Empty>;
  return (
    <table className={styles.table}>
      <TableHead columns={heads} actions={words.actions} />
      <tbody>{children}</tbody>
    </table>
  );
}
