// A slice is one concern of the room: it receives the facts of its kinds and computes one part of the room.
// It may cache anything, as long as its view depends only on the facts, not on their order of arrival.
import type { Fact, FactKind } from '../facts/fact.ts';
import { byNoted, exchange } from '../facts/order.ts';

export type Slice<View> = {
  kinds: readonly FactKind[];
  /** A fact came into effect (`before` null), was retracted (`after` null), or was amended. */
  change(before: Fact | null, after: Fact | null): void;
  /** The computed part; the same object until it changes. */
  view(): View;
};

/**
 * A slice that recomputes its view from its facts, oldest first, whenever they change. `append`, if given,
 * must give the same result for one more fact that is newer than all others, or null to read all facts again.
 */
export function refolding<K extends FactKind, View>(
  kinds: readonly K[],
  compute: (facts: readonly Fact<K>[]) => View,
  append?: (view: View, newest: Fact<K>) => View | null,
): Slice<View> {
  const facts: Fact<K>[] = [];
  let view: View | null = null;
  let stale = true;
  return {
    kinds,
    change(before, after) {
      const [old, young] = [before as Fact<K> | null, after as Fact<K> | null];
      exchange(facts, old, young, byNoted);
      const isNewest = !old && young !== null && facts.at(-1) === young;
      const next = isNewest && append && view !== null && !stale ? append(view, young) : null;
      if (next === null) stale = true;
      else view = keep(view, next);
    },
    view() {
      if (stale || view === null) view = keep(view, compute(facts));
      stale = false;
      return view;
    },
  };
}

/** `previous` when the two are equal as plain data, else `next` with every equal part of `previous` kept. */
export function keep<T>(previous: T | null, next: T): T {
  if (previous === next || !isPart(previous) || !isPart(next)) return next;
  if (Array.isArray(previous) && Array.isArray(next)) return keepItems(previous, next) as T;
  if (previous instanceof Map && next instanceof Map) return keepEntries(previous, next) as T;
  return isRecord(previous) && isRecord(next) ? (keepFields(previous, next) as T) : next;
}

function keepItems(old: readonly unknown[], young: unknown[]): readonly unknown[] {
  let equal = young.length === old.length;
  for (let index = 0; index < young.length; index += 1) {
    const item = young[index];
    // Most items of a long list are the same objects as before.
    if (item === old[index]) continue;
    young[index] = keep(old[index], item);
    if (young[index] !== old[index]) equal = false;
  }
  return equal ? old : young;
}

/** A map with the same keys in the same order, and equal values, is the same. */
function keepEntries(old: ReadonlyMap<unknown, unknown>, young: Map<unknown, unknown>) {
  if (old.size !== young.size) return young;
  const entries = old.entries();
  for (const [key, value] of young) {
    const [oldKey, oldValue] = entries.next().value ?? [];
    if (key !== oldKey || keep(oldValue, value) !== oldValue) return young;
  }
  return old;
}

function keepFields(old: Record<string, unknown>, young: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(young);
  let equal = keys.length === Object.keys(old).length;
  for (const key of keys) {
    young[key] = keep(old[key], young[key]);
    if (young[key] !== old[key] || !Object.hasOwn(old, key)) equal = false;
  }
  return equal ? old : young;
}

// Facts are not compared in depth: a fact is immutable and stays the same object.
const isPart = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !('kind' in value);

const isRecord = (value: object): value is Record<string, unknown> =>
  !Array.isArray(value) && !(value instanceof Map);
