import { z } from 'zod';
import { routesTaking } from '../http/route.ts';
import type { Lives } from '../storage/lives.ts';

type Takes = {
  lives: Lives;
};
const defineRoute = routesTaking<Takes>();

export const standingRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/store',
    summary: 'The position of this server’s log, and whether it still has everything of an earlier answer',
    access: 'viewer',
    query: z.strictObject({
      life: z.string().max(64).optional(),
      head: z.coerce.number().int().min(0).optional(),
    }),
    answers: z.object({ life: z.string(), head: z.number(), hasAll: z.boolean().nullable() }),
    answer: ({ parts: { lives }, query: { life, head } }) => {
      const hasAll = life === undefined || head === undefined ? null : lives.hasAll({ life, head });
      return { body: { ...lives.now(), hasAll } };
    },
  }),
];
