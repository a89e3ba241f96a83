import { useState } from 'react';
import type { Fact } from '#room/facts/fact.ts';
import { sayProblem, useApi } from '../server/api.ts';
import { useSilentSince } from '../server/feed.tsx';
import { useSession } from '../server/session.tsx';
import { strings } from '../strings/index.ts';
import { ServerAway } from '../fields/server-away.tsx';
import parts from '../ui/rows.module.css';
import styles from './attachments.module.css';
import { showErased } from './remote-file.ts';

const words = strings.attachments;

/** AT8: for owners only, with confirmation. */
export function EraseFile({ file }: { file: Fact<'attachment'> }) {
  const { isOwner } = useSession();
  const { phase, setPhase, problem, erase } = useErasing(file);
  const [wasKept, setKept] = useState(false);
  if (!isOwner) return null;
  const keep = () => {
    setKept(true);
    setPhase('idle');
  };
  if (phase === 'done') return <span role="status">{words.erased}</span>;
  if (phase === 'idle')
    return (
      <>
        <button
          type="button"
          className={parts.quiet}
          aria-label={words.eraseNamed(file.name)}
          // The button with the focus is gone; without one the keys of the viewer are dead.
          autoFocus={wasKept}
          onClick={() => setPhase('asking')}
        >
          {words.erase}
        </button>
        {problem !== null && <span role="alert">{problem}</span>}
      </>
    );
  return <AskErase name={file.name} busy={phase === 'busy'} erase={() => void erase()} keep={keep} />;
}

function useErasing(file: Fact<'attachment'>) {
  const api = useApi();
  const [phase, setPhase] = useState<'idle' | 'asking' | 'busy' | 'done'>('idle');
  const [problem, setProblem] = useState<string | null>(null);
  const erase = async () => {
    setPhase('busy');
    setProblem(null);
    try {
      await api.delete(`/attachments/${file.sha256}`);
      showErased(file.sha256, words.erased);
      setPhase('done');
    } catch (error) {
      setProblem(words.notErased(sayProblem(error)));
      setPhase('idle');
    }
  };
  return { phase, setPhase, problem, erase };
}

type AskEraseProps = { name: string; busy: boolean; erase: () => void; keep: () => void };

function AskErase({ name, busy, erase, keep }: AskEraseProps) {
  const since = useSilentSince();
  return (
    <span className={styles.asking} role="group" aria-label={words.eraseNamed(name)}>
      <span>{since === null ? words.eraseWhy : <ServerAway since={since} />}</span>
      <button
        type="button"
        className={styles.confirm}
        // The confirmation replaces the button that was just pressed.
        autoFocus
        disabled={busy || since !== null}
        onClick={erase}
      >
        {words.confirmErase}
      </button>
      <button type="button" className={parts.quiet} onClick={keep}>
        {words.keep}
      </button>
    </span>
  );
}
