// TL3, TL4: arranges entries into the account. Housekeeping and runs of observations fold; answers are placed below the
// entry they answer, and tests and findings below their hypothesis.
import type { FactId } from '../facts/fact.ts';
import type { Entry } from '../view/room-view.ts';
import { answeredBy } from '../fold/thread.ts';
import { isHousekeeping, weighEntry } from './weight.ts';

export type RunKind = 'housekeeping' | 'observations';
export type Item =
  | { type: 'entry'; entry: Entry; under: FactId | null }
  | { type: 'run'; kind: RunKind; entries: readonly Entry[] };

export type ArrangeOptions = {
  /** The day of an instant; runs end at the end of a day. */
  dayOf: (at: number) => string;
  /** Observations that must not fold: they name the reader, or came while the lines in view must not move. */
  stays?: (entry: Entry) => boolean;
};

/** The fewest consecutive observations that form a run. */
const shortestRun = 4;
/** After a longer pause an answer keeps its own place in time and names the entry it answers. */
export const longestPauseMs = 30 * 60_000;

/** `entries` are in timeline order. Each is in exactly one item. */
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

/** Returns a function that finds the end of the run that begins at an entry; the entry itself without a run. */
function createRunFinder(
  top: readonly Entry[],
  { dayOf, stays = () => false }: ArrangeOptions,
  hasChildren: (id: FactId) => boolean,
): (start: number) => number {
  const folds = (entry: Entry) =>
    entry.fact.kind === 'observation' && entry.retracted === null && !stays(entry);
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

/** The entry that this one answers, or the hypothesis or test that it is about. */
function targetOf({ fact }: Entry): FactId | null {
  return fact.kind === 'experiment' || fact.kind === 'finding' ? fact.target : answeredBy(fact);
}

/** A key entry keeps its place in time; so does an answer after a long pause, except below a hypothesis. */
function mayStandBeneath(entry: Entry, { entry: top, last }: { entry: Entry; last: number }): boolean {
  if (top.fact.kind === 'hypothesis') return weighEntry(entry) !== 'key';
  return weighEntry(entry) !== 'key' && entry.at - last <= longestPauseMs;
}
