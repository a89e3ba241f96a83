// One registry of keys: what is bound is what the cheat sheet shows. The newest binding of a key wins, so an
// open panel can take a key from the screen under it.
import { createContext, useContext, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { strings } from '../strings/index.ts';
import { eventMatches, isTypingIn } from './key-match.ts';

const words = strings.ui;

export type KeyHandler = (event: KeyboardEvent) => void;

/**
 * What the key does and the words for it, without which the cheat sheet would miss it; two keys with the same words
 * share a line of it. `inFields` lets it act while somebody types; `when` leaves the key to the browser at other
 * times.
 */
export type KeyBinding = {
  run: KeyHandler;
  label: string;
  group?: string;
  inFields?: boolean;
  when?: () => boolean;
};

type Entry = {
  keys: string;
  label: string;
  group: string;
  inFields: boolean;
  /** An element takes it itself while it has the focus; this is for the cheat sheet alone. */
  isElements: boolean;
  run: KeyHandler;
  when: () => boolean;
};

export type KeyRegistry = {
  add: (entries: readonly Entry[]) => () => void;
  entries: () => readonly Entry[];
  subscribe: (listener: () => void) => () => void;
};

const KeysContext = createContext<KeyRegistry | null>(null);

function createKeyRegistry(): KeyRegistry {
  let all: readonly Entry[] = [];
  const listeners = new Set<() => void>();
  const set = (next: readonly Entry[]) => {
    all = next;
    for (const listener of listeners) listener();
  };
  return {
    add: (entries) => {
      set([...all, ...entries]);
      return () => set(all.filter((entry) => !entries.includes(entry)));
    },
    entries: () => all,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function KeysProvider({ children }: { children: ReactNode }) {
  const registry = useMemo(() => createKeyRegistry(), []);
  useEffect(() => {
    // Asked before anybody else hears of the key: by the time it gets to us, what it closed is gone.
    let isTaken = false;
    const onCapture = (event: KeyboardEvent) => {
      isTaken = isDialogOpen() || (event.key === 'Escape' && isPopupOpen());
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (isTaken || event.defaultPrevented || event.isComposing) return;
      const typing = isTypingIn(event.target);
      const entry = registry
        .entries()
        .findLast(
          ({ keys, inFields, isElements, when }) =>
            !isElements &&
            (inFields || !typing || keys.startsWith('mod+')) &&
            eventMatches(event, keys) &&
            when(),
        );
      if (!entry) return;
      event.preventDefault();
      entry.run(event);
    };
    window.addEventListener('keydown', onCapture, { capture: true });
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onCapture, { capture: true });
      window.removeEventListener('keydown', onKeyDown);
    };
  }, [registry]);
  return <KeysContext.Provider value={registry}>{children}</KeysContext.Provider>;
}

/** A list or menu that Esc closes; it is the one step back. */
function isPopupOpen(): boolean {
  return document.querySelector('[aria-haspopup][aria-expanded="true"]') !== null;
}

/** A dialog has the keyboard to itself, also in the moment in which Esc closes it. */
function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}

function useRegistry(): KeyRegistry {
  const registry = useContext(KeysContext);
  if (!registry) throw new Error('useKeys needs a KeysProvider above it');
  return registry;
}

/**
 * Binds keys while the component is shown: `mod+k` (Ctrl, or Cmd on a Mac), `shift+enter`, `n`, `?`,
 * `escape`, `arrowdown`. Single keys do not act while somebody types unless `inFields`.
 */
export function useKeys(bindings: Readonly<Record<string, KeyBinding>>) {
  const registry = useRegistry();
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  // Registered anew only when the keys or their words change, not with each new closure.
  const described = JSON.stringify(
    Object.entries(bindings).map(([keys, binding]) => describe(keys, binding)),
  );
  useEffect(() => {
    const entries = (JSON.parse(described) as Omit<Entry, 'run' | 'when'>[]).map((entry) => ({
      ...entry,
      run: (event: KeyboardEvent) => {
        latest.current[entry.keys]?.run(event);
      },
      when: () => latest.current[entry.keys]?.when?.() ?? true,
    }));
    return registry.add(entries);
  }, [registry, described]);
}

/** Tells the cheat sheet of keys that an element takes itself while it has the focus. */
export function useElementKeys(group: string, labels: Readonly<Record<string, string>>) {
  const registry = useRegistry();
  const described = JSON.stringify([group, labels]);
  useEffect(() => {
    const [of, told] = JSON.parse(described) as [string, Record<string, string>];
    return registry.add(
      Object.entries(told).map(([keys, label]) => ({
        keys,
        label,
        group: of,
        inFields: false,
        isElements: true,
        run: () => undefined,
        when: () => false,
      })),
    );
  }, [registry, described]);
}

function describe(keys: string, binding: KeyBinding): Omit<Entry, 'run' | 'when'> {
  return {
    keys,
    label: binding.label,
    group: binding.group ?? words.here,
    inFields: binding.inFields ?? false,
    isElements: false,
  };
}

export type KeyLine = { keys: readonly string[]; label: string; group: string };

/** Everything that is bound now, for the cheat sheet; a key that was taken over shows once. */
export function useKeyList(): readonly KeyLine[] {
  const registry = useRegistry();
  const entries = useSyncExternalStore(registry.subscribe, registry.entries);
  return useMemo(() => {
    const byKeys = new Map(
      entries.map((entry) => [entry.isElements ? `${entry.group}\n${entry.keys}` : entry.keys, entry]),
    );
    const lines = Map.groupBy(byKeys.values(), ({ group, label }) => `${group}\n${label}`);
    return [...lines.values()].map((same) => ({
      keys: same.map(({ keys }) => keys),
      label: same[0]!.label,
      group: same[0]!.group,
    }));
  }, [entries]);
}
