import { useState, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import styles from './scheme.module.css';

const common = strings.scheme;
/** The key of the form for a new one. */
const another = '';

type Shown = {
  /** What the heading calls it, and its button. */
  title: string;
  heading: ReactNode;
  /** Beside the heading. */
  labels?: ReactNode;
  words: ReactNode;
};

type Props<Each> = {
  lead: string;
  items: readonly Each[];
  show: (item: Each) => Shown;
  /** `item` is null for a new one. */
  renderForm: (item: Each | null, done: () => void) => ReactNode;
  /** The words of the button for a new one; none where the list is complete. */
  add?: string;
};

/** Records of the team in Settings. Everybody reads them; owners edit one at a time, where it stands. */
export function EditedList<Each extends { name: string }>({
  lead,
  items,
  show,
  renderForm,
  add,
}: Props<Each>) {
  const { isOwner } = useSession();
  const [edited, setEdited] = useState<string | null>(null);
  // A form that was saved slowly closes itself, and not the next one that is open by then.
  const leave = (form: string) => () => setEdited((now) => (now === form ? null : now));
  return (
    <>
      <p className="soft">{lead}</p>
      {!isOwner && <p className="label">{common.onlyOwners}</p>}
      <ul className={styles.levels}>
        {items.map((item) => {
          const { name } = item;
          const form = edited === name ? renderForm(item, leave(name)) : null;
          return (
            <Level key={name} shown={show(item)} form={form} edit={isOwner && (() => setEdited(name))} />
          );
        })}
      </ul>
      {isOwner &&
        add !== undefined &&
        (edited === another ? (
          renderForm(null, leave(another))
        ) : (
          <Button variant="default" onClick={() => setEdited(another)}>
            {add}
          </Button>
        ))}
    </>
  );
}

type LevelProps = {
  shown: Shown;
  /** In place of the words, while it is edited. */
  form: ReactNode;
  /** False for a person who may not edit it. */
  edit: (() => void) | false;
};

function Level({ shown: { title, heading, labels, words }, form, edit }: LevelProps) {
  return (
    <li className={styles.level}>
      <div className={styles.head}>
        {heading}
        {labels}
        {edit && form === null && <Edit title={title} onClick={edit} />}
      </div>
      {form ?? words}
    </li>
  );
}

const Edit = ({ title, onClick }: { title: string; onClick: () => void }) => (
  <Button size="compact-sm" variant="subtle" aria-label={common.editOf(title)} onClick={onClick}>
    {common.edit}
  </Button>
);

/** Marks what the team changed. */
export const Changed = () => <span className="label">{common.changed}</span>;
