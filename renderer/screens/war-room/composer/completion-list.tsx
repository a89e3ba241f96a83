import type { Completion } from '#renderer/screens/war-room/panels/line/complete.ts';
import { strings } from '../../../strings/index.ts';
import styles from './composer.module.css';

const words = strings.composer;

type CompletionListProps = {
  id: string;
  completions: readonly Completion[];
  active: number;
  onTake: (line: string) => void;
};

const intoSight = (option: HTMLElement | null) => option?.scrollIntoView({ block: 'nearest' });

export function CompletionList({ id, completions, active, onTake }: CompletionListProps) {
  return (
    <div id={id} className={styles.list} role="listbox" aria-label={words.whatCanFollow}>
      {completions.map(({ line, shown, hint }, i) => (
        <div
          key={line}
          id={`${id}-${i}`}
          ref={i === active ? intoSight : null}
          role="option"
          tabIndex={-1}
          aria-selected={i === active}
          className={styles.option}
          // A press must not move the focus out of the composer.
          onPointerDown={(event) => {
            event.preventDefault();
            onTake(line);
          }}
        >
          <span className="mono">{shown}</span>
          <span className={styles.hint}>{hint}</span>
        </div>
      ))}
    </div>
  );
}
