// SL2: the look-up of the severities, over whatever is on the screen.
import { Modal } from '@mantine/core';
import { showLevels, useShell } from '../shell/shell-store.ts';
import { useScheme } from '../state/use-scheme.ts';
import { strings } from '../strings/index.ts';
import { SeverityMark } from '../ui/severity-mark.tsx';
import { LevelWords } from './level-words.tsx';
import styles from './scheme.module.css';

const words = strings.scheme;

export function LevelsSheet() {
  const opened = useShell((shell) => shell.areLevelsShown);
  const { levels } = useScheme();
  return (
    <Modal
      opened={opened}
      onClose={() => showLevels(false)}
      title={words.open}
      size={680}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <ul className={styles.levels}>
        {levels.map((level) => (
          <li key={level.name} className={styles.level}>
            <div className={styles.head}>
              <SeverityMark severity={level.name} />
              <h2>{words.level(level.title, level.impact)}</h2>
            </div>
            <LevelWords level={level} />
          </li>
        ))}
      </ul>
    </Modal>
  );
}
