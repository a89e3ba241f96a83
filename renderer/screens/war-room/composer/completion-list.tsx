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

/** What can follow. Below the list stands how the chosen command is written. */
export function CompletionList({ id, completions, active, onTake }: CompletionListProps) {
  const usage = completions[active]?.usage;
  return (
    <div className={styles.list}>
      <div id={id} className={styles.options} role="listbox" aria-label={words.suggestions}>
        {completions.map(({ line, shown, hint, usage: whole }, i) => (
          <div
            key={line}
            id={`${id}-${i}`}
            ref={i === active ? intoSight : null}
            role="option"
            tabIndex={-1}
            aria-selected={i === active}
            aria-description={whole}
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
      {usage !== undefined && (
        <p className={styles.usage} aria-hidden="true">
          {usage}
        </p>
      )}
    </div>
  );
}
