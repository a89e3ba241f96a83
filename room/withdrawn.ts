// WD: an incident that was none, as what stands and in words. It is a word of the status, so undo, reopening, conflicts
// and older versions of Muster take it as they take every other: it is closed, and says besides why it was none.
import type { Fact, FactId, PersonId, Status } from './fact.ts';
import type { Withdrawal } from './scales.ts';
import { spoken } from './words.ts';

export type Withdrawn = {
  /** The `status` fact that says so. */
  fact: FactId;
  as: Withdrawal;
  /** The incident it is a duplicate of, and how that was called when it was said. */
  duplicateOf: string | null;
  number: string | null;
  why: string | null;
  by: PersonId;
  at: number;
};

type Heads = { value: Status; heads: readonly { id: FactId; value: Status }[] };

/** WD1: what the word that stands says; null where it says that this was an incident. */
export function findWithdrawn(
  { value, heads }: Heads,
  find: (id: FactId) => Fact | undefined,
): Withdrawn | null {
  if (value !== 'closed') return null;
  const head = heads.find((each) => each.value === value);
  const fact = head && find(head.id);
  if (fact?.kind !== 'status' || fact.withdrawn === undefined) return null;
  const { id, by, at, withdrawn, why } = fact;
  const { as, duplicateOf = null, number = null } = withdrawn;
  return { fact: id, as, duplicateOf, number, why: why?.trim() ? why : null, by, at };
}

type Named = { as: Withdrawal; number?: string | null | undefined };

/** `False alarm`, `Duplicate of INC-42`, `Mistake`: how it stands, in a list. */
export const sayWithdrawn = spoken(function sayWithdrawn({ as, number }: Named): string {
  if (as === 'false-alarm') return 'False alarm';
  if (as === 'mistake') return 'Mistake';
  return number ? `Duplicate of ${number}` : 'Duplicate';
});

/** `a false alarm`, for the middle of a sentence. */
export const sayWhatItWas = spoken(function sayWhatItWas({ as, number }: Named): string {
  if (as === 'false-alarm') return 'a false alarm';
  if (as === 'mistake') return 'declared by mistake';
  return `a duplicate of ${number || 'another incident'}`;
});

/** WD4: `It was a false alarm: the probe was broken. Nothing is left to do.`, for whoever was paged. */
export const sayNothingLeft = spoken(function sayNothingLeft(
  withdrawn: Named & { why: string | null },
): string {
  const { why } = withdrawn;
  const because = why === null ? '.' : `: ${why}${/[.!?…]$/u.test(why) ? '' : '.'}`;
  return `It was ${sayWhatItWas(withdrawn)}${because} Nothing is left to do.`;
});
