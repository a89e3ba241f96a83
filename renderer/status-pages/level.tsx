import type { Shown } from '#status-page/levels.ts';
import { strings } from '../strings/index.ts';
import styles from './status-pages.module.css';

/** How a component or a page stands: always in words, stronger where readers must fear it. */
export function Level({ level }: { level: Shown }) {
  return (
    <span className={styles.level} data-level={level}>
      {strings.statusPages.levels[level]}
    </span>
  );
}
