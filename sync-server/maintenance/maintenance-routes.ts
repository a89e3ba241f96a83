import { z } from 'zod';
import {
  maintenanceAddsShape,
  maintenanceSchema,
  saidSchema,
  saidStatuses,
  turnsSchema,
  type MaintenanceSettings,
} from '#wire/api/maintenance.ts';
import { whyUnfilled } from '#room/comms/placeholders.ts';
import type { KeptWindows } from './kept-windows.ts';
import { mostWindows, type MaintenanceRefusal, type Planned, type Maintenance } from './maintenance.ts';
import { changedMeanwhile, Problem } from '../http/problem.ts';
import { shelfRoutes } from '../http/collection-routes.ts';
import { routesTaking } from '../http/route.ts';
import { idParams } from '../http/shapes.ts';
import type { Monitors } from '../monitoring/monitors.ts';
import type { Watch } from '../monitoring/watch.ts';

type Takes = {
  monitors: Monitors;
  maintenance: Maintenance;
  watch: Watch;
  now: () => number;
  /** SP151: on a desktop. */
  keptWindows: KeptWindows | null;
  /** A window may name components of these pages. */
  statusPages: { list(): readonly { settings: NamedPage }[] };
};
type NamedPage = {
  slug: string;
  components: readonly { id?: string | undefined; name: string }[];
};
const defineRoute = routesTaking<Takes>();

function refused(refusal: MaintenanceRefusal): Problem {
  if (refusal === 'unknown') return new Problem(404, 'There is no such maintenance window.');
  if (refusal === 'changed-meanwhile') return new Problem(...changedMeanwhile);
  if (refusal === 'too-many')
    return new Problem(400, `There are already ${mostWindows} maintenance windows. That is the limit.`);
  return wrong(refusal.field, refusal.expected);
}

const wrong = (field: string, expected: string) =>
  new Problem(400, 'The maintenance window is not as expected.', { errors: [{ field, expected }] });

/** A name that leads to nothing would mute nobody and be on no page. */
function checkNames(
  settings: MaintenanceSettings,
  before: Planned | null,
  { monitors, statusPages }: Takes,
): MaintenanceSettings {
  const ofMonitors = settings.monitors === 'all' ? [] : settings.monitors;
  const index = ofMonitors.findIndex((id) => monitors.find(id) === null);
  if (index !== -1) throw wrong(`monitors.${index}`, 'the id of a monitor');
  // SP142: a component that was removed since then does not block other changes.
  const known = new Set(before?.settings.components);
  for (const { settings: page } of statusPages.list())
    for (const { id = '', name } of page.components) known.add(id).add(`${page.slug}/${name}`);
  const unknown = settings.components?.findIndex((each) => !known.has(each)) ?? -1;
  if (unknown !== -1)
    throw wrong(`components.${unknown}`, 'the id of a component of a status page, or <slug>/<name>');
  return settings;
}

/** The names of its monitors that are down now, for the verdict at the end of a turn. */
function stillFailing({ monitors: of }: MaintenanceSettings, { monitors, watch }: Takes): string[] {
  return monitors
    .list()
    .filter(({ id }) => of === 'all' || of.includes(id))
    .filter((monitor) => watch.statusOf(monitor) === 'down')
    .map(({ id }) => id);
}

const planningRoutes = shelfRoutes<Takes, MaintenanceSettings, Planned, MaintenanceRefusal>({
  path: '/api/v1/maintenance',
  summaries: {
    list: 'Every maintenance window, and whether it is open now',
    add: 'Plan a time in which checks go on and nothing is declared',
    one: 'One maintenance window',
    change: 'Change a maintenance window; one sent back as it was read stays as it is',
    remove: 'End a maintenance window and forget it',
  },
  schema: maintenanceSchema,
  adds: maintenanceAddsShape,
  shelf: (parts) => parts.maintenance,
  show: (planned, { parts }) => {
    const look = parts.maintenance.look(planned);
    const isOver = look.endedAt !== null && !look.active;
    return {
      id: planned.id,
      ...planned.settings,
      ...look,
      stillFailing: isOver ? stillFailing(planned.settings, parts) : [],
      said: [...parts.maintenance.saidOf(planned.id)],
      ...(planned.past.since !== null && { since: planned.past.since }),
    };
  },
  check: checkNames,
  refused,
  whileAway: {
    list: async ({ parts: { keptWindows } }) => bodyOf(await keptWindows?.list()),
  },
});

const bodyOf = <T>(items: T[] | null | undefined) => (items ? { body: { items } } : null);

const longestRangeMs = 400 * 86_400_000;
const mostTurns = 2_000;
const usualRangeMs = 42 * 86_400_000;
const instant = z.coerce.number().int().min(0).max(8_640_000_000_000_000);
const rangeQuery = z.object({ from: instant.optional(), to: instant.optional() });

/** Six weeks from now on, where the query does not say otherwise. */
function readRange({ from: since, to: end }: z.output<typeof rangeQuery>, now: number) {
  const from = since ?? now;
  const to = end ?? from + usualRangeMs;
  if (to > from && to - from <= longestRangeMs) return { from, to, most: mostTurns };
  throw new Problem(400, 'The time is not as expected.', {
    errors: [{ field: 'to', expected: 'a time after from, at most 400 days later, in epoch milliseconds' }],
  });
}

export const maintenanceRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/maintenance/turns',
    summary: 'The turns of all maintenance windows in a time, for a calendar (SP143)',
    access: 'viewer',
    isForwarded: true,
    query: rangeQuery,
    answers: turnsSchema,
    answer: ({ parts: { maintenance, now }, query }) => ({
      body: { items: maintenance.turns(readRange(query, now())) },
    }),
    whileAway: async ({ parts: { keptWindows, now }, query }) =>
      bodyOf(await keptWindows?.turns(readRange(query, now()))),
  }),
  ...planningRoutes,
  defineRoute({
    method: 'POST',
    path: '/api/v1/maintenance/:id/updates',
    summary: 'Mark open planned work as being verified or over (SP142)',
    access: 'responder',
    isForwarded: true,
    params: idParams,
    body: z.strictObject({ status: z.enum(saidStatuses), body: z.string().trim().min(1).max(2_000) }),
    status: 201,
    answers: saidSchema.extend({ stillFailing: z.array(z.string()) }),
    answer: async ({ parts, params, body, caller }) => {
      const planned = parts.maintenance.find(params.id);
      if (planned === null) throw refused('unknown');
      const expected = whyUnfilled(body.body);
      if (expected !== null)
        throw new Problem(400, 'The body is not as expected.', { errors: [{ field: 'body', expected }] });
      const said = await parts.maintenance.say(planned, { ...body, by: caller.person });
      if (said === null) throw new Problem(409, 'This window is not open now.');
      return {
        body: { ...said, stillFailing: stillFailing(planned.settings, parts) },
        location: `/api/v1/maintenance/${planned.id}`,
      };
    },
  }),
];
