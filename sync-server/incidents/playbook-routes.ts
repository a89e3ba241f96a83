import { z } from 'zod';
import { outcomes } from '#room/facts/actions.ts';
import { routesTaking } from '../http/route.ts';
import { listOf } from '../http/shapes.ts';
import type { PlaybookRuns } from './playbook-runs.ts';

type Takes = {
  playbookRuns: PlaybookRuns;
};
const defineRoute = routesTaking<Takes>();

const figuresSchema = z.object({
  playbook: z.string(),
  timesUsed: z.int(),
  lastUsedAt: z.number(),
  lastDrilledAt: z.number().optional(),
  judged: z
    .array(
      z.object({ outcome: z.enum(outcomes), by: z.string(), at: z.number(), why: z.string().nullable() }),
    )
    .optional(),
  runs: z.int(),
  expectedMs: z.number().nullable(),
  steps: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      runs: z.int(),
      done: z.int(),
      skipped: z.int(),
      medianMs: z.number().nullable(),
      grades: z.partialRecord(z.enum(outcomes), z.int()).optional(),
    }),
  ),
});

/** PB7: statistics of playbooks. */
export const playbookRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/playbooks/statistics',
    summary: 'The use of playbooks: times, skips and the length of steps, the last used first',
    access: 'viewer',
    answers: listOf(figuresSchema),
    isForwarded: true,
    answer: async ({ parts }) => ({ body: { items: await parts.playbookRuns.figures() } }),
  }),
];
