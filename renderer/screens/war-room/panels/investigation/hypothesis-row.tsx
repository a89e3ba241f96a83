import { useState } from 'react';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { usePersonName } from '#renderer/server/feed.tsx';
import { strings } from '#renderer/strings/index.ts';
import type { FactId } from '#room/facts/fact.ts';
import type { Hypothesis } from '#room/view/work-view.ts';
import parts from '#renderer/ui/rows.module.css';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { EvidenceLine } from './evidence-line.tsx';
import { ExperimentLine } from './experiments.tsx';
import { ExperimentForm, FindingForm, type FindingVerdict } from './hypothesis-forms.tsx';
import { ObservationRow } from './observations.tsx';
import { SetHypothesis } from './set-hypothesis.tsx';
import styles from './investigation.module.css';

const words = strings.investigation;

type Asking =
  | { form: 'experiment' }
  | { form: 'finding'; target: FactId; verdict: FindingVerdict | null }
  | null;
type RowProps = { hypothesis: Hypothesis; number: number | null };

/** `number`: the number that commands use for it; null once it is decided. */
export function HypothesisRow({ hypothesis, number }: RowProps) {
  const { canWrite } = useWriter();
  const names = usePersonName();
  const [asking, setAsking] = useState<Asking>(null);
  const { id, text, verdict, by, experiments, findings } = hypothesis;
  const leave = () => setAsking(null);
  const isOpen = verdict === 'open';
  return (
    <li className={`${styles.hypothesis} ${verdict === 'refuted' ? styles.refuted : ''}`}>
      <span className={styles.number}>{number}</span>
      <div>
        <p className={`${parts.main} ${styles.text}`}>{text}</p>
        <p className={parts.under}>
          {words.verdicts[verdict]}, {names(by)}
          {isOpen && (
            <>
              {'; '}
              <SetHypothesis hypothesis={hypothesis} />
            </>
          )}
        </p>
        {experiments.map((experiment) => (
          <ExperimentLine
            key={experiment.id}
            hypothesis={hypothesis}
            experiment={experiment}
            onResult={
              canWrite ? () => setAsking({ form: 'finding', target: experiment.id, verdict: null }) : null
            }
          />
        ))}
        {findings.map(
          (finding) =>
            (finding.text || finding.evidence) && (
              <div key={finding.id}>
                {finding.text && <p className={parts.under}>{strings.investigation.found(finding.text)}</p>}
                {finding.evidence && <EvidenceLine evidence={finding.evidence} />}
              </div>
            ),
        )}
        <SeenAbout id={id} />
        {canWrite && isOpen && asking === null && (
          <Acts
            onTest={() => setAsking({ form: 'experiment' })}
            onFind={(found) => setAsking({ form: 'finding', target: id, verdict: found })}
          />
        )}
        {asking?.form === 'experiment' && <ExperimentForm target={id} onLeave={leave} />}
        {asking?.form === 'finding' && (
          <FindingForm target={asking.target} given={asking.verdict} onLeave={leave} />
        )}
      </div>
    </li>
  );
}

/** Observations about this hypothesis, including attached checks. */
function SeenAbout({ id }: { id: FactId }) {
  const { observations } = useRoom();
  const seen = observations.filter(({ about }) => about === id);
  if (seen.length === 0) return null;
  return (
    <ul>
      {seen.map((observation) => (
        <ObservationRow key={observation.id} observation={observation} />
      ))}
    </ul>
  );
}

function Acts({ onTest, onFind }: { onTest: () => void; onFind: (verdict: FindingVerdict) => void }) {
  return (
    <p className={parts.acts}>
      <button type="button" className={parts.act} onClick={onTest}>
        {words.testIt}
      </button>
      {(['supported', 'refuted', 'inconclusive'] as const).map((verdict) => (
        <button key={verdict} type="button" className={parts.quiet} onClick={() => onFind(verdict)}>
          {words.find[verdict]}
        </button>
      ))}
    </p>
  );
}
