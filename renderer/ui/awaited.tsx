import { useState } from 'react';
import { strings } from '../strings/index.ts';
import { KeysWait } from './keys.tsx';
import { useNow } from './now.tsx';
import styles from './awaited.module.css';

const words = strings.ui.awaited;
/** After this time, the screen also explains the wait. */
const longMs = 5_000;

/** A screen that is still loading: its title, the awaited answer, and the waiting time. */
export function Awaited({ title }: { title: string }) {
  const now = useNow();
  const [from] = useState(now);
  const waited = now - from;
  return (
    <div className={styles.awaited}>
      <KeysWait />
      <h1>{title}</h1>
      <p role="status">{words.asking}</p>
      {waited >= 1_000 && <p>{words.since(Math.floor(waited / 1_000))}</p>}
      {waited >= longMs && <p>{words.long}</p>}
    </div>
  );
}
