import { strings } from '../strings/index.ts';
import styles from './severity-mark.module.css';

type Severity = 'P1' | 'P2' | 'P3' | 'P4';

type SeverityMarkProps = {
  severity: Severity;
  isSet?: boolean;
  /** The incident is over: nothing is highlighted. */
  isOver?: boolean;
};

/**
 * The severity as a filled mark. Dashed while nobody has set it and the default applies; outlined once the
 * incident is over.
 */
export function SeverityMark({ severity, isSet = true, isOver = false }: SeverityMarkProps) {
  const title = isSet ? strings.ui.severities[severity] : strings.ui.assumedSeverity(severity);
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
