import { useCallback, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import type { Person } from '#room/feed/feed.ts';
import { presenceSchema, type Presence } from '#room/log/presence.ts';
import { orderPeople, presenceColor } from './presence-color.ts';
import { AwarenessContext } from './awareness-context.ts';

export type Other = Presence & { clientId: number };

/** Publishes my presence while the document is open. `order` is my place among its people and gives my colour. */
export function useOwnPresence(awareness: Awareness, me: Person, order: number) {
  useEffect(() => {
    const user = { name: me.name, ...presenceColor(order) };
    awareness.setLocalState({ ...awareness.getLocalState(), person: me.id, name: me.name, user });
  }, [awareness, me, order]);
}

export function usePresence(): {
  others: readonly Other[];
  setPresence: (change: Partial<Presence>) => void;
} {
  const awareness = useContext(AwarenessContext);
  if (!awareness) throw new Error('usePresence needs a RoomProvider above it');
  const store = useMemo(() => watchOthers(awareness), [awareness]);
  const others = useSyncExternalStore(store.subscribe, store.others);
  const setPresence = useCallback(
    (change: Partial<Presence>) => {
      const state = awareness.getLocalState();
      if (!state) return;
      const next = { ...state, ...change };
      if (Object.keys(change).some((key) => state[key] !== next[key])) awareness.setLocalState(next);
    },
    [awareness],
  );
  return { others, setPresence };
}

/** PR6: gives a person's place among the `known`, in order, and those present; so everybody computes the same. */
export function useColorOrder(
  awareness: Awareness,
  known: ReadonlyMap<string, string>,
  me: string,
): (person: string) => number {
  const store = useMemo(() => watchOthers(awareness), [awareness]);
  const others = useSyncExternalStore(store.subscribe, store.others);
  const order = useMemo(
    () => orderPeople(known.keys(), [me, ...others.map(({ person }) => person)]),
    [known, me, others],
  );
  return useCallback((person) => order.get(person) ?? 0, [order]);
}

/** The valid presence of everybody else. Cursor moves alone trigger no render, because the editor draws them. */
function watchOthers(awareness: Awareness) {
  let current: readonly Other[] = readOthers(awareness);
  return {
    others: () => current,
    subscribe: (listener: () => void) => {
      const update = () => {
        const next = readOthers(awareness);
        if (JSON.stringify(next) === JSON.stringify(current)) return;
        current = next;
        listener();
      };
      awareness.on('change', update);
      update();
      return () => awareness.off('change', update);
    },
  };
}

function readOthers(awareness: Awareness): readonly Other[] {
  const others: Other[] = [];
  for (const [clientId, state] of awareness.getStates()) {
    if (clientId === awareness.clientID) continue;
    const parsed = presenceSchema.safeParse(state);
    if (!parsed.success) continue;
    const { person, name, panel, entry, typing, following, leadsSince, user } = parsed.data;
    others.push({
      person,
      name,
      clientId,
      ...(panel && { panel }),
      ...(entry && { entry }),
      ...(typing && { typing }),
      ...(following && { following }),
      ...(leadsSince && { leadsSince }),
      ...(user && { user }),
    });
  }
  return others.toSorted((a, b) => a.name.localeCompare(b.name) || a.clientId - b.clientId);
}
