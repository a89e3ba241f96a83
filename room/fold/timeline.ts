import type { Fact, FactId, FactKind, PersonId } from '../facts/fact.ts';
import { kinds } from '../facts/index.ts';
import type { Entry } from '../view/room-view.ts';
import { byAt, byNoted, exchange, insert, place, remove } from '../facts/order.ts';
import type { Kind } from '../facts/kind.ts';
import type { LedgerEntry } from './ledger.ts';
import { answeringKinds, type ThreadAnswer } from './thread.ts';
import { findWitnesses } from './work.ts';

const remarking = ['key', 'graded', 'confirmed'] as const;
type Remark = Fact<(typeof remarking)[number]>;

/** Remarks on an entry, oldest first. Most entries have none and share one object. */
type Remarks = {
  key: Fact<'key'>[];
  graded: Fact<'graded'>[];
  confirmed: Fact<'confirmed'>[];
  answers: ThreadAnswer[];
};
const unremarked: Remarks = { key: [], graded: [], confirmed: [], answers: [] };

/** The timeline: every fact's entry in time order, with the remarks on it. */
export function createTimeline(find: (id: FactId) => LedgerEntry | undefined) {
  const entries: Entry[] = [];
  const entryOf = new Map<FactId, Entry>();
  const remarksOn = new Map<FactId, Remarks>();
  const joins = trackJoins();
  let view: readonly Entry[] = [];
  let stale = false;

  const refresh = (standing: LedgerEntry): void => {
    const old = entryOf.get(standing.fact.id);
    const entry = joins.named(makeEntry(standing, remarksOn.get(standing.fact.id) ?? unremarked));
    if (old && old.at === entry.at) entries[place(entries, old, byAt)] = entry;
    else {
      if (old) remove(entries, old, byAt);
      insert(entries, entry, byAt);
    }
    entryOf.set(entry.id, entry);
    stale = true;
    for (const other of joins.alsoRenamed(standing.fact).flatMap((id) => find(id) ?? [])) refresh(other);
  };

  return {
    kinds: [...remarking, ...answeringKinds] as readonly FactKind[],
    refresh,
    change(before: ThreadAnswer | Remark | null, after: ThreadAnswer | Remark | null): void {
      const remark = after ?? before;
      if (remark?.target === undefined) return;
      const { target } = remark;
      const remarks = remarksOn.get(target) ?? { key: [], graded: [], confirmed: [], answers: [] };
      remarksOn.set(target, remarks);
      const list = (isRemark(remark) ? remarks[remark.kind] : remarks.answers) as (ThreadAnswer | Remark)[];
      exchange(list, before, after, byNoted);
      const standing = find(target);
      if (standing?.known && entryOf.has(target)) refresh(standing);
    },
    view(): readonly Entry[] {
      if (stale) view = entries.slice();
      stale = false;
      return view;
    },
  };
}

/** ED3: the `joined` entries of each person, and the replacement names of erased people. */
function trackJoins() {
  const joinsOf = new Map<PersonId, Set<FactId>>();
  const erased = new Map<PersonId, Fact<'joined'>>();
  return {
    /** Records the fact and returns the earlier entries that it renames. */
    alsoRenamed(fact: Fact): readonly FactId[] {
      if (fact.kind !== 'joined') return [];
      const { by, id } = fact;
      const all = joinsOf.get(by) ?? new Set();
      joinsOf.set(by, all.add(id));
      const known = erased.get(by);
      // Of two, the smaller id wins, so that all copies of the room agree.
      if (fact.erased !== true || (known !== undefined && known.id <= id)) return [];
      erased.set(by, fact);
      return [...all];
    },
    named(entry: Entry): Entry {
      const name = entry.fact.kind === 'joined' ? erased.get(entry.by)?.name : undefined;
      return name === undefined
        ? entry
        : { ...entry, fact: { ...entry.fact, name } as Fact<'joined'>, original: null };
    },
  };
}

const isRemark = (fact: ThreadAnswer | Remark): fact is Remark =>
  (remarking as readonly string[]).includes(fact.kind);

function makeEntry(standing: LedgerEntry, { key, graded, confirmed, answers }: Remarks): Entry {
  const { fact, current, amendments, retraction } = standing;
  const kind = kinds[fact.kind] as unknown as Kind;
  return {
    id: fact.id,
    fact: current,
    at: current.at,
    noted: fact.noted,
    by: fact.by,
    isKey: key.at(-1)?.on ?? kind.isKey(current),
    isSystem: kind.isSystem,
    original: current === fact ? null : fact,
    amendedBy: amendments,
    retracted: retraction,
    grade: fact.kind === 'action' ? (graded.at(-1) ?? null) : null,
    replies: answers.length,
    confirmedBy: fact.kind === 'observation' ? findWitnesses(fact, confirmed) : [],
  };
}
