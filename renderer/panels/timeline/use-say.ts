import { useCallback, useMemo } from 'react';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { usePersonName } from '#renderer/state/feed.tsx';
import type { Fact, FactId } from '#room/fact.ts';
import type { Entry } from '#room/incident.ts';
import { sayFact } from '#room/say.ts';

export type Speaker = {
  names: (id: string) => string;
  say: (fact: Fact) => string;
  find: (id: FactId) => Fact | undefined;
};

/** A fact in words, with what it is about looked up in the room. */
export function useSay(): Speaker {
  const { timeline } = useRoom();
  const names = usePersonName();
  const find = useMemo(() => indexWhenAsked(timeline), [timeline]);
  const say = useCallback((fact: Fact) => sayFact(fact, names, find), [names, find]);
  return useMemo(() => ({ names, say, find }), [names, say, find]);
}

/** Most sentences need no other fact: the index of ten thousand is made when the first one does. */
function indexWhenAsked(timeline: readonly Entry[]): (id: FactId) => Fact | undefined {
  let facts: ReadonlyMap<FactId, Fact> | null = null;
  return (id) => {
    facts ??= new Map(timeline.map((entry) => [entry.id, entry.fact]));
    return facts.get(id);
  };
}
