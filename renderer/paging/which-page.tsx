// KY9: asks which page A acknowledges when several wait.
import { Modal } from '@mantine/core';
import type { Severity } from '#room/facts/fact.ts';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import { SeverityMark } from '../ui/severity-mark.tsx';
import styles from './pages.module.css';

const words = strings.desk.pages;

export type Choice = { id: string; severity: Severity | null; name: string; answer: () => void };

/** `choices` is null while closed. Digits choose; Esc closes without acknowledging. */
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
              {choice.severity !== null && <SeverityMark severity={choice.severity} />}
              <span className={styles.name}>{choice.name}</span>
            </button>
          </li>
        ))}
      </ol>
    </Modal>
  );
}
