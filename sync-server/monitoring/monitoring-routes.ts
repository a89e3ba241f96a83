// Routes for measurements over time, and for the state of the monitoring itself.
import { z } from 'zod';
import { bucketSchema, monitoringSchema, outageSchema } from '#wire/api/monitoring.ts';
import { isUplink, mostUplinks, uplinkExpected } from '../config-addresses.ts';
import { EgressRefused } from '../outgoing/egress.ts';
import { resolutions } from './history/rollups.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { idParams, listOf, readOnly } from '../http/shapes.ts';
import type { Monitors } from './monitors.ts';
import type { Outages } from './outages.ts';
import type { Samples } from './history/samples.ts';
import type { Uplink } from './uplink.ts';
import type { Watch } from './watch.ts';

type Takes = {
  monitors: Monitors;
  samples: Samples;
  outages: Outages;
  uplink: Uplink;
  watch: Watch;
};
const defineRoute = routesTaking<Takes>();

const share = z.number().nullable();
const uplinkSchema = z.strictObject({
  uplinks: z.array(z.string().trim().max(260).refine(isUplink, uplinkExpected)).max(mostUplinks),
});
const since = z.coerce.number().min(0).default(0);

function ensureMonitor({ monitors }: Takes, id: string) {
  if (monitors.find(id) === null) throw new Problem(404, 'There is no such monitor.');
}

const describe = ({ uplink, watch }: Takes) => {
  const { running, waiting } = watch.load();
  return { uplinks: uplink.targets(), blindSince: uplink.blindSince(), running, waiting };
};

export const monitoringRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/monitors/:id/history',
    summary: 'Its measurements in numbers per minute (kept a day), hour (30 days) or day (two years)',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    query: z.object({ resolution: z.enum(resolutions).default('hour'), since }),
    answers: listOf(bucketSchema),
    answer: ({ parts, params, query }) => {
      ensureMonitor(parts, params.id);
      return { body: { items: parts.samples.rollups.history(params.id, query.resolution, query.since) } };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/monitors/:id/uptime',
    summary: 'The share of good measurements over 24 hours, 7, 30 and 90 days',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    answers: z.object({ day: share, week: share, month: share, quarter: share }),
    answer: ({ parts, params }) => {
      ensureMonitor(parts, params.id);
      return { body: parts.samples.rollups.uptime(params.id) };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/monitors/:id/outages',
    summary: 'When a monitor was down and why, newest first',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    query: z.object({ since }),
    answers: listOf(outageSchema),
    answer: async ({ parts, params, query }) => {
      ensureMonitor(parts, params.id);
      return { body: { items: await parts.outages.list(params.id, query.since) } };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/monitoring',
    summary: 'The state of the check scheduler, and the hosts that show whether our own network works',
    access: 'viewer',
    isForwarded: true,
    answers: monitoringSchema,
    answer: ({ parts }) => ({ body: describe(parts) }),
  }),
  defineRoute({
    method: 'PUT',
    path: '/api/v1/monitoring',
    summary: 'Set the hosts that answer while our own network works; without any, the default gateway',
    access: 'owner',
    isForwarded: true,
    body: uplinkSchema.extend({ blindSince: readOnly, running: readOnly, waiting: readOnly }),
    answers: monitoringSchema,
    answer: ({ parts, body }) => {
      try {
        parts.uplink.setTargets(body.uplinks);
      } catch (error) {
        if (!(error instanceof EgressRefused)) throw error;
        const errors = [{ field: 'uplinks', expected: 'no link-local or metadata address' }];
        throw new Problem(400, error.message, { errors });
      }
      return { body: describe(parts) };
    },
  }),
];
