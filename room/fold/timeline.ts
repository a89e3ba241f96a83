import type { Fact, FactId } from '../fact.ts';
import { kinds } from '../facts/index.ts';
import type { Entry } from '../incident.ts';
import { byAt, byNoted, exchange, insert, place, remove } from '../order.ts';
import type { Kind } from '../facts/kind.ts';
import type { Standing } from './ledger.ts';

type Remark = Fact<'key'> | Fact<'graded'>;

/** Every fact's line, where it belongs in time, with what others remarked on it. */
export function createTimeline(find: (id: FactId) => Standing | undefined) {
  const entries: Entry[] = [];
  const entryOf = new Map<FactId, Entry>();
  const marks = new Map<FactId, Fact<'key'>[]>();
  const grades = new Map<FactId, Fact<'graded'>[]>();
  let view: readonly Entry[] = [];
  let stale = false;

  const refresh = (standing: Standing): void => {
    const old = entryOf.get(standing.fact.id);
    const entry = makeEntry(
      standing,
      marks.get(standing.fact.id)?.at(-1),
      grades.get(standing.fact.id)?.at(-1),
    );
    if (old && old.at === entry.at) {
      entries[place(entries, old, byAt)] = entry;
    } else {
      if (old) remove(entries, old, byAt);
      insert(entries, entry, byAt);
    }
    entryOf.set(entry.id, entry);
    stale = true;
  };

  return {
    kinds: ['key', 'graded'] as const,
    refresh,
    change(before: Remark | null, after: Remark | null): void {
      const remark = after ?? before;
      if (!remark) return;
      const remarks = (remark.kind === 'key' ? marks : grades) as Map<FactId, Remark[]>;
      const list = remarks.get(remark.target) ?? [];
      exchange(list, before, after, byNoted);
      remarks.set(remark.target, list);
      const target = find(remark.target);
      if (target?.known && entryOf.has(remark.target)) refresh(target);
    },
    view(): readonly Entry[] {
      if (stale) view = entries.slice();
      stale = false;
      return view;
    },
  };
}

function makeEntry(
  standing: Standing,
  mark: Fact<'key'> | undefined,
  grade: Fact<'graded'> | undefined,
): Entry {
  const { fact, current, amendments, retraction } = standing;
  const kind = kinds[fact.kind] as unknown as Kind;
  return {
    id: fact.id,
    fact: current,
    at: current.at,
    noted: fact.noted,
    by: fact.by,
    isKey: mark ? mark.on : kind.isKey(current),
    isSystem: kind.isSystem,
    original: current === fact ? null : fact,
    amendedBy: amendments,
    retracted: retraction,
    grade: fact.kind === 'action' ? (grade ?? null) : null,
  };
}
