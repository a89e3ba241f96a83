// TH: threads by reference. An entry may name the entry it answers. Every line keeps its place in time; a thread
// collects one conversation.
import type { Fact, FactId } from '../facts/fact.ts';
import type { Entry } from '../view/room-view.ts';

export type Thread = {
  /** The first entry of the thread: it answers no known entry. */
  root: Entry;
  /** All direct and indirect answers to it, in time order. */
  replies: readonly Entry[];
};

/** TH1: kinds that may answer another entry. In other kinds `target` is their subject. */
export const answeringKinds = ['note', 'decision', 'observation', 'action', 'link', 'attachment'] as const;
export type ThreadAnswer = Fact<(typeof answeringKinds)[number]>;

export const isAnsweringKind = (kind: string): boolean =>
  (answeringKinds as readonly string[]).includes(kind);

const isAnswering = (fact: Fact): fact is ThreadAnswer => isAnsweringKind(fact.kind);

/** The entry that a fact answers; null for most facts. */
export const answeredBy = (fact: Fact): FactId | null => (isAnswering(fact) ? (fact.target ?? null) : null);

/** TH2: the whole conversation that an entry belongs to, or null when there is no such entry. */
export function findThread(timeline: readonly Entry[], id: FactId): Thread | null {
  const entries = new Map(timeline.map((entry) => [entry.id, entry]));
  const start = entries.get(id);
  if (!start) return null;
  const rootOf = rootFinder(entries);
  const root = rootOf(start);
  return { root, replies: timeline.filter((entry) => entry !== root && rootOf(entry) === root) };
}

/** In a cycle of answers, which only a faulty client writes, the first noted entry is the root. */
function rootFinder(entries: ReadonlyMap<FactId, Entry>): (entry: Entry) => Entry {
  const known = new Map<Entry, Entry>();
  return (entry) => {
    const path: Entry[] = [];
    let at = entry;
    while (!known.has(at)) {
      if (path.includes(at)) break;
      path.push(at);
      const next = entries.get(answeredBy(at.fact) ?? '');
      if (!next) break;
      at = next;
    }
    const isCircle = path.includes(at) && path.at(-1) !== at;
    const circle = isCircle ? path.slice(path.indexOf(at)) : [at];
    const root = known.get(at) ?? circle.toSorted((a, b) => a.noted - b.noted || (a.id < b.id ? -1 : 1))[0]!;
    for (const each of path) known.set(each, root);
    return root;
  };
}
