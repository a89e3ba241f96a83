import { z } from 'zod';
import { burnRules } from '#room/learning/slo.ts';
import { routesTaking } from '../http/route.ts';
import { listOf } from '../http/shapes.ts';
import type { Slos } from './slo.ts';

type Takes = {
  slos: Slos;
};
const defineRoute = routesTaking<Takes>();

const state = z.object({
  service: z.string(),
  name: z.string(),
  target: z.number(),
  checks: z.array(z.string()),
  allowedMs: z.number(),
  downMs: z.number(),
  leftMs: z.number(),
  measuredMs: z.number(),
  up: z.number().nullable(),
  state: z.enum(['unknown', 'healthy', 'at-risk', 'exhausted']),
  rates: z.array(z.object({ windowMs: z.number(), rate: z.number().nullable() })),
  burning: z.array(z.object({ kind: z.enum(burnRules.map(({ kind }) => kind)), since: z.number() })),
});

export const sloRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/slos',
    summary: 'The target of each service over 30 days, the rest of its error budget and its burn rate',
    access: 'viewer',
    isForwarded: true,
    answers: listOf(state),
    answer: ({ parts }) => ({ body: { items: parts.slos.states() } }),
  }),
];
