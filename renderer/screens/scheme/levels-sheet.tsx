// SL2: the severity look-up, above any screen.
import { Modal } from '@mantine/core';
import { showLevels, useShell } from '../../state/shell-store.ts';
import { strings } from '../../strings/index.ts';
import { LevelList } from './level-words.tsx';

const words = strings.scheme;

export function LevelsSheet() {
  const opened = useShell((shell) => shell.areLevelsShown);
  return (
    <Modal
      opened={opened}
      onClose={() => showLevels(false)}
      title={words.open}
      size={680}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <LevelList />
    </Modal>
  );
}
