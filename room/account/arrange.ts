// TL3, TL4: from entries to the account: housekeeping and runs of observations fold, answers stand beneath what they
// answer, and a hypothesis grows with its tests and findings.
import type { FactId } from '../fact.ts';
import type { Entry } from '../incident.ts';
import { answeredBy } from '../thread.ts';
import { isHousekeeping, weighEntry } from './weight.ts';

export type RunKind = 'housekeeping' | 'observations';
export type Item =
  | { type: 'entry'; entry: Entry; under: FactId | null }
  | { type: 'run'; kind: RunKind; entries: readonly Entry[] };

export type ArrangeOptions = {
  /** Observations noted later do not fold, so that the lines somebody reads do not move. */
  foldUpTo: number;
  /** Runs do not reach over days. */
  dayOf: (at: number) => string;
  /** What must not fold, because it names who reads. */
  stays?: (entry: Entry) => boolean;
};

/** So many observations in a row are a run. */
export const shortestRun = 4;
/** A later answer keeps its own place in time and says what it answers. */
export const longestPauseMs = 30 * 60_000;

/** `entries` in the order of the timeline. Each of them is in exactly one item. */
export function arrange(entries: readonly Entry[], options: ArrangeOptions): readonly Item[] {
  const beneath = findBeneath(entries);
  const isTop = ({ id }: Entry) => !beneath.has(id);
  const children = Map.groupBy(
    entries.filter((entry) => !isTop(entry)),
    ({ id }) => beneath.get(id)!,
  );
  const top = beneath.size === 0 ? entries : entries.filter(isTop);
  const endOfRun = createRunFinder(top, options, (id) => children.has(id));
  const items: Item[] = [];
  for (let i = 0; i < top.length; i++) {
    const entry = top[i]!;
    const end = endOfRun(i);
    if (end > i) {
      const kind: RunKind = isHousekeeping(entry) ? 'housekeeping' : 'observations';
      items.push({ type: 'run', kind, entries: top.slice(i, end) });
      i = end - 1;
      continue;
    }
    items.push({ type: 'entry', entry, under: null });
    for (const child of children.get(entry.id) ?? [])
      items.push({ type: 'entry', entry: child, under: entry.id });
  }
  return items;
}

/** Says where the run that begins at an entry ends; at the entry itself where none does. */
function createRunFinder(
  top: readonly Entry[],
  { foldUpTo, dayOf, stays = () => false }: ArrangeOptions,
  hasChildren: (id: FactId) => boolean,
): (start: number) => number {
  const folds = (entry: Entry) =>
    entry.fact.kind === 'observation' && entry.retracted === null && entry.noted <= foldUpTo && !stays(entry);
  return (start) => {
    const first = top[start]!;
    const belongs = isHousekeeping(first) ? isHousekeeping : folds;
    const day = dayOf(first.at);
    let end = start;
    for (let entry = top[end]; entry && belongs(entry) && !hasChildren(entry.id); entry = top[++end])
      if (dayOf(entry.at) !== day) break;
    return end - start < (belongs === isHousekeeping ? 1 : shortestRun) ? start : end;
  };
}

/** By the id of an entry, the entry that it answers. Most entries answer nothing, so only answers are kept. */
function findBeneath(entries: readonly Entry[]): ReadonlyMap<FactId, FactId> {
  const beneath = new Map<FactId, FactId>();
  const answered = new Set<FactId>();
  for (const entry of entries) {
    const target = targetOf(entry);
    if (target !== null) answered.add(target);
  }
  if (answered.size === 0) return beneath;
  const tops = new Map<FactId, { entry: Entry; last: number }>();
  for (const entry of entries) {
    const target = targetOf(entry);
    const top = target === null ? undefined : tops.get(beneath.get(target) ?? target);
    if (top !== undefined && mayStandBeneath(entry, top)) {
      beneath.set(entry.id, top.entry.id);
      top.last = Math.max(top.last, entry.at);
    } else if (answered.has(entry.id) && !isHousekeeping(entry))
      tops.set(entry.id, { entry, last: entry.at });
  }
  return beneath;
}

/** What an entry answers, or the hypothesis or test that it is about. */
function targetOf({ fact }: Entry): FactId | null {
  return fact.kind === 'experiment' || fact.kind === 'finding' ? fact.target : answeredBy(fact);
}

/** What is key keeps its place in time; so does an answer after a long silence. A hypothesis has no such end. */
function mayStandBeneath(entry: Entry, { entry: top, last }: { entry: Entry; last: number }): boolean {
  if (top.fact.kind === 'hypothesis') return weighEntry(entry) !== 'key';
  return weighEntry(entry) !== 'key' && entry.at - last <= longestPauseMs;
}
