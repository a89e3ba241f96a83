// FA5, FO6: a value that people set, perhaps at the same time in two partitions. Each setting (a `Word`) names
// those it replaces. The ones not replaced are the heads; more than one head is a conflict to settle.
import type { Fact, FactId } from '../facts/fact.ts';
import type { SetValue } from '../view/room-view.ts';
import { byNoted, exchange, insert } from '../facts/order.ts';
import { keep, type Slice } from './slice.ts';

type Settable = 'severity' | 'status';
export type Word<T> = { id: FactId; value: T; at: number; noted: number; by: string };

type Node<T> = {
  word: Word<T> | null;
  /** null: replaces everything noted before it. Empty for a fact that has not arrived. */
  supersedes: readonly FactId[] | null;
  noted: number;
  id: FactId;
  live: boolean;
  replaced: boolean;
};

type Options<T, K extends Settable> = {
  kind: K;
  read: (fact: Fact<K>) => T;
  /** Values in order of preference; the first one wins. */
  ranking: readonly T[];
  otherwise: T;
};

export type Heads<T> = {
  slice: Slice<void>;
  /** Called once for every fact, before it takes effect, also for one retracted before it arrived. */
  know(fact: Fact, live: boolean): void;
  /** `first` is a setting from outside that replaces nothing: the severity in the declaration. */
  standing(first: Word<T> | null): SetValue<T>;
  /** All settings in effect, oldest first. */
  words(): readonly Word<T>[];
};

export function createHeads<T, K extends Settable>(options: Options<T, K>): Heads<T> {
  const { kind, read, ranking, otherwise } = options;
  const words: Word<T>[] = [];
  const known = createNodes<T>();
  const current = createStanding(words, known);
  let settled: readonly Word<T>[] | null = null;
  let view: SetValue<T> | null = null;

  return {
    know(fact, live) {
      if (fact.kind !== kind) return;
      known.know(fact);
      if (!live) current.spoil();
    },
    slice: {
      kinds: [kind],
      change(before, after) {
        const [old, young] = [
          before && wordOf(before as unknown as Fact<K>, read),
          after && wordOf(after as unknown as Fact<K>, read),
        ];
        exchange(words, old, young, byNoted);
        const node = known.replace(old, young);
        if (old || !young || !current.join(node, young)) current.spoil();
      },
      view() {},
    },
    standing(first) {
      current.setBase(first);
      // Another array whenever a setting came, went or changed.
      const heads = current.heads();
      if (view === null || heads !== settled) view = keep(view, settle(heads, ranking, otherwise));
      settled = heads;
      return view;
    },
    words: () => words,
  };
}

function wordOf<T, K extends Settable>(fact: Fact<K>, read: (fact: Fact<K>) => T): Word<T> {
  const { id, at, noted, by } = fact;
  return { id, value: read(fact), at, noted, by };
}

/** All settings that some fact names, in effect or not. */
function createNodes<T>() {
  const nodes = new Map<FactId, Node<T>>();
  let struckOut = 0;
  const nodeOf = (id: FactId): Node<T> => {
    const present = nodes.get(id);
    if (present) return present;
    const node: Node<T> = { word: null, supersedes: [], noted: 0, id, live: false, replaced: false };
    nodes.set(id, node);
    return node;
  };
  return {
    nodes,
    nodeOf,
    know({ id, noted, supersedes }: Fact<Settable>): void {
      Object.assign(nodeOf(id), { noted, supersedes: supersedes ?? null });
      struckOut += 1;
    },
    /** `young` takes effect instead of `old`. Both have one id; returns its node. */
    replace(old: Word<T> | null, young: Word<T> | null): Node<T> {
      const node = nodeOf((young ?? old)?.id ?? '');
      struckOut += Number(old !== null) - Number(young !== null);
      node.live = young !== null;
      node.word = young;
      return node;
    },
    /** Whether a known setting is not in effect. */
    hasStruckOut: () => struckOut > 0,
  };
}

