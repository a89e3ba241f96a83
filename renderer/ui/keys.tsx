// One registry of keys; the cheat sheet shows exactly the bound keys. A key is bound before its screen is painted
// (layout effects). Keys wait while that screen loads.
import { createContext, useContext, useLayoutEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { strings } from '../strings/index.ts';
import { longestWaitMs } from './held-keys.ts';
import { createKeyRegistry, type KeyEntry, type KeyRegistry } from './key-registry.ts';
import type { Manner } from './letters.ts';
import { listenToKeys } from './listen-to-keys.ts';
import { guardLongPastes } from './long-pastes.ts';
import { guardSecondClicks } from './second-clicks.ts';
import { showKeysWhileAltIsHeld } from './show-keys.ts';

const words = strings.ui;

/**
 * What the key does, and its label for the cheat sheet; keys with the same label share one line there. `inFields`
 * lets it act while somebody types. When `when` is false, the browser gets the key. `manner` and `takesDigits`:
 * see letters.ts.
 */
export type KeyBinding = {
  run: (event: KeyboardEvent) => void;
  label: string;
  group?: string;
  inFields?: boolean;
  when?: () => boolean;
  manner?: Manner;
  takesDigits?: boolean;
};

const KeysContext = createContext<KeyRegistry | null>(null);

const nowhere = () => '';

/** `placeNow`: the place in the address. Keys wait until `KeysPlace` reports that this place is on the screen. */
export function KeysProvider({
  placeNow = nowhere,
  children,
}: {
  placeNow?: () => string;
  children: ReactNode;
}) {
  const registry = useMemo(() => createKeyRegistry(), []);
  useLayoutEffect(() => listenToKeys(registry, placeNow), [registry, placeNow]);
  useLayoutEffect(guardSecondClicks, []);
  useLayoutEffect(guardLongPastes, []);
  useLayoutEffect(showKeysWhileAltIsHeld, []);
  return <KeysContext.Provider value={registry}>{children}</KeysContext.Provider>;
}

function useRegistry(): KeyRegistry {
  const registry = useContext(KeysContext);
  if (!registry) throw new Error('useKeys needs a KeysProvider above it');
  return registry;
}

/**
 * Binds keys while the component is mounted: `mod+k` (Ctrl, or Cmd on a Mac), `shift+enter`, `n`, `?`, `escape`,
 * `arrowdown`. Single keys do not act while somebody types, unless `inFields`.
 */
export function useKeys(bindings: Readonly<Record<string, KeyBinding>>) {
  const registry = useRegistry();
  const latest = useRef(bindings);
  useLayoutEffect(() => {
    latest.current = bindings;
  });
  // Registered again only when the keys or labels change, not for each new closure.
  const described = JSON.stringify(
    Object.entries(bindings).map(([keys, binding]) => describe(keys, binding)),
  );
  useLayoutEffect(() => {
    const entries = (JSON.parse(described) as Omit<KeyEntry, 'run' | 'when'>[]).map((entry) => ({
      ...entry,
      run: (event: KeyboardEvent) => {
        latest.current[entry.keys]?.run(event);
      },
      when: () => latest.current[entry.keys]?.when?.() ?? true,
    }));
    return registry.add(entries);
  }, [registry, described]);
}

/** Runs the action of a key in a group, for a button that does the same. */
export function useRunKeys(): (keys: string, group: string) => void {
  const registry = useRegistry();
  return (keys, group) =>
    registry
      .entries()
      .findLast((entry) => entry.keys === keys && entry.group === group && !entry.isElements && entry.when())
      ?.run(new KeyboardEvent('keydown'));
}

/** Adds keys that a focused element handles itself to the cheat sheet. */
export function useElementKeys(group: string, labels: Readonly<Record<string, string>>) {
  const registry = useRegistry();
  const described = JSON.stringify([group, labels]);
  useLayoutEffect(() => {
    const [of, told] = JSON.parse(described) as [string, Record<string, string>];
    return registry.add(
      Object.entries(told).map(([keys, label]) => ({
        keys,
        label,
        group: of,
        inFields: false,
        manner: 'act' as const,
        takesDigits: false,
        isElements: true,
        run: () => undefined,
        when: () => false,
      })),
    );
  }, [registry, described]);
}

function describe(keys: string, binding: KeyBinding): Omit<KeyEntry, 'run' | 'when'> {
  return {
    keys,
    label: binding.label,
    group: binding.group ?? words.here,
    inFields: binding.inFields ?? false,
    manner: binding.manner ?? 'act',
    takesDigits: binding.takesDigits ?? false,
    isElements: false,
  };
}

/** Renders nothing. Keys wait while it is mounted in place of a loading component, but no longer than a press waits. */
export function KeysWait() {
  const registry = useRegistry();
  useLayoutEffect(() => {
    const done = registry.wait();
    const timer = setTimeout(done, longestWaitMs);
    return () => {
      clearTimeout(timer);
      done();
    };
  }, [registry]);
  return null;
}

/** Renders nothing. Reports that the screen of this place is mounted, so that waiting keys act. */
export function KeysPlace({ place }: { place: string }) {
  const registry = useRegistry();
  useLayoutEffect(() => registry.show(place), [registry, place]);
  return null;
}

/** Sends text typed outside all fields to `take`, including the two characters that showed it is a word. */
export function useTypedText(take: (text: string) => void) {
  const registry = useRegistry();
  const latest = useRef(take);
  useLayoutEffect(() => {
    latest.current = take;
  });
  useLayoutEffect(() => registry.addLine((text) => latest.current(text)), [registry]);
}

export type KeyLine = { keys: readonly string[]; label: string; group: string };

/** All current bindings for the cheat sheet. A key bound more than once is listed once. */
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
