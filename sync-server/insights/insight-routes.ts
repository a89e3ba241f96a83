import { z } from 'zod';
import { severities } from '#room/facts/fact.ts';
import type { InsightsAnswer } from '#room/insights/insights.ts';
import { phases, type MeasuredIncident } from '#room/insights/measure.ts';
import { serviceName } from '#wire/api/list.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { instantQuery } from '../http/shapes.ts';
import type { RestedRooms } from '../incidents/rested-rooms.ts';
import { csvOf } from './csv.ts';
import type { InsightStore } from './insights.ts';

type Takes = {
  now: () => number;
  insights: InsightStore;
  restedRooms: Pick<RestedRooms, 'behind'>;
};
const defineRoute = routesTaking<Takes>();

const usualDays = 90;
const dayMs = 86_400_000;

export const insightQuery = z.strictObject({
  from: instantQuery.optional(),
  to: instantQuery.optional(),
  service: serviceName.optional(),
  drills: z.enum(['true', 'false']).optional(),
});
type Asked = z.output<typeof insightQuery>;

/** NU2: drills are counted only on request. */
export const storeFor = (store: InsightStore, { drills }: Pick<Asked, 'drills'>): InsightStore =>
  drills === 'true' ? store.withDrills() : store;

/** Default: the last 90 days. */
export function periodOf({ from, to }: Asked, now: number) {
  const end = to ?? now;
  const begin = from ?? end - usualDays * dayMs;
  if (begin >= end)
    throw new Problem(400, 'The period is not as expected.', {
      errors: [{ field: 'from', expected: 'a time before `to`' }],
    });
  return { from: begin, to: end };
}

const ids = z.array(z.string());
const severity = z.enum(severities).nullable();
const period = z.object({ from: z.number(), to: z.number() });
const phaseSchema = z.object({
  phase: z.enum(phases),
  name: z.string(),
  definition: z.string(),
  dots: z.array(z.object({ incident: z.string(), at: z.number(), ms: z.number(), severity })),
  n: z.int(),
  medianMs: z.number().nullable(),
  p90Ms: z.number().nullable(),
  change: z.object({
    verdict: z.enum(['longer', 'shorter', 'no change shown', 'too few']),
    interval: z.tuple([z.number(), z.number()]).nullable(),
  }),
  notRecorded: ids,
  pending: ids,
  invalid: ids,
});
const insightSchema: z.ZodType<Required<InsightsAnswer>> = z.object({
  notIndexed: z.int(),
  period,
  before: period,
  service: z.string().nullable(),
  incidents: z.array(
    z.object({
      id: z.string(),
      number: z.string().nullable(),
      title: z.string(),
      at: z.number(),
      severity,
    }),
  ),
  excluded: z.object({ drills: ids, withdrawn: ids, backfilled: ids }),
  count: z.object({
    now: z.int(),
    before: z.int(),
    usual: z.tuple([z.int(), z.int()]).nullable(),
  }),
  severities: z.array(z.object({ severity, incidents: ids })),
  phases: z.array(phaseSchema),
  services: z.array(
    z.object({ service: z.string().nullable(), incidents: ids, medianResolveMs: z.number().nullable() }),
  ),
  sources: z.array(z.object({ source: z.string(), incidents: ids })),
  updates: z.object({ kept: z.int(), missed: z.int() }),
  promises: z.object({ keptIn: z.array(z.string()), missedIn: z.array(z.string()) }),
  items: z.object({ made: z.int(), done: z.int(), open: z.int(), dropped: z.int(), overdue: z.int() }),
  automate: z.object({ open: z.int(), done: z.int() }),
  itemsIn: z.object({ done: ids, open: ids, dropped: ids, overdue: ids }),
  automateIn: ids,
});

export const insightRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/insights',
    summary:
      'The numbers of a period: every incident as a dot, and changes only where they are more than chance',
    access: 'viewer',
    query: insightQuery,
    answers: insightSchema,
    answer: ({ parts: { insights, restedRooms, now }, query: asked }) => ({
      body: {
        ...storeFor(insights, asked).collect(periodOf(asked, now()), asked.service ?? null),
        notIndexed: restedRooms.behind(),
      },
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/insights.csv',
    summary: 'The same incidents as a table, lengths in seconds; empty where nothing was recorded',
    access: 'viewer',
    query: insightQuery,
    answers: 'text/csv',
    answer: ({ parts: { insights, now }, query: asked }) => ({
      text: toCsv(storeFor(insights, asked).measured(periodOf(asked, now()), asked.service ?? null)),
      type: 'text/csv; charset=utf-8',
    }),
  }),
];

const columns = ['number', 'title', 'service', 'severity', 'drill', 'source', 'declared'] as const;

function toCsv(rows: readonly MeasuredIncident[]): string {
  const head = [...columns, ...phases.map((phase) => `${phase}_seconds`)];
  const lines = rows.map((row) => {
    const fixed = columns.map((column) =>
      column === 'declared' ? new Date(row.declaredAt).toISOString() : String(row[column] ?? ''),
    );
    const lengths = phases.map((phase) => {
      const { ms } = row.lengths[phase];
      return ms === null ? '' : String(ms / 1_000);
    });
    return [...fixed, ...lengths];
  });
  return csvOf([head, ...lines]);
}
