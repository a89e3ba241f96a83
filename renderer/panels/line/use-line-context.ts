import { useMemo } from 'react';
import { usePresence, useRoom } from '#renderer/room/room-provider.tsx';
import { useFeed } from '#renderer/state/feed.tsx';
import { useSession } from '#renderer/state/session.tsx';
import type { LineContext } from './line.ts';

/** What the composer must know of the room to understand a line; the time is asked when it is needed. */
export function useLineContext(): Omit<LineContext, 'now'> {
  const { me } = useSession();
  const { people: inRoom, roles, checks } = useRoom();
  const { others } = usePresence();
  const { snapshot } = useFeed();
  const known = snapshot?.people;
  return useMemo(() => {
    const people = new Map<string, string>([
      ...inRoom,
      ...others.map(({ person, name }) => [person, name] as const),
    ]);
    for (const { id, name } of known ?? []) people.set(id, name);
    people.set(me.id, me.name);
    return {
      me: me.id,
      people: [...people].map(([id, name]) => ({ id, name })),
      roles: roles.map(({ role }) => role),
      down: checks.filter(({ status }) => status === 'down').map(({ name }) => name),
    };
  }, [me, inRoom, others, known, roles, checks]);
}
