import type { FactKind, PersonId } from '#room/facts/fact.ts';
import type { Entry } from '#room/view/room-view.ts';
import type { TimelineFilter } from '#renderer/live-room/timeline-store.ts';

const kindsOf = {
  actions: ['action', 'graded', 'hypothesis', 'experiment', 'finding', 'decision', 'task', 'task-done'],
  comms: ['draft', 'approved', 'sent', 'page-asked', 'paged', 'link'],
  checks: ['check-down', 'check-up', 'change'],
} as const satisfies Record<string, readonly FactKind[]>;
type Group = keyof typeof kindsOf;

/** The filter of each kind; a kind has one at most. */
const groupOf: ReadonlyMap<string, Group> = new Map(
  (Object.keys(kindsOf) as Group[]).flatMap((group) => kindsOf[group].map((kind) => [kind, group] as const)),
);

const isKeyEvent = ({ isKey, retracted }: Entry): boolean => isKey && retracted === null;

/** Whether the filter shows this entry to this person. */
export function passes(entry: Entry, filter: TimelineFilter, me: PersonId): boolean {
  if (filter === 'all') return true;
  if (filter === 'key') return isKeyEvent(entry);
  if (filter === 'mentions') return names(entry, me);
  return groupOf.get(entry.fact.kind) === filter;
}

/** The number of entries each filter shows; system entries are not counted. */
export function countByFilter(entries: readonly Entry[], me: PersonId): Record<TimelineFilter, number> {
  const counts = { all: 0, key: 0, actions: 0, comms: 0, checks: 0, mentions: 0 };
  for (const entry of entries) {
    if (entry.isSystem) continue;
    const group = groupOf.get(entry.fact.kind);
    counts.all += 1;
    if (group !== undefined) counts[group] += 1;
    if (isKeyEvent(entry)) counts.key += 1;
    if (names(entry, me)) counts.mentions += 1;
  }
  return counts;
}

/** TH3: another person names me in the entry, or assigns me its task. */
export function names({ fact, by, retracted }: Entry, me: PersonId): boolean {
  if (by === me || retracted !== null) return false;
  const isNamed = 'mentions' in fact && (fact.mentions?.includes(me) ?? false);
  return isNamed || (fact.kind === 'task' && fact.owner === me);
}
