// KY9: A while several pages wait: which one is asked, never guessed.
import { Modal } from '@mantine/core';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import styles from './pages.module.css';

const words = strings.desk.pages;

export type Choice = { id: string; severity: string | null; name: string; answer: () => void };

/** `choices` are null while nothing is asked. The digits choose; Esc leaves all as they are. */
export function WhichPage({ choices, onClose }: { choices: readonly Choice[] | null; onClose: () => void }) {
  const choose = (choice: Choice | undefined) => {
    if (choice === undefined) return;
    onClose();
    choice.answer();
  };
  return (
    <Modal
      opened={choices !== null}
      onClose={onClose}
      title={words.which}
      size={560}
      closeButtonProps={{ 'aria-label': words.leaveAll }}
      onKeyDown={(event) => {
        const choice = choices?.[Number(event.key) - 1];
        if (choice === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        choose(choice);
      }}
    >
      <ol className={styles.choices}>
        {choices?.map((choice, index) => (
          <li key={choice.id}>
            <button
              type="button"
              data-autofocus={index === 0 || undefined}
              autoFocus={index === 0}
              className={styles.choice}
              onClick={() => choose(choice)}
            >
              <Kbd keys={String(index + 1)} isAlways />
              {choice.severity !== null && (
                <span className={styles.severity} data-severity={choice.severity}>
                  {choice.severity}
                </span>
              )}
              <span className={styles.name}>{choice.name}</span>
            </button>
          </li>
        ))}
      </ol>
    </Modal>
  );
}
