import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { strings } from '../strings/index.ts';

type Done = { message: string; forMs: number; undo: () => void | Promise<void> };

/** Confirms the last action, with a way to undo it. */
export function showDone({ message, forMs, undo }: Done) {
  const id = `done ${crypto.randomUUID()}`;
  const takeBack = () => {
    notifications.hide(id);
    void undo();
  };
  notifications.show({
    id,
    autoClose: forMs,
    message: (
      <span style={{ display: 'flex', alignItems: 'center', gap: 'var(--space-2)' }}>
        <span>{message}</span>
        <Button size="compact-sm" variant="default" flex="none" onClick={takeBack}>
          {strings.acts.undo}
        </Button>
      </span>
    ),
  });
}
