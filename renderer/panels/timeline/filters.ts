import type { FactKind, PersonId } from '#room/fact.ts';
import type { Entry } from '#room/incident.ts';

const kindsOf = {
  actions: ['action', 'graded', 'hypothesis', 'experiment', 'finding', 'decision', 'task', 'task-done'],
  comms: ['draft', 'approved', 'sent', 'page-asked', 'paged', 'link'],
  checks: ['check-down', 'check-up', 'change'],
} as const satisfies Record<string, readonly FactKind[]>;

export const timelineFilters = ['all', 'key', 'actions', 'comms', 'checks', 'mentions'] as const;
export type TimelineFilter = (typeof timelineFilters)[number];

export function passes(entry: Entry, filter: TimelineFilter, me: PersonId): boolean {
  if (filter === 'all') return true;
  if (filter === 'key') return entry.isKey && entry.retracted === null;
  if (filter === 'mentions') return names(entry, me);
  return (kindsOf[filter] as readonly string[]).includes(entry.fact.kind);
}

/** TH3: somebody else names me in it, or asks me for something. */
export function names({ fact, by, retracted }: Entry, me: PersonId): boolean {
  if (by === me || retracted !== null) return false;
  const isNamed = 'mentions' in fact && (fact.mentions?.includes(me) ?? false);
  return isNamed || (fact.kind === 'task' && fact.owner === me);
}
