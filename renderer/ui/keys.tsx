// One registry of keys: what is bound is what the cheat sheet shows. The newest binding of a key wins, so an
// open panel can take a key from the screen under it.
import { createContext, useContext, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { strings } from '../strings/index.ts';
import { eventMatches, isTypingIn } from './key-match.ts';

const words = strings.ui;

export type KeyHandler = (event: KeyboardEvent) => void;

/**
 * A handler alone, or with the words the cheat sheet shows. `inFields` lets it act while somebody types;
 * `when` leaves the key to the browser at other times.
 */
export type KeyBinding =
  | KeyHandler
  | { run: KeyHandler; label: string; group?: string; inFields?: boolean; when?: () => boolean };

type Entry = {
  keys: string;
  label: string | null;
  group: string;
  inFields: boolean;
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
          ({ keys, inFields, when }) =>
            (inFields || !typing || keys.startsWith('mod+')) && eventMatches(event, keys) && when(),
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
        const binding = latest.current[entry.keys];
        if (typeof binding === 'function') binding(event);
        else binding?.run(event);
      },
      when: () => {
        const binding = latest.current[entry.keys];
        return typeof binding === 'function' || (binding?.when?.() ?? true);
      },
    }));
    return registry.add(entries);
  }, [registry, described]);
}

function describe(keys: string, binding: KeyBinding): Omit<Entry, 'run' | 'when'> {
  if (typeof binding === 'function') return { keys, label: null, group: '', inFields: false };
  return {
    keys,
    label: binding.label,
    group: binding.group ?? words.here,
    inFields: binding.inFields ?? false,
  };
}

/** Everything bound now that has words, for the cheat sheet; a key that was taken over shows once. */
export function useKeyList(): readonly { keys: string; label: string; group: string }[] {
  const registry = useRegistry();
  const entries = useSyncExternalStore(registry.subscribe, registry.entries);
  return useMemo(() => {
    const byKeys = new Map(entries.map((entry) => [entry.keys, entry]));
    return [...byKeys.values()].flatMap(({ keys, label, group }) => (label ? [{ keys, label, group }] : []));
  }, [entries]);
}
