import { useMemo } from 'react';
import { useOthers, useRoom } from '#renderer/live-room/room-provider.tsx';
import { useFeed } from '#renderer/server/feed.tsx';
import { useSession } from '#renderer/server/session.tsx';
import type { PersonId } from '#room/facts/fact.ts';

export type KnownPerson = { id: PersonId; name: string; isHere: boolean };

/** People who can be assigned something: those present first, then the team and earlier authors, by name. */
export function useKnownPeople(): readonly KnownPerson[] {
  const { me } = useSession();
  const { people: inRoom } = useRoom();
  const others = useOthers();
  const { snapshot } = useFeed();
  const team = snapshot?.people;
  return useMemo(() => {
    const names = new Map<string, string>(inRoom);
    const here = new Set([me.id]);
    for (const { person, name } of others) {
      names.set(person, name);
      here.add(person);
    }
    for (const { id, name } of team ?? []) names.set(id, name);
    names.set(me.id, me.name);
    return [...names]
      .map(([id, name]) => ({ id, name, isHere: here.has(id) }))
      .filter(({ id }) => id !== 'server' && !id.includes(':'))
      .toSorted((a, b) => Number(b.isHere) - Number(a.isHere) || a.name.localeCompare(b.name));
  }, [inRoom, others, team, me]);
}
