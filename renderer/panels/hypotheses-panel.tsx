import { useState, type FormEvent } from 'react';
import { TextInput } from '@mantine/core';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { usePersonName } from '#renderer/state/feed.tsx';
import { Due } from '#renderer/ui/time.tsx';
import type { Hypothesis, Room } from '#room/incident.ts';
import { ExperimentForm, FindingForm } from './hypothesis-forms.tsx';
import parts from './parts.module.css';
import { useWriter } from './use-writer.ts';

type Asking = 'experiment' | 'supported' | 'refuted' | 'inconclusive';

/** What might be the cause, what would prove it wrong, and what that showed. Refuted ones stay: nobody tests twice. */
export function HypothesesPanel() {
  const { hypotheses } = useRoom();
  const { canWrite } = useWriter();
  const shown = [
    ...hypotheses.filter(({ verdict }) => verdict === 'open'),
    ...hypotheses.filter(({ verdict }) => verdict !== 'open'),
  ];
  return (
    <>
      {hypotheses.length === 0 && (
        <p className={parts.hint}>
          What might be the cause? One guess a line, then a test that could refute it.
        </p>
      )}
      <ul>
        {shown.map((hypothesis) => (
          <HypothesisRow key={hypothesis.id} hypothesis={hypothesis} />
        ))}
      </ul>
      {canWrite && <AddHypothesis />}
    </>
  );
}

function HypothesisRow({ hypothesis }: { hypothesis: Hypothesis }) {
  const { canWrite } = useWriter();
  const names = usePersonName();
  const [asking, setAsking] = useState<Asking | null>(null);
  const { text, verdict, by, experiments, findings } = hypothesis;
  return (
    <li style={{ padding: '3px 0' }} className={verdict === 'refuted' ? parts.done : undefined}>
      <p className={parts.main}>{text}</p>
      <p className={parts.under}>
        {verdict === 'open' ? 'open' : verdict}, {names(by)}
      </p>
      {experiments.map((experiment) => (
        <p key={experiment.id} className={parts.under}>
          Test by {names(experiment.by)}: {experiment.text}
          {experiment.refutes ? `; refuted if ${experiment.refutes}` : ''}
          {experiment.due !== undefined && verdict === 'open' && (
            <>
              {', '}
              <Due at={experiment.due} />
            </>
          )}
        </p>
      ))}
      {findings.map(
        (finding) =>
          finding.text && (
            <p key={finding.id} className={parts.under}>
              Found: {finding.text}
            </p>
          ),
      )}
      {canWrite && verdict === 'open' && asking === null && (
        <p className={parts.acts}>
          {(['experiment', 'supported', 'refuted', 'inconclusive'] as const).map((each) => (
            <button
              key={each}
              type="button"
              className={each === 'experiment' ? parts.act : parts.quiet}
              onClick={() => setAsking(each)}
            >
              {each === 'experiment' ? 'Test it' : each.charAt(0).toUpperCase() + each.slice(1)}
            </button>
          ))}
        </p>
      )}
      {asking === 'experiment' && <ExperimentForm target={hypothesis.id} onLeave={() => setAsking(null)} />}
      {asking !== null && asking !== 'experiment' && (
        <FindingForm target={hypothesis.id} verdict={asking} onLeave={() => setAsking(null)} />
      )}
    </li>
  );
}

function AddHypothesis() {
  const { write } = useWriter();
  const [text, setText] = useState('');
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '' && write({ kind: 'hypothesis', text: text.trim() })) setText('');
  };
  return (
    <form className={parts.line} onSubmit={add}>
      <TextInput
        aria-label="Add a hypothesis"
        placeholder="It could be…"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </form>
  );
}

export function hypothesesBrief({ hypotheses }: Room): string {
  const open = hypotheses.filter(({ verdict }) => verdict === 'open').length;
  return hypotheses.length === 0 ? '' : `${open} open`;
}
