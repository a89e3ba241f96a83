import { useRef, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Empty, EmptyUnread } from './empty.tsx';
import { Kbd } from './kbd.tsx';
import { useKeys } from './keys.tsx';
import { moveBetweenRows } from './move-between-rows.ts';
import styles from './table.module.css';

type Props = {
  words: { title: string; add: string; none: string; noneWhy: string };
  /** The screen's own class, which sets `--columns`. */
  className: string | undefined;
  /** What adds a record; null when this person may not. */
  add: (() => void) | null;
  /** Beside the title. */
  about?: ReactNode;
  /** Above the rows, even when there are none. */
  above?: ReactNode;
  /** Below the rows. */
  below?: ReactNode;
  isEmpty: boolean;
  /** Since when the list could not be read; null or absent for one that is current. */
  silentSince?: number | null;
  heads: ReactNode;
  rows: readonly ReactNode[];
};

/** A screen that lists records: its head, the names of the columns, and the rows. J and K move between them. */
export function RecordList(props: Props) {
  const { words, className, add, about, above, below, isEmpty, heads, rows } = props;
  const list = useListKeys(words, add);
  const button = add !== null && (
    <Button
      {...(!isEmpty && { className: styles.add ?? '', size: 'compact-sm' })}
      rightSection={<Kbd keys="shift+n" />}
      onClick={add}
    >
      {words.add}
    </Button>
  );
  return (
    <div className={className}>
      <header className={styles.head}>
        <h1>{words.title}</h1>
        {about}
        {!isEmpty && button}
      </header>
      {above}
      {isEmpty && <NoRows {...props} button={button} />}
      {rows.length > 0 && (
        <>
          <div className={styles.heads} aria-hidden="true">
            {heads}
          </div>
          <ul ref={list} aria-label={words.title}>
            {rows}
          </ul>
        </>
      )}
      {below}
    </div>
  );
}

/** J and K move between the rows, Shift+N adds one. */
function useListKeys(words: Props['words'], add: Props['add']) {
  const list = useRef<HTMLUListElement>(null);
  const group = words.title;
  useKeys({
    j: { label: words.title, group, run: () => moveBetweenRows(list.current, 1) },
    k: { label: words.title, group, run: () => moveBetweenRows(list.current, -1) },
    ...(add !== null && { 'shift+n': { label: words.add, group, run: add } }),
  });
  return list;
}

function NoRows({ words, silentSince = null, button }: Props & { button: ReactNode }) {
  if (silentSince !== null) return <EmptyUnread since={silentSince} />;
  return (
    <Empty title={words.none} action={button}>
      {words.noneWhy}
    </Empty>
  );
}

type HeadProps = {
  name: string;
  facts: readonly string[];
  /** The words of the button, and what it does; null when this person may not change the record. */
  edit: { words: string; run: () => void } | null;
};

/** The head of one record's screen: its name, what it is in short, and the button that changes it. */
export function RecordHead({ name, facts, edit }: HeadProps) {
  return (
    <header className={styles.head}>
      <h1>{name}</h1>
      <p className="soft">{facts.join(' · ')}</p>
      {edit !== null && (
        <Button className={styles.add ?? ''} size="compact-sm" onClick={edit.run}>
          {edit.words}
        </Button>
      )}
    </header>
  );
}
