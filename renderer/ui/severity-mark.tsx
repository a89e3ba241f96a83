import { strings } from '../strings/index.ts';
import styles from './severity-mark.module.css';

type Severity = 'P1' | 'P2' | 'P3' | 'P4';

type SeverityMarkProps = {
  severity: Severity;
  isSet?: boolean;
  /** It is over: nothing is lit any more. */
  isOver?: boolean;
};

/**
 * How bad, as a filled mark; dashed when nobody has said so yet and it is only the default, outlined once it is over.
 */
export function SeverityMark({ severity, isSet = true, isOver = false }: SeverityMarkProps) {
  const title = isSet ? strings.ui.severities[severity] : strings.ui.assumedNobodyHas(severity);
  return (
    <span
      className={styles.mark}
      data-severity={severity}
      data-set={isSet}
      data-over={isOver}
      title={title}
      role="img"
      aria-label={title}
    >
      {severity}
      {isSet ? '' : '?'}
    </span>
  );
}
