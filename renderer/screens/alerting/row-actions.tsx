import { useState, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ServerButton } from '../../fields/server-button.tsx';
import { sayProblem, useApi } from '../../server/api.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import styles from '../../ui/section.module.css';

const words = strings.alerting;

type ActionsProps = {
  item: { id: string; name: string; managedBy?: 'config' | undefined };
  path: string;
  children?: ReactNode;
  onEdit: () => void;
  onChanged: () => void;
};

/** Owner actions on a row: its own, edit, and delete with confirmation. */
export function RowActions({ item, path, children, onEdit, onChanged }: ActionsProps) {
  const api = useApi();
  const { isOwner } = useSession();
  const [isAsking, setAsking] = useState(false);
  if (!isOwner) return item.managedBy ? <span className="label">{words.managed}</span> : null;
  if (item.managedBy === 'config')
    return (
      <div className={styles.actions}>
        {children}
        <span className="label">{words.managed}</span>
      </div>
    );
  const remove = async () => {
    try {
      await api.delete(`${path}/${item.id}`);
      onChanged();
    } catch (error) {
      notifications.show({ title: words.notDeleted(item.name), message: sayProblem(error), autoClose: 8000 });
    }
    setAsking(false);
  };
  return (
    <div className={styles.actions}>
      {isAsking ? (
        <ConfirmDelete name={item.name} keep={() => setAsking(false)} remove={() => void remove()} />
      ) : (
        <>
          {children}
          <Button variant="subtle" aria-label={words.editOf(item.name)} onClick={onEdit}>
            {words.edit}
          </Button>
          <Button variant="subtle" aria-label={words.deleteOf(item.name)} onClick={() => setAsking(true)}>
            {words.delete}
          </Button>
        </>
      )}
    </div>
  );
}

type ConfirmProps = { name: string; keep: () => void; remove: () => void };

function ConfirmDelete({ name, keep, remove }: ConfirmProps) {
  return (
    <>
      <Button variant="subtle" onClick={keep}>
        {words.keep}
      </Button>
      <ServerButton variant="default" onClick={remove}>
        {words.reallyDelete(name)}
      </ServerButton>
    </>
  );
}
