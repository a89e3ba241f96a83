// The key bindings. The newest binding of a key wins, so an open panel can take a key from the screen below.
import { eventMatches } from './key-match.ts';
import type { Manner } from './letters.ts';

export type KeyEntry = {
  keys: string;
  label: string;
  group: string;
  inFields: boolean;
  manner: Manner;
  takesDigits: boolean;
  /** A focused element handles this key itself. The entry is only for the cheat sheet. */
  isElements: boolean;
  run: (event: KeyboardEvent) => void;
  when: () => boolean;
};

export type KeyRegistry = {
  add: (entries: readonly KeyEntry[]) => () => void;
  entries: () => readonly KeyEntry[];
  subscribe: (listener: () => void) => () => void;
  /** The binding for this key press, if any. */
  find: (event: KeyboardEvent, isTyping: boolean) => KeyEntry | undefined;
  /** Announces that a component is loading and will take the next keys. Returns a function that ends the wait. */
  wait: () => () => void;
  /** Reports which place is on the screen. */
  show: (place: string) => void;
  /** Whether keys must wait while the address is `place`. */
  isWaiting: (place: string) => boolean;
  /** Called when keys no longer need to wait. */
  onReady: (listener: () => void) => () => void;
  /** Adds the field that takes text typed outside all fields; the newest wins. */
  addLine: (take: (text: string) => void) => () => void;
  line: () => ((text: string) => void) | null;
};

const keep = <Each>(list: Set<Each>, each: Each) => {
  list.add(each);
  return () => list.delete(each);
};

export function createKeyRegistry(): KeyRegistry {
  return { ...createBindings(), ...createReadiness(), ...createLines() };
}

function createBindings(): Pick<KeyRegistry, 'add' | 'entries' | 'subscribe' | 'find'> {
  let all: readonly KeyEntry[] = [];
  const listeners = new Set<() => void>();
  const set = (next: readonly KeyEntry[]) => {
    all = next;
    for (const listener of listeners) listener();
  };
  return {
    add: (entries) => {
      set([...all, ...entries]);
      return () => set(all.filter((entry) => !entries.includes(entry)));
    },
    entries: () => all,
    subscribe: (listener) => keep(listeners, listener),
    find: (event, isTyping) =>
      all.findLast(
        ({ keys, inFields, isElements, when }) =>
          !isElements &&
          (inFields || !isTyping || keys.startsWith('mod+')) &&
          eventMatches(event, keys) &&
          when(),
      ),
  };
}

/** Whether the screen that will take the next keys is there. */
function createReadiness(): Pick<KeyRegistry, 'wait' | 'show' | 'isWaiting' | 'onReady'> {
  let waits = 0;
  let shown: string | null = null;
  const onReady = new Set<() => void>();
  const tellReady = () => {
    for (const listener of onReady) listener();
  };
  return {
    wait: () => {
      waits += 1;
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        waits -= 1;
        if (waits === 0) tellReady();
      };
    },
    show: (place) => {
      shown = place;
      tellReady();
    },
    isWaiting: (place) => waits > 0 || (shown !== null && shown !== place),
    onReady: (listener) => keep(onReady, listener),
  };
}

function createLines(): Pick<KeyRegistry, 'addLine' | 'line'> {
  let lines: readonly ((text: string) => void)[] = [];
  return {
    addLine: (take) => {
      lines = [...lines, take];
      return () => {
        lines = lines.filter((each) => each !== take);
      };
    },
    line: () => lines.at(-1) ?? null,
  };
}
