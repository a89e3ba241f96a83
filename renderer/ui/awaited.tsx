import { useState } from 'react';
import { strings } from '../strings/index.ts';
import { KeysWait } from './keys.tsx';
import { useNow } from './now.tsx';
import { Problem } from './problem.tsx';
import styles from './awaited.module.css';

const words = strings.ui.awaited;
/** After this time, the screen also explains the wait. */
const longMs = 5_000;

/** For an answer of the server, or to open at all: its code, or its document. */
type WaitsFor = 'answer' | 'opening';

type PartProps = {
  waitsFor?: WaitsFor;
  /** Why the answer could not be read; null while it is awaited. */
  problem?: string | null;
  /** Asks again. Without it the screen asks by itself. */
  again?: () => void;
  /** The screen around the part is there, and its keys act. */
  isBeside?: boolean;
};

/** FE8: a screen that is still loading, or could not: its title, the awaited answer, and the waiting time. */
export const Awaited = ({ title, ...part }: PartProps & { title: string }) => (
  <div className={styles.awaited}>
    <h1>{title}</h1>
    <AwaitedPart {...part} />
  </div>
);

/** The same for a part of a screen, below a heading that is there. */
export const AwaitedPart = ({ waitsFor = 'answer', problem = null, again, isBeside = false }: PartProps) =>
  problem === null ? (
    <Waiting waitsFor={waitsFor} isBeside={isBeside} />
  ) : (
    <Problem again={again}>{problem}</Problem>
  );

function Waiting({ waitsFor, isBeside }: { waitsFor: WaitsFor; isBeside: boolean }) {
  const now = useNow();
  const [from] = useState(now);
  const waited = now - from;
  const { asking, long } = words[waitsFor];
  return (
    <div className={styles.part}>
      {!isBeside && <KeysWait />}
      <p role="status">{asking}</p>
      {waited >= 1_000 && <p>{words.since(Math.floor(waited / 1_000))}</p>}
      {/* Several parts of one screen do not repeat it. */}
      {waited >= longMs && !isBeside && <p>{long}</p>}
    </div>
  );
}
