// Routes for the details that the list of monitors and a monitor's page show beside its state.
import { z } from 'zod';
import { measuredSchema, overviewSchema } from '#wire/api/monitoring.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { idParams } from '../http/shapes.ts';
import type { EvidenceStore } from './history/evidence.ts';
import type { Monitors } from './monitors.ts';
import type { Overview } from './overview.ts';
import type { Watch } from './watch.ts';

type Takes = {
  monitors: Monitors;
  watch: Watch;
  evidence: EvidenceStore;
  overview: () => Promise<Overview>;
};
const defineRoute = routesTaking<Takes>();

export const overviewRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/monitors/overview',
    summary: 'For each monitor the share of good measurements by day and hour, and its latency by minute',
    access: 'viewer',
    isForwarded: true,
    answers: overviewSchema,
    answer: async ({ parts }) => ({ body: await parts.overview() }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/monitors/:id/last-result',
    summary: 'A monitor’s last measurement by phases, with its certificate; null before the first',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    answers: measuredSchema,
    answer: ({ parts, params }) => {
      if (parts.monitors.find(params.id) === null) throw new Problem(404, 'There is no such monitor.');
      return { body: { result: parts.evidence.last(params.id) } };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/monitors/:id/run',
    summary: 'Measure now instead of at its next turn; the result travels on the live feed',
    access: 'responder',
    isForwarded: true,
    params: idParams,
    answers: z.object({ asked: z.literal(true) }),
    answer: ({ parts, params }) => {
      const monitor = parts.monitors.find(params.id);
      if (monitor === null) throw new Problem(404, 'There is no such monitor.');
      if (monitor.settings.paused) throw new Problem(409, 'This monitor is paused. Resume it first.');
      parts.watch.measureNow(params.id);
      return { body: { asked: true } };
    },
  }),
];
