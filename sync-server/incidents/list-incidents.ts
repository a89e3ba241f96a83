// SE1: selects the incidents of a list, and the start of its next page. Pure.
import { z } from 'zod';
import { severities, statuses, type Severity, type Status } from '#room/facts/fact.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { natures } from '#room/team/scales.ts';
import { searchLimits } from '#room/learning/search.ts';
import { serviceMatcher, type Service } from '#room/team/services.ts';
import { serviceName } from '#wire/api/list.ts';
import { inOrder, instantQuery } from '../http/shapes.ts';
import { isOpen } from './incidents.ts';

export const mostListed = 500;

const groups = ['open', 'over', 'withdrawn', 'all'] as const;
const parts = (text: string) => text.split(',').map((part) => part.trim());
const listIn = <T extends string>(allowed: readonly T[]) =>
  z
    .string()
    .transform(parts)
    .pipe(z.array(z.enum(allowed)).min(1));

const cursorText = ({ declaredAt, id }: Place) =>
  Buffer.from(`${declaredAt} ${id}`, 'utf8').toString('base64url');
/** The place where the next page begins, as `next` of the page before says it. */
export const cursor = z.string().transform((text, context) => {
  const [, declaredAt, id] =
    /^(\d+(?:\.\d+)?) ([0-9A-Z]{26})$/.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  if (declaredAt !== undefined && id !== undefined) return { declaredAt: Number(declaredAt), id };
  context.addIssue({ code: 'custom', message: 'the value of `next` in the previous page' });
  return z.NEVER;
});

/** The query parameters of `GET /api/v1/incidents?`. */
export const listQuery = z
  .strictObject({
    q: z.string().max(searchLimits.query).optional(),
    status: listIn([...groups, ...statuses]).optional(),
    severity: listIn(severities).optional(),
    service: serviceName.optional(),
    nature: listIn(natures).optional(),
    person: z.string().max(64).optional(),
    drill: z.enum(['true', 'false']).optional(),
    from: instantQuery.optional(),
    to: instantQuery.optional(),
    limit: z.coerce.number().int().min(1).max(mostListed).optional(),
    cursor: cursor.optional(),
  })
  .refine(...inOrder);
export type ListQuery = z.output<typeof listQuery>;

type Place = { declaredAt: number; id: string };
type Page<T> = { items: readonly T[]; next: string | null };

/**
 * Newest first. `found` are the incidents with the searched words; null without a search. `services` are the records
 * whose other names count (SV2).
 */
export function listIncidents(
  all: readonly IncidentSummary[],
  query: ListQuery,
  found: ReadonlySet<string> | null,
  services: readonly Service[] = [],
): Page<IncidentSummary> {
  const isSame = serviceMatcher(services);
  return pageOf(
    all.filter((incident) => found?.has(incident.id) !== false && isWanted(incident, query, isSame)),
    query,
  );
}

/** One page of what was selected, newest first, and the start of the next one; everything without a limit. */
export function pageOf<T extends Place>(
  selected: readonly T[],
  query: Pick<ListQuery, 'cursor' | 'limit'>,
): Page<T> {
  const items = selected
    .toSorted(newestFirst)
    .filter((each) => query.cursor === undefined || newestFirst(query.cursor, each) < 0);
  const { limit = items.length } = query;
  const last = items[limit - 1];
  return {
    items: items.slice(0, limit),
    next: last !== undefined && items.length > limit ? cursorText(last) : null,
  };
}

const newestFirst = (a: Place, b: Place) =>
  b.declaredAt - a.declaredAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

function isWanted(
  incident: IncidentSummary,
  query: ListQuery,
  isSame: ReturnType<typeof serviceMatcher>,
): boolean {
  const { status, severity, service, nature, person, drill, from = -Infinity, to = Infinity } = query;
  return (
    (status === undefined || status.some((each) => hasStatus(incident, each))) &&
    (severity === undefined || severity.includes(incident.severity satisfies Severity)) &&
    (service === undefined || isSame(incident.service, service)) &&
    (nature === undefined || nature.some((each) => each === incident.nature)) &&
    (person === undefined || peopleIn(incident).includes(person)) &&
    (drill === undefined || incident.drill === (drill === 'true')) &&
    incident.declaredAt >= from &&
    incident.declaredAt <= to
  );
}

const peopleIn = ({ commanders, communications, holders = [] }: IncidentSummary) => [
  ...commanders,
  ...communications,
  ...holders,
];

function hasStatus(incident: IncidentSummary, wanted: (typeof groups)[number] | Status): boolean {
  if (wanted === 'all') return true;
  if (wanted === 'open') return isOpen(incident);
  // WD6: withdrawn incidents appear only in their own list, not among those that are over.
  const isWithdrawn = incident.withdrawn !== undefined;
  if (wanted === 'withdrawn' || isWithdrawn) return wanted === 'withdrawn' && isWithdrawn;
  if (wanted === 'over') return !isOpen(incident);
  return incident.status === wanted;
}
