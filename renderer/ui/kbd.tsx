import { sayKeys } from './key-match.ts';
import styles from './kbd.module.css';

type KbdProps = {
  keys: string;
  /** The next action, the composer, a tab, or a list of keys. Every other key shows only while Alt is held. */
  isAlways?: boolean;
};

/** The keys of a binding where the action is; the action itself has the words, so these are for the eye. */
export function Kbd({ keys, isAlways = false }: KbdProps) {
  return (
    <span className={isAlways ? styles.always : styles.onAlt} aria-hidden="true">
      <span className={styles.keys}>
        {sayKeys(keys).map((key) => (
          <kbd key={key} className={styles.key}>
            {key}
          </kbd>
        ))}
      </span>
    </span>
  );
}
