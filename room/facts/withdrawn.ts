// WD: withdrawn incidents, such as false alarms. A withdrawal is a `status` fact: closed, with the reason why it was not
// an incident. So undo, reopening, conflicts and older versions of Muster handle it like any other status.
import type { Fact, FactId, PersonId, Status } from './fact.ts';
import type { Withdrawal } from '../team/scales.ts';
import { spoken } from '../text/words.ts';

export type Withdrawn = {
  /** The `status` fact of the withdrawal. */
  fact: FactId;
  as: Withdrawal;
  /** The incident that it duplicates, and that incident's number at the time. */
  duplicateOf: string | null;
  number: string | null;
  why: string | null;
  by: PersonId;
  at: number;
};

type Heads = { value: Status; heads: readonly { id: FactId; value: Status }[] };

/** WD1: the withdrawal in the current status; null when the status has none. */
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

/** `False alarm`, `Duplicate of INC-42`, `Mistake`: for lists. */
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

/** WD4: `It was a false alarm: the probe was broken. Nothing is left to do.`, for people who were paged. */
export const sayNothingLeft = spoken(function sayNothingLeft(
  withdrawn: Named & { why: string | null },
): string {
  const { why } = withdrawn;
  const because = why === null ? '.' : `: ${why}${/[.!?…]$/u.test(why) ? '' : '.'}`;
  return `It was ${sayWhatItWas(withdrawn)}${because} Nothing is left to do.`;
});