type Nodes<T> = ReturnType<typeof createNodes<T>>;

/** The heads of `words` and of a setting from outside, recalculated only when needed. */
function createStanding<T>(words: readonly Word<T>[], { nodes, nodeOf, hasStruckOut }: Nodes<T>) {
  let heads: readonly Word<T>[] = [];
  let blanket: Node<T> | null = null;
  let base: Word<T> | null = null;
  let stale = true;
  const refold = (): void => {
    markReplaced(nodes, nodeOf);
    blanket = findBlanket(nodes);
    const all = base ? [base, ...words].toSorted(byNoted) : words;
    const standing = all.filter((word) => !nodes.get(word.id)?.replaced && !isBefore(word, blanket));
    // Only a cycle of settings that replace each other leaves no head: then the newest wins.
    heads = standing.length > 0 ? standing : all.slice(-1);
    stale = false;
  };
  return {
    /** The fast path for one more setting when nothing was ever retracted. */
    join(node: Node<T>, word: Word<T>): boolean {
      if (stale || hasStruckOut()) return false;
      for (const id of node.supersedes ?? []) nodeOf(id).replaced = true;
      if (node.supersedes === null && (blanket === null || byNoted(node, blanket) > 0)) blanket = node;
      const next = [...heads];
      insert(next, word, byNoted);
      heads = next.filter((head) => !nodeOf(head.id).replaced && !isBefore(head, blanket));
      return heads.length > 0;
    },
    /** The next reading recalculates the heads. */
    spoil(): void {
      stale = true;
    },
    setBase(first: Word<T> | null): void {
      if (first?.id === base?.id && first?.value === base?.value && first?.at === base?.at) return;
      base = first;
      stale = true;
    },
    heads(): readonly Word<T>[] {
      if (stale) refold();
      return heads;
    },
  };
}

const isBefore = (
  word: { noted: number; id: string },
  blanket: { noted: number; id: string } | null,
): boolean => blanket !== null && byNoted(word, blanket) < 0;

/** The newest setting that replaces everything before it and is in effect, or was replaced itself. */
function findBlanket<T>(nodes: ReadonlyMap<FactId, Node<T>>): Node<T> | null {
  let newest: Node<T> | null = null;
  for (const node of nodes.values()) {
    if (node.supersedes !== null || !(node.live || node.replaced)) continue;
    if (newest === null || byNoted(node, newest) > 0) newest = node;
  }
  return newest;
}

/** A retracted setting replaces nothing itself, but a setting that replaced it also replaces its targets. */
function markReplaced<T>(nodes: ReadonlyMap<FactId, Node<T>>, nodeOf: (id: FactId) => Node<T>): void {
  const toMark: (readonly FactId[])[] = [];
  for (const node of nodes.values()) {
    node.replaced = false;
    if (node.live && node.supersedes) toMark.push(node.supersedes);
  }
  for (let ids = toMark.pop(); ids; ids = toMark.pop()) {
    for (const id of ids) {
      // Also mark facts that have not arrived yet.
      const node = nodeOf(id);
      if (node.replaced) continue;
      node.replaced = true;
      if (!node.live && node.supersedes) toMark.push(node.supersedes);
    }
  }
}

/** FO6: the highest severity or the furthest status wins; among equals, the oldest. */
function settle<T>(heads: readonly Word<T>[], ranking: readonly T[], otherwise: T): SetValue<T> {
  let best: Word<T> | null = null;
  for (const head of heads) {
    if (!best || ranking.indexOf(head.value) < ranking.indexOf(best.value)) best = head;
  }
  return {
    value: best ? best.value : otherwise,
    isSet: best !== null,
    since: best?.at ?? null,
    by: best?.by ?? null,
    heads: heads.map(({ id, value, at, by }) => ({ id, value, at, by })),
  };
}
