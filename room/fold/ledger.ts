// All facts by id, with corrections applied. The ledger does not interpret facts.
import { isFactKind, type Fact, type FactId } from '../facts/fact.ts';
import { kinds } from '../facts/index.ts';
import { byNoted, insert } from '../facts/order.ts';
import { canonicalJson } from '../text/plain.ts';

/** A fact and its state: `current` is its amended form, `live` is false once it is struck out. */
export type LedgerEntry = {
  fact: Fact;
  known: boolean;
  current: Fact;
  live: boolean;
  amendments: readonly Fact<'amended'>[];
  retraction: Fact<'retracted'> | null;
};

export type Correction = Fact<'amended' | 'retracted'>;
const isCorrection = (fact: Fact): fact is Correction => fact.kind === 'amended' || fact.kind === 'retracted';

export type LedgerListener = {
  /** Called once for each fact, before any other call about it. */
  added(standing: LedgerEntry): void;
  /** The fact is new, or its corrections changed. */
  stands(standing: LedgerEntry): void;
  /** `before` and `after` are the fact in effect before and now; null when new or struck out. */
  changed(before: Fact | null, after: Fact | null): void;
};

export type Ledger = {
  /** Adds a fact; `other` in the result is the fact that was replaced or not added (FO2). */
  add(
    fact: Fact,
    known: boolean,
  ): { result: 'added' | 'present' } | { result: 'refused' | 'replaced'; other: Fact };
  find(id: FactId): LedgerEntry | undefined;
  all(): Iterable<LedgerEntry>;
  size(): number;
};

/** FA7: an amendment's own `at` means its target only when it is not simply the time of writing. */
const sameInstantMs = 1_000;

/** FO2: of two facts with one id, the one whose text sorts first stays. */
function chooseOne(present: Fact, fact: Fact): ReturnType<Ledger['add']> {
  if (present === fact) return { result: 'present' };
  const [old, young] = [canonicalJson(present), canonicalJson(fact)];
  if (old === young) return { result: 'present' };
  return old < young ? { result: 'refused', other: fact } : { result: 'replaced', other: present };
}

/** Keeps the corrections of each fact in effect; `settle` applies those of one. */
function createCorrections(
  standings: ReadonlyMap<FactId, LedgerEntry>,
  settle: (standing: LedgerEntry) => boolean,
) {
  const correctionsOf = new Map<FactId, Correction[]>();
  // Corrections that correct each other in a cycle have no effect; this set holds them.
  const circular = new Set<FactId>();

  const inEffect = (id: FactId): readonly Correction[] => {
    const all = correctionsOf.get(id) ?? none;
    return all.filter((correction) => !circular.has(correction.id) && standings.get(correction.id)?.live);
  };
  const closesCircle = (correction: Correction): boolean => {
    const path: FactId[] = [];
    let step: Fact = correction;
    while (isCorrection(step) && !circular.has(step.id)) {
      path.push(step.id);
      if (step.target === correction.id) {
        for (const id of path) circular.add(id);
        for (const id of path) settle(standings.get(id) as LedgerEntry);
        return true;
      }
      const next = standings.get(step.target);
      if (!next) return false;
      step = next.fact;
    }
    return false;
  };

  const correct = (correction: Correction): void => {
    const siblings = correctionsOf.get(correction.target);
    if (siblings) insert(siblings, correction, byNoted);
    else correctionsOf.set(correction.target, [correction]);
    if (closesCircle(correction)) return;
    let step: Fact = correction;
    while (isCorrection(step) && !circular.has(step.id)) {
      const target = standings.get(step.target);
      if (!target || !settle(target)) return;
      step = target.fact;
    }
  };
  return { correct, inEffect };
}

export function createLedger(listener: LedgerListener): Ledger {
  const standings = new Map<FactId, LedgerEntry>();
  function settle(standing: LedgerEntry): boolean {
    const { current, live } = standing;
    const before = live ? current : null;
    apply(standing, inEffect(standing.fact.id), (id) => standings.get(id)?.current);
    listener.stands(standing);
    const after = standing.live ? standing.current : null;
    if (before !== after) listener.changed(before, after);
    return standing.live !== live || standing.current !== current;
  }

  const { correct, inEffect } = createCorrections(standings, settle);

  return {
    add(fact, known) {
      const present = standings.get(fact.id);
      if (present) return chooseOne(present.fact, fact);
      const standing: LedgerEntry = {
        fact,
        known,
        current: fact,
        live: true,
        amendments: none,
        retraction: null,
      };
      standings.set(fact.id, standing);
      const waiting = inEffect(fact.id);
      if (waiting.length > 0) apply(standing, waiting, (id) => standings.get(id)?.current);
      listener.added(standing);
      listener.stands(standing);
      if (standing.live) listener.changed(null, standing.current);
      if (isCorrection(fact)) correct(fact);
      return { result: 'added' };
    },
    find: (id) => standings.get(id),
    all: () => standings.values(),
    size: () => standings.size,
  };
}

const none: readonly never[] = [];

/** Applies the given corrections, oldest first, to a fact. */
function apply(
  standing: LedgerEntry,
  corrections: readonly Correction[],
  currentOf: (id: FactId) => Fact | undefined,
): void {
  const amendments: Fact<'amended'>[] = [];
  let retraction: Fact<'retracted'> | null = null;
  let text: string | null = null;
  let at: number | null = null;
  let type: Fact<'amended'>['type'];
  for (const { id } of corrections) {
    const correction = currentOf(id);
    if (correction?.kind === 'retracted') retraction ??= correction;
    if (correction?.kind !== 'amended') continue;
    amendments.push(correction);
    if (correction.text !== undefined) text = correction.text;
    if (correction.type !== undefined) type = correction.type;
    if (Math.abs(correction.at - correction.noted) > sameInstantMs) at = correction.at;
  }
  standing.amendments = amendments;
  standing.retraction = retraction;
  standing.live = retraction === null;
  standing.current = amend(standing.fact, { text, at, type });
}

type Amendment = { text: string | null; at: number | null; type: Fact<'amended'>['type'] };

function amend(fact: Fact, { text, at, type }: Amendment): Fact {
  const words = isFactKind(fact.kind) ? kinds[fact.kind].words : null;
  const fits = text !== null && words !== null && text.length <= words.limit;
  const isTyped = fact.kind === 'action' && type !== undefined;
  if (!fits && at === null && !isTyped) return fact;
  const change = { ...(fits && { [words.field]: text }), ...(isTyped && ({ type } as object)) };
  return { ...fact, ...change, at: at ?? fact.at };
}
