import { useNow } from '#renderer/ui/now.tsx';
import { sayLength } from '#renderer/ui/say-time.ts';
import type { Fact, FactDraft } from '#room/facts/fact.ts';
import { outcomeWords } from '#room/facts/actions.ts';
import { strings } from '../../../../../strings/index.ts';
import { ProposalSparkline } from './proposal-sparkline.tsx';
import { useProposal, type Proposed } from './use-proposal.ts';
import { Sentence } from '#renderer/ui/sentence.tsx';
import styles from './proposal.module.css';

const minuteMs = 60_000;
/** Fewer make marks that look like dirt. */
const fewestSamples = 6;

type ProposalLineProps = {
  action: Fact<'action'>;
  canGrade: boolean;
  onAgree: (draft: FactDraft<'graded'>) => void;
  onDisagree: () => void;
};

/**
 * GR4: the grade proposed by the checks for an ungraded action: progress during the watch window, then the
 * proposal.
 */
export function ProposalLine({ action, canGrade, onAgree, onDisagree }: ProposalLineProps) {
  const proposal = useProposal(action);
  if (!proposal || proposal.reason === 'no-checks') return null;
  const { outcome, evidence, isRunning } = proposal;
  const decisive = proposal.checks.find(({ name }) => name === proposal.decidedBy) ?? proposal.checks[0];
  return (
    <div className={styles.proposal} data-running={isRunning}>
      {decisive && decisive.samples.length >= fewestSamples && (
        <ProposalSparkline check={decisive} at={action.at} windowMs={proposal.windowMs} />
      )}
      <p className={styles.words}>
        {isRunning ? (
          <Watching proposal={proposal} />
        ) : (
          <Sentence
            says={strings.timeline.checksSay}
            parts={{ outcome: <strong data-outcome={outcome}>{outcomeWords[outcome]}</strong>, evidence }}
          />
        )}
      </p>
      {canGrade && !isRunning && (
        <span className={styles.acts}>
          <button
            type="button"
            className={styles.agree}
            onClick={() =>
              onAgree({ kind: 'graded', target: action.id, outcome, evidence, proposed: outcome })
            }
          >
            {strings.timeline.agree}
          </button>
          <button type="button" onClick={onDisagree}>
            {strings.timeline.judgeOtherwise}
          </button>
        </span>
      )}
    </div>
  );
}

function Watching({ proposal }: { proposal: Proposed }) {
  const left = proposal.endsAt - useNow();
  const count = proposal.checks.length;
  const soFar = proposal.reason === 'not-measured' ? null : proposal.evidence;
  return strings.timeline.watching(count, sayLength(Math.max(left, minuteMs)), soFar);
}
