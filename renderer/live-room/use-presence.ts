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

function useAwarenessHere(): Awareness {
  const awareness = useContext(AwarenessContext);
  if (!awareness) throw new Error('Presence needs a RoomProvider above it');
  return awareness;
}

/** Everybody else in the room. Each of their moves renders the caller again. */
export function useOthers(): readonly Other[] {
  return useOthersOf(useAwarenessHere());
}

function useOthersOf(awareness: Awareness): readonly Other[] {
  const { subscribe, others } = othersOf(awareness);
  return useSyncExternalStore(subscribe, others);
}

/** Changes my presence. Renders nothing again. */
export function useSetPresence(): (change: Partial<Presence>) => void {
  const awareness = useAwarenessHere();
  return useCallback(
    (change: Partial<Presence>) => {
      const state = awareness.getLocalState();
      if (!state) return;
      const next = { ...state, ...change };
      if (Object.keys(change).some((key) => state[key] !== next[key])) awareness.setLocalState(next);
    },
    [awareness],
  );
}

/** PR6: gives a person's place among the `known`, in order, and those present; so everybody computes the same. */
export function useColorOrder(
  awareness: Awareness,
  known: ReadonlyMap<string, string>,
  me: string,
): (person: string) => number {
  const others = useOthersOf(awareness);
  const order = useMemo(
    () => orderPeople(known.keys(), [me, ...others.map(({ person }) => person)]),
    [known, me, others],
  );
  return useCallback((person) => order.get(person) ?? 0, [order]);
}

type Others = { others: () => readonly Other[]; subscribe: (listener: () => void) => () => void };
const watches = new WeakMap<Awareness, Others>();

/** A room's panels, faces and fields all ask for the others, so that they are read once for all. */
function othersOf(awareness: Awareness): Others {
  const others = watches.get(awareness) ?? watchOthers(awareness);
  watches.set(awareness, others);
  return others;
}

/** The valid presence of everybody else. Cursor moves alone trigger no render, because the editor draws them. */
export function watchOthers(awareness: Awareness): Others {
  const listeners = new Set<() => void>();
  const read = createReader(awareness);
  let current = read();
  const refresh = () => {
    const next = read();
    if (JSON.stringify(next) === JSON.stringify(current)) return false;
    current = next;
    return true;
  };
  const update = () => {
    if (refresh()) for (const listener of listeners) listener();
  };
  return {
    others: () => {
      if (listeners.size === 0) refresh();
      return current;
    },
    subscribe: (listener) => {
      if (listeners.size === 0) {
        refresh();
        awareness.on('change', update);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) awareness.off('change', update);
      };
    },
  };
}

/** Reads everybody else, by name. A state is checked once: a change replaces it as a whole. */
function createReader(awareness: Awareness): () => readonly Other[] {
  const checked = new WeakMap<object, Other | null>();
  return () => {
    const others: Other[] = [];
    for (const [clientId, state] of awareness.getStates()) {
      if (clientId === awareness.clientID) continue;
      const known = checked.get(state);
      const other = known === undefined ? readOther(clientId, state) : known;
      checked.set(state, other);
      if (other !== null) others.push(other);
    }
    return others.toSorted((a, b) => a.name.localeCompare(b.name) || a.clientId - b.clientId);
  };
}

function readOther(clientId: number, state: object): Other | null {
  const parsed = presenceSchema.safeParse(state);
  if (!parsed.success) return null;
  const { person, name, panel, entry, typing, following, leadsSince, user } = parsed.data;
  return {
    person,
    name,
    clientId,
    ...(panel && { panel }),
    ...(entry && { entry }),
    ...(typing && { typing }),
    ...(following && { following }),
    ...(leadsSince && { leadsSince }),
    ...(user && { user }),
  };
}
