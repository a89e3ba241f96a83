import type { Shown } from '#status-page/levels.ts';
import { strings } from '../../strings/index.ts';
import styles from './status-pages.module.css';

/** The level of a component or page, always in words; bad levels are drawn stronger. */
export function Level({ level }: { level: Shown }) {
  return (
    <span className={styles.level} data-level={level}>
      {strings.statusPages.levels[level]}
    </span>
  );
}
