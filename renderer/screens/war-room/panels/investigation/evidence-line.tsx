import { strings } from '#renderer/strings/index.ts';
import { When } from '#renderer/ui/time.tsx';
import { sayEvidence, type CheckEvidence } from '#room/facts/kind.ts';
import styles from './investigation.module.css';

/** IN4: what a check showed, and when. It may show something else now. */
export function EvidenceLine({ evidence }: { evidence: CheckEvidence }) {
  return (
    <p className={styles.evidence} data-status={evidence.status}>
      {strings.investigation.resting(sayEvidence(evidence))} <When at={evidence.at} />
    </p>
  );
}
