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
  if (draft === null) return <ShownTitle title={title} edit={canWrite ? edit : null} />;
  const save = (event: FormEvent) => {
    event.preventDefault();
    const next = draft.trim();
    if (next === '' || next === title || write({ kind: 'retitled', title: next })) setDraft(null);
  };
  return (
    <form className={styles.title} onSubmit={save}>
      <TitleField draft={draft} change={setDraft} leave={() => setDraft(null)} />
    </form>
  );
}

/** `edit`: null when this person may not rename the incident. */
function ShownTitle({ title, edit }: { title: string; edit: (() => void) | null }) {
  const shown = title || words.untitledIncident;
  return (
    <h1 className={styles.title} title={edit ? words.keyRenames(title, sayKeys(renameKey).join('+')) : title}>
      {edit ? (
        <button type="button" onClick={edit} aria-label={words.rename(title)}>
          {shown}
        </button>
      ) : (
        shown
      )}
    </h1>
  );
}

type TitleFieldProps = { draft: string; change: (draft: string) => void; leave: () => void };

function TitleField({ draft, change, leave }: TitleFieldProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') leave();
  };
  return (
    <input
      aria-label={words.titleField}
      value={draft}
      maxLength={300}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={leave}
    />
  );
}
