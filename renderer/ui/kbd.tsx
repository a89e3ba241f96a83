import { sayKeys } from './key-match.ts';
import styles from './kbd.module.css';

type KbdProps = {
  keys: string;
  /** For the next action, the composer, a tab, or a list of keys. Any other key shows only while Alt is held. */
  isAlways?: boolean;
};

/** The key of an action, shown beside it. Hidden from screen readers, because the action has its own label. */
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
