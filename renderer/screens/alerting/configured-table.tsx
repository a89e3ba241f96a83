import type { ReactNode } from 'react';
import { strings } from '../../strings/index.ts';
import { Empty } from '../../ui/empty.tsx';
import { TableHead } from '../../ui/table-head.tsx';
import styles from '../../ui/section.module.css';

const words = strings.alerting;

type TableProps = {
  empty: { title: string; why: string };
  /** The column titles before the actions column. */
  heads: readonly string[];
  /** The button that adds one, in the explanation while there are none. */
  add: ReactNode;
  /** One row per item. */
  children: readonly ReactNode[];
};

/** Configured items, one per line; when empty, an explanation. */
export function ConfiguredTable({ empty, heads, add, children }: TableProps) {
  if (children.length === 0)
    return (
      <Empty title={empty.title} action={add}>
        {empty.why}
      </Empty>
    );
  return (
    <>
      <table className={styles.table}>
        <TableHead columns={heads} actions={words.actions} />
        <tbody>{children}</tbody>
      </table>
      {add}
    </>
  );
}
