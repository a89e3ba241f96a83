import { Kbd } from '#renderer/ui/kbd.tsx';
import { strings } from '#renderer/strings/index.ts';
import type { Entry } from '#room/view/room-view.ts';
import type { EntryForm } from './entry-forms.tsx';
import type { EntryRights } from './use-entry-actions.ts';
import styles from '../timeline.module.css';

export const entryKeys = {
  answer: 'r',
  confirm: 'shift+c',
  mark: '*',
  amend: 'e',
  retract: 'x',
  grade: 'v',
  automate: 'shift+q',
  task: '+',
} as const;

type RowActionsProps = {
  entry: Entry;
  rights: EntryRights;
  onMark: () => void;
  onAnswer: () => void;
  onConfirm: () => void;
  onAutomate: () => void;
  onTask: () => void;
  onOpen: (form: EntryForm) => void;
};

/** The actions of the chosen entry, on its second line, so that they never cover text. */
export function RowActions(props: RowActionsProps) {
  const { entry, rights, onMark, onAnswer, onConfirm, onAutomate, onTask, onOpen } = props;
  const actions = [
    rights.canConfirm && { words: strings.timeline.confirm, keys: entryKeys.confirm, run: onConfirm },
    rights.canAnswer && { words: strings.timeline.answer, keys: entryKeys.answer, run: onAnswer },
    rights.canGrade && {
      words: entry.grade ? strings.timeline.judgeAgain : strings.timeline.didHelp,
      keys: entryKeys.grade,
      run: () => onOpen('grade'),
    },
    rights.canAutomate && {
      words: strings.timeline.canBeAutomated,
      keys: entryKeys.automate,
      run: onAutomate,
    },
    rights.canBeTask && { words: strings.timeline.makeTask, keys: entryKeys.task, run: onTask },
    rights.canMark && {
      words: entry.isKey ? strings.timeline.notKey : strings.timeline.key,
      keys: entryKeys.mark,
      run: onMark,
    },
    rights.canCorrect && { words: strings.timeline.amend, keys: entryKeys.amend, run: () => onOpen('amend') },
    rights.canCorrect && {
      words: strings.timeline.strikeOut,
      keys: entryKeys.retract,
      run: () => onOpen('retract'),
    },
  ].filter((action) => action !== false);
  if (actions.length === 0) return null;
  return (
    <div className={styles.actions} role="group" aria-label={strings.timeline.entryActs}>
      {actions.map(({ words, keys, run }) => (
        <button key={words} type="button" tabIndex={-1} onClick={run}>
          {words} <Kbd keys={keys} />
        </button>
      ))}
    </div>
  );
}
