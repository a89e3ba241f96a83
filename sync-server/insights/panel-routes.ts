import { z } from 'zod';
import type { Costs } from '#room/team/cost.ts';
import { levelOf } from '#room/team/levels.ts';
import { showScheme } from '#room/team/scheme.ts';
import { findService } from '#room/team/services.ts';
import { panelIds, type Panel } from '#room/insights/panel.ts';
import { isZone } from '#room/time/zone.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { listOf } from '../http/shapes.ts';
import type { Identity } from '../sync/identity.ts';
import { csvOf } from './csv.ts';
import { insightQuery, periodOf, storeFor } from './insight-routes.ts';
import type { Authority } from '../people/authority.ts';
import type { InsightStore } from './insights.ts';
import type { Replica } from '../replica/replica.ts';
import type { SchemeStore } from '../scheme/scheme.ts';
import type { Services } from '../services/services.ts';

type Takes = {
  now: () => number;
  insights: InsightStore;
  services: Services;
  scheme: SchemeStore;
  replica: Replica | null;
  authority: Authority;
};
const defineRoute = routesTaking<Takes>();

const query = insightQuery.extend({
  zone: z.string().max(64).refine(isZone, 'the IANA name of a time zone, such as Europe/Berlin').optional(),
});
const params = z.object({ panel: z.enum(panelIds) });

const panelSchema: z.ZodType<Panel> = z.object({
  id: z.enum(panelIds),
  name: z.string(),
  definition: z.string(),
  columns: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      unit: z.enum(['text', 'count', 'ms', 'day']),
      missing: z.literal('too-few').exactOptional(),
    }),
  ),
  rows: z.array(
    z.object({
      cells: z.array(z.union([z.string(), z.number(), z.null()])),
      incidents: z.array(z.string()),
      behind: z.record(z.string(), z.array(z.string())).exactOptional(),
    }),
  ),
});

type Asking = { parts: Takes; query: z.output<typeof query>; caller: Identity };

/** Everybody sees their own pages; owners see everybody's. */
function panelsFor({ parts, query: asked, caller }: Asking): Panel[] {
  const people = new Map(parts.authority.everybody().map((each) => [each.id, each]));
  return storeFor(parts.insights, asked).panels({
    period: periodOf(asked, parts.now()),
    service: asked.service ?? null,
    zone: asked.zone ?? 'UTC',
    now: parts.now(),
    costOf: costsOf(parts),
    person: (id) => {
      const found = people.get(id);
      if (found === undefined || (caller.role !== 'owner' && caller.person !== id)) return null;
      return { name: found.name, zone: found.contact?.timeZone ?? asked.zone ?? 'UTC' };
    },
  });
}

/** NU9: the service's costs if it has any, else those of the severity. */
function costsOf({ replica, scheme, services }: Takes): Costs {
  const { levels } = showScheme(replica === null ? scheme.changes() : replica.mirrored().scheme);
  const known = replica?.mirrored().services ?? services.shown();
  return (service, severity) => {
    const own = findService(known, service);
    if (own?.costPerMinute) return { ...own.costPerMinute, by: own.name };
    const cost = severity === null ? null : levelOf(levels, severity).costPerMinute;
    return cost === null || severity === null ? null : { ...cost, by: severity };
  };
}

function onePanel(asking: Asking & { params: z.output<typeof params> }): Panel {
  const found = panelsFor(asking).find(({ id }) => id === asking.params.panel);
  if (found === undefined) throw new Problem(404, 'There is no such panel.');
  return found;
}

export const panelRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/insights/panels',
    summary:
      'The numbers as tables, each row with its incidents; pages of a person only to them and to owners',
    access: 'viewer',
    query,
    answers: listOf(panelSchema),
    answer: (call) => ({ body: { items: panelsFor(call) } }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/insights/panels/:panel',
    summary: 'One of them',
    access: 'viewer',
    params,
    query,
    answers: panelSchema,
    answer: (call) => ({ body: onePanel(call) }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/insights/panels/:panel/csv',
    summary: 'One of them as a table: lengths in seconds, empty where nothing was recorded',
    access: 'viewer',
    params,
    query,
    answers: 'text/csv',
    answer: (call) => {
      const { columns, rows } = onePanel(call);
      const head = columns.map(({ key, unit }) => (unit === 'ms' ? `${key}_seconds` : key));
      const lines = rows.map(({ cells }) =>
        cells.map((cell, index) => {
          if (cell === null) return '';
          return columns[index]?.unit === 'ms' ? String(Number(cell) / 1_000) : String(cell);
        }),
      );
      return { text: csvOf([head, ...lines]), type: 'text/csv; charset=utf-8' };
    },
  }),
];
