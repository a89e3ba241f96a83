import type { KeyboardEvent } from 'react';
import { severities, type Severity } from '#room/team/scales.ts';
import { strings } from '../../strings/index.ts';
import styles from './severity-choice.module.css';

const words = strings.lobby;

/** P1 to P4 as a group of radio buttons. It may stay without a choice. */
export function SeverityChoice({
  value,
  onChange,
}: {
  value: Severity | null;
  onChange: (severity: Severity | null) => void;
}) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Backspace' && event.key !== 'Delete') return;
    onChange(null);
  };
  return (
    <fieldset className={styles.choice} onKeyDown={onKeyDown}>
      <legend className="spoken">{words.severityIfKnown}</legend>
      {severities.map((severity) => (
        <label
          key={severity}
          className={styles.one}
          data-severity={severity}
          data-checked={severity === value}
        >
          <input
            type="radio"
            name="severity"
            className="spoken"
            checked={severity === value}
            onChange={() => onChange(severity)}
            onClick={() => severity === value && onChange(null)}
          />
          {severity}
        </label>
      ))}
    </fieldset>
  );
}
