import { useState, type FormEvent, type KeyboardEvent } from 'react';
import { TextInput } from '@mantine/core';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { strings } from '#renderer/strings/index.ts';
import parts from '#renderer/ui/rows.module.css';
import { useWriter } from '#renderer/live-room/use-writer.ts';

/** A custom role. The person who adds it holds it first and may hand it over. */
export function AddRole() {
  const { roles } = useRoom();
  const { me } = useSession();
  const { canWrite, write } = useWriter();
  const [name, setName] = useState<string | null>(null);
  if (!canWrite) return null;
  if (name === null) {
    return (
      <button type="button" className={parts.quiet} onClick={() => setName('')}>
        {strings.roles.add}
      </button>
    );
  }
  const role = name.trim().toLowerCase();
  const isTaken = roles.some((each) => each.role === role);
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (role === '' || isTaken) return;
    if (write({ kind: 'claimed', role, person: me.id, as: 'primary' })) setName(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    setName(null);
  };
  return (
    <form className={parts.line} onSubmit={add}>
      <TextInput
        aria-label={strings.roles.name}
        placeholder={strings.roles.placeholder}
        value={name}
        maxLength={120}
        error={isTaken ? strings.roles.exists(role) : null}
        autoFocus
        onKeyDown={onKeyDown}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </form>
  );
}
