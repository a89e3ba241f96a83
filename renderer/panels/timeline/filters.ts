import type { FactKind } from '#room/fact.ts';
import type { Entry } from '#room/incident.ts';

const kindsOf = {
  actions: ['action', 'graded', 'hypothesis', 'experiment', 'finding', 'decision', 'task', 'task-done'],
  comms: ['draft', 'approved', 'sent', 'paged', 'link'],
  checks: ['check-down', 'check-up'],
} as const satisfies Record<string, readonly FactKind[]>;

export const timelineFilters = ['all', 'key', 'actions', 'comms', 'checks'] as const;
export type TimelineFilter = (typeof timelineFilters)[number];

export function passes(entry: Entry, filter: TimelineFilter): boolean {
  if (filter === 'all') return true;
  if (filter === 'key') return entry.isKey && entry.retracted === null;
  return (kindsOf[filter] as readonly string[]).includes(entry.fact.kind);
}
