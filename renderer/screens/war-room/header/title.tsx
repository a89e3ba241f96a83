import { useState, type FormEvent, type KeyboardEvent } from 'react';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { sayKeys } from '#renderer/ui/key-match.ts';
import { useKeys } from '#renderer/ui/keys.tsx';
import { strings } from '../../../strings/index.ts';
import styles from './header.module.css';

const words = strings.header;
const renameKey = 'shift+r';

export function Title() {
  const { title } = useRoom();
  const { canWrite, write } = useWriter();
  const [draft, setDraft] = useState<string | null>(null);
  const edit = () => setDraft(title);
  useKeys(canWrite ? { [renameKey]: { run: edit, label: words.renameIncident, group: words.room } } : {});
  if (draft === null) {
    return (
      <h1
        className={styles.title}
        title={canWrite ? words.keyRenames(title, sayKeys(renameKey).join('+')) : title}
      >
        {canWrite ? (
          <button type="button" onClick={edit} aria-label={words.rename(title)}>
            {title || words.untitledIncident}
          </button>
        ) : (
          title || words.untitledIncident
        )}
      </h1>
    );
  }
  const save = (event: FormEvent) => {
    event.preventDefault();
    const next = draft.trim();
    if (next === '' || next === title || write({ kind: 'retitled', title: next })) setDraft(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') setDraft(null);
  };
  return (
    <form className={styles.title} onSubmit={save}>
      <input
        aria-label={words.titleField}
        value={draft}
        maxLength={300}
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={() => setDraft(null)}
      />
    </form>
  );
}
