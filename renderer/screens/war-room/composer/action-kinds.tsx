// GR6: what kind of action the line writes. Its words tell it; a number with Alt, or a press, chooses another.
import { actionTypeOf } from '#renderer/screens/war-room/panels/line/action-command.ts';
import type { ParsedLine } from '#renderer/screens/war-room/panels/line/line.ts';
import { strings } from '#renderer/strings/index.ts';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { actionTypes, type ActionType } from '#room/facts/action-type.ts';
import styles from './composer.module.css';

const words = strings.composer;

type Choose = (type: ActionType | null) => void;

/** Chooses by number; the number of the kind that was chosen takes it away. Null when the line writes no action. */
export function kindKeys(parsed: ParsedLine, choose: Choose): ((number: number) => void) | null {
  const known = actionTypeOf(parsed);
  if (known === null) return null;
  return (number) => {
    const type = actionTypes[number - 1];
    if (type !== undefined) choose(known.isChosen && known.type === type ? null : type);
  };
}

/** The kinds, while the line writes an action. */
export function ActionKinds({ parsed, choose }: { parsed: ParsedLine; choose: Choose }) {
  const known = actionTypeOf(parsed);
  const byNumber = kindKeys(parsed, choose);
  if (known === null || byNumber === null) return null;
  return (
    <div className={styles.kinds} role="group" aria-label={words.actionKind}>
      <span className={styles.kindsLabel} aria-hidden="true">
        {words.actionKindKeys}
      </span>
      {actionTypes.map((type, index) => (
        <button
          key={type}
          type="button"
          className={styles.kind}
          aria-pressed={known.type === type}
          title={known.type === type && !known.isChosen ? words.actionKindRead : undefined}
          data-read={known.type === type && !known.isChosen}
          // A press must not move the focus out of the composer.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => byNumber(index + 1)}
        >
          {words.actionKinds[type]}
          <Kbd keys={String(index + 1)} />
        </button>
      ))}
    </div>
  );
}
