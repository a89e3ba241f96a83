import { useMemo } from 'react';
import { useOthers, useRoom } from '#renderer/live-room/room-provider.tsx';
import { useCall } from '#renderer/live-room/use-call.ts';
import { useFeed } from '#renderer/server/feed.tsx';
import { useSession } from '#renderer/server/session.tsx';
import type { Room } from '#room/view/room-view.ts';
import type { LineContext } from './line.ts';

/** What the composer needs from the room to parse a line. The caller adds the time. */
export function useLineContext(): Omit<LineContext, 'now'> {
  const { me } = useSession();
  const { people: inRoom, roles, checks, hypotheses, observations, tasks } = useRoom();
  const others = useOthers();
  const { snapshot } = useFeed();
  const call = useCall();
  const known = snapshot?.people;
  return useMemo(() => {
    const people = new Map<string, string>([
      ...inRoom,
      ...others.map(({ person, name }) => [person, name] as const),
    ]);
    for (const { id, name } of known ?? []) people.set(id, name);
    people.set(me.id, me.name);
    const holds = (claims: readonly { person: string }[]) => claims.some(({ person }) => person === me.id);
    return {
      me: me.id,
      people: [...people].map(([id, name]) => ({ id, name })),
      roles: roles.map(({ role }) => role),
      mine: roles.filter(({ primary, backup }) => holds([...primary, ...backup])).map(({ role }) => role),
      down: checks.filter(({ status }) => status === 'down').map(({ name }) => name),
      ...listWhatCanBePicked({ hypotheses, observations, tasks }, me.id),
      call,
      answers: null,
    };
  }, [call, me, inRoom, others, known, roles, checks, hypotheses, observations, tasks]);
}

function listWhatCanBePicked(
  { hypotheses, observations, tasks }: Pick<Room, 'hypotheses' | 'observations' | 'tasks'>,
  me: string,
): Pick<LineContext, 'hypotheses' | 'observations' | 'tasks'> {
  const open = tasks.filter(({ doneAt }) => doneAt === null);
  return {
    hypotheses: hypotheses.filter(({ verdict }) => verdict === 'open'),
    observations: observations
      .filter(({ by, confirmedBy }) => by !== me && !confirmedBy.includes(me))
      .toReversed(),
    tasks: [...open.filter(({ owner }) => owner === me), ...open.filter(({ owner }) => owner !== me)],
  };
}
