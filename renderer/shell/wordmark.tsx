import { strings } from '../strings/index.ts';
import styles from './wordmark.module.css';

const words = strings.shell;

/** The name with its logo: marks that gather on a point. */
export function Wordmark() {
  return (
    <span className={styles.wordmark}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path
          d="M1 14V4l7 6 7-6v10"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinejoin="miter"
        />
        <circle cx="8" cy="3" r="2" fill="var(--act)" />
      </svg>
      {words.muster}
    </span>
  );
}
