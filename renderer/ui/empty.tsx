import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { strings } from '../strings/index.ts';
import { useNow } from './now.tsx';
import { sayWhen } from './say-time.ts';
import styles from './empty.module.css';

type EmptyProps = {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
};

/** An empty state: what belongs here, and one next step. */
export const Empty = (props: EmptyProps) => <Titled {...props} Title="p" />;

/** FE8: the same in place of a whole screen, whose heading it is. */
export const EmptyScreen = (props: EmptyProps) => <Titled {...props} Title="h1" />;

/** FE8: in place of an empty list since the server is silent, because nobody knows what the list has now. */
export function EmptyUnread({ since }: { since: number }) {
  const now = useNow();
  return <Empty title={strings.ui.unknownSince(sayWhen(since, now))}>{strings.ui.whyUnknown}</Empty>;
}

/** FE11: in place of a thing that is not there. A server does not say whether it exists for somebody else. */
export const NoSuch = (props: Omit<EmptyProps, 'children'>) => (
  <EmptyScreen {...props}>{strings.ui.whyNoSuch}</EmptyScreen>
);

function Titled({ title, children, action, Title }: EmptyProps & { Title: 'p' | 'h1' }) {
  return (
    <div className={styles.empty}>
      <Title className={styles.title}>{title}</Title>
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
