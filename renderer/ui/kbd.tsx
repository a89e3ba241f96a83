import { sayKeys } from './key-match.ts';
import styles from './kbd.module.css';

/** The keys of a binding where the action is; the action itself has the words, so these are for the eye. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className={styles.keys} aria-hidden="true">
      {sayKeys(keys).map((key) => (
        <kbd key={key} className={styles.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
