// The investigation: observations and who confirmed them, possible causes, tests that could refute them, and
// results. Refuted guesses stay visible, so that nobody tests them twice.
import { RecurrenceLine } from '#renderer/screens/problems/recurrence-line.tsx';
import { SimilarList } from '#renderer/screens/problems/similar-list.tsx';
import { useIncidentId, useRoom } from '#renderer/live-room/room-provider.tsx';
import { strings } from '#renderer/strings/index.ts';
import type { Room } from '#room/view/room-view.ts';
import { isRunning } from '#room/catch-up/inquiry.ts';
import parts from '#renderer/ui/rows.module.css';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { LineField } from '../line/line-field.tsx';
import { HypothesisRow } from './hypothesis-row.tsx';
import { Observations } from './observations.tsx';
import styles from './investigation.module.css';

const words = strings.investigation;

export function InvestigationPanel() {
  const id = useIncidentId();
  const { hypotheses, observations } = useRoom();
  const { canWrite } = useWriter();
  const open = hypotheses.filter(({ verdict }) => verdict === 'open');
  const decided = hypotheses.filter(({ verdict }) => verdict !== 'open');
  return (
    <>
      <RecurrenceLine id={id} />
      <SimilarList id={id} />
      <Observations />
      {observations.length > 0 && <h3 className={styles.part}>{strings.investigation.hypotheses}</h3>}
      {hypotheses.length === 0 && !canWrite && <p className={parts.hint}>{strings.investigation.none}</p>}
      <ul>
        {open.map((hypothesis, index) => (
          <HypothesisRow key={hypothesis.id} hypothesis={hypothesis} number={index + 1} />
        ))}
        {decided.map((hypothesis) => (
          <HypothesisRow key={hypothesis.id} hypothesis={hypothesis} number={null} />
        ))}
      </ul>
      {canWrite && (
        <LineField
          command="hypothesis"
          label={words.addHypothesis}
          placeholder={words.couldBe}
          title={words.hypothesesEmpty}
        />
      )}
    </>
  );
}

export function investigationBrief({ hypotheses }: Room, now: number): string {
  const open = hypotheses.filter(({ verdict }) => verdict === 'open');
  const late = open.flatMap((hypothesis) =>
    hypothesis.experiments.filter(
      (experiment) =>
        isRunning(hypothesis, experiment) && experiment.due !== undefined && experiment.due < now,
    ),
  );
  if (late.length > 0) return late.length === 1 ? words.testOverdue : words.testsOverdue(late.length);
  return hypotheses.length === 0 ? '' : words.open(open.length);
}
