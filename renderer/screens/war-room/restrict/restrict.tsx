// TM5: who may see this incident: a dialog for its commander and owners, and a mark that everybody in it sees.
import { useState, type FormEvent } from 'react';
import { Button, MultiSelect } from '@mantine/core';
import { focusFirst, keepRoomKeys } from '#renderer/ui/ask.tsx';
import { notifications } from '@mantine/notifications';
import { IconLock } from '@tabler/icons-react';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useFeed, usePersonName } from '#renderer/server/feed.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { Problem } from '#renderer/ui/problem.tsx';
import { RoomDialog } from '#renderer/ui/room-dialog.tsx';
import { strings } from '../../../strings/index.ts';
import { useRestrictDialog } from './restrict-store.ts';
import styles from './restrict.module.css';

const words = strings.restrict;

/** In the room: the key, and the dialog while it is open for this room. */
export function Restrict({ id }: { id: string }) {
  const { canWrite } = useWriter();
  const { room, open, close } = useRestrictDialog();
  useKeys(
    canWrite ? { 'shift+z': { run: () => open(id), label: words.key, group: strings.header.room } } : {},
  );
  return (
    <RoomDialog title={words.title} closeLabel={words.close} isOpen={canWrite && room === id} close={close}>
      <RestrictForm onDone={close} />
    </RoomDialog>
  );
}

/** Whether I command the incident or am an owner. */
function useMayRestrict(): boolean {
  const { roles } = useRoom();
  const { me, isOwner } = useSession();
  const commander = roles.find(({ role }) => role === 'commander');
  return isOwner || commander?.primary.some(({ person }) => person === me.id) === true;
}

function RestrictForm({ onDone }: { onDone: () => void }) {
  const { restricted } = useRoom();
  const { snapshot } = useFeed();
  const { write } = useWriter();
  const mayRestrict = useMayRestrict();
  const [teams, setTeams] = useState<string[]>(restricted?.teams.map(({ id }) => id) ?? []);
  const [people, setPeople] = useState<string[]>([...(restricted?.people ?? [])]);
  if (!mayRestrict) return <Problem>{words.notYours}</Problem>;
  const known = [...(snapshot?.teams ?? [])];
  const everybody = snapshot?.people ?? [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const named = known.filter(({ id }) => teams.includes(id));
    if (!write({ kind: 'restricted', teams: named, people })) return;
    notifications.show({ message: words.done });
    onDone();
  };
  const openAgain = () => {
    if (!write({ kind: 'unrestricted' })) return;
    notifications.show({ message: words.opened });
    onDone();
  };
  return (
    <form ref={focusFirst} className={styles.form} onSubmit={submit} onKeyDown={keepRoomKeys}>
      <p>{words.hint}</p>
      <MultiSelect
        label={words.teams}
        description={known.length === 0 ? words.noTeams : undefined}
        data-autofocus
        openOnFocus={false}
        data={known.map(({ id, name }) => ({ value: id, label: name }))}
        value={teams}
        searchable
        onChange={setTeams}
      />
      <MultiSelect
        label={words.people}
        data={everybody.map(({ id, name }) => ({ value: id, label: name }))}
        value={people.filter((id) => everybody.some((each) => each.id === id))}
        searchable
        onChange={setPeople}
      />
      <div className={styles.buttons}>
        <Button type="submit" variant="filled">
          {words.restrict}
        </Button>
        {restricted !== null && (
          <Button variant="default" onClick={openAgain}>
            {words.open}
          </Button>
        )}
      </div>
    </form>
  );
}

/** In the header of a restricted incident: who else can see it. */
export function RestrictedMark({ id }: { id: string }) {
  const { restricted } = useRoom();
  const open = useRestrictDialog((state) => state.open);
  const nameOf = usePersonName();
  if (restricted === null) return null;
  const { teams, people } = restricted;
  const names = [...teams.map(({ name }) => name), ...people.map(nameOf)].join(', ');
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      h={20}
      className={styles.mark ?? ''}
      leftSection={<IconLock size={14} aria-hidden="true" />}
      title={words.badge(names || words.ownersOnly)}
      onClick={() => open(id)}
    >
      {words.badge(teams.map(({ name }) => name).join(', ') || names || words.ownersOnly)}
    </Button>
  );
}
