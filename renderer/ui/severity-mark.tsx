import { strings } from '../strings/index.ts';
import styles from './severity-mark.module.css';

type Severity = 'P1' | 'P2' | 'P3' | 'P4';

const words: Record<Severity, string> = { P1: 'critical', P2: 'major', P3: 'minor', P4: 'low' };

/** How bad, as a filled mark; an outline when nobody has said so yet and it is only the default. */
export function SeverityMark({ severity, isSet = true }: { severity: Severity; isSet?: boolean }) {
  const title = isSet ? `${severity}, ${words[severity]}` : strings.ui.assumedNobodyHas(severity);
  return (
    <span
      className={styles.mark}
      data-severity={severity}
      data-set={isSet}
      title={title}
      role="img"
      aria-label={title}
    >
      {severity}
      {isSet ? '' : '?'}
    </span>
  );
}
