// ER4: the dialog in which an owner erases an incident permanently.
import { useCallback, useState, type FormEvent } from 'react';
import { Button } from '@mantine/core';
import { ServerButton } from '#renderer/fields/server-button.tsx';
import { sayProblem, useApi } from '#renderer/server/api.ts';
import { focusFirst, keepRoomKeys } from '#renderer/ui/ask.tsx';
import { useAttempt } from '#renderer/fields/use-attempt.ts';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { go } from '#renderer/state/router.ts';
import { useSession } from '#renderer/server/session.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { NameToConfirm } from '#renderer/ui/name-to-confirm.tsx';
import { Problem } from '#renderer/ui/problem.tsx';
import { RoomDialog } from '#renderer/ui/room-dialog.tsx';
import { notifications } from '@mantine/notifications';
import { strings } from '../../../strings/index.ts';
import { useOverRoom } from '../over-room-store.ts';
import styles from '../withdraw/withdraw.module.css';

const words = strings.erase;

/** The dialog, while it is open for this room. */
export function Erase({ id }: { id: string }) {
  const { isOwner } = useSession();
  const { number } = useRoom();
  const erasing = useOverRoom((state) => state.erasing);
  const erase = useOverRoom((state) => state.erase);
  const close = useCallback(() => erase(null), [erase]);
  const name = number ?? id;
  return (
    <RoomDialog
      title={words.title(name)}
      closeLabel={words.close}
      isOpen={isOwner && erasing === id}
      close={close}
      width={480}
    >
      <EraseForm id={id} name={name} onDone={close} />
    </RoomDialog>
  );
}

type Props = { id: string; name: string; onDone: () => void };

function EraseForm({ id, name, onDone }: Props) {
  const api = useApi();
  const { status } = useRoom();
  const [isNamed, setNamed] = useState(false);
  const { busy, problem, attempt } = useAttempt();
  const isOver = status.value === 'resolved' || status.value === 'closed';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => {
      await api.delete(`/incidents/${id}?number=${encodeURIComponent(name)}`);
      onDone();
      notifications.show({ message: words.done(name) });
      go({ screen: 'lobby' });
    });
  };
  return (
    <form
      ref={focusFirst}
      className={styles.form}
      aria-label={words.title(name)}
      onSubmit={submit}
      onKeyDown={keepRoomKeys}
    >
      <p>{words.what}</p>
      <p className="soft">{words.stays}</p>
      {!isOver && (
        <p className={styles.warning} role="status">
          {words.isOpen}
        </p>
      )}
      <NameToConfirm label={words.type(name)} name={name} disabled={!isOver} onMatch={setNamed} />
      {problem !== null && <Problem>{words.notDone(sayProblem(problem))}</Problem>}
      <div className={styles.buttons}>
        <ServerButton
          type="submit"
          variant="filled"
          color="red"
          loading={busy}
          disabled={!isOver || !isNamed}
          rightSection={<Kbd keys="enter" isAlways />}
        >
          {words.erase}
        </ServerButton>
        <Button type="button" variant="subtle" onClick={onDone} rightSection={<Kbd keys="escape" />}>
          {words.leave}
        </Button>
      </div>
    </form>
  );
}
