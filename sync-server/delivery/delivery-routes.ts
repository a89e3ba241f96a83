import { z } from 'zod';
import { deliverySchema, deliveryStateSchema } from '#wire/api/deliveries.ts';
import type { Delivery, Deliveries } from './deliveries.ts';
import { routesTaking } from '../http/route.ts';
import { listOf } from '../http/shapes.ts';

type Takes = {
  deliveries: Deliveries;
};
const defineRoute = routesTaking<Takes>();

const mostListed = 500;

/** The key is internal to the server. */
export function showDelivery({ dedupKey: _key, ...delivery }: Delivery) {
  return delivery;
}

export const deliveryRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/deliveries',
    summary: 'Messages that were sent, wait or failed, newest first, with every attempt',
    access: 'viewer',
    isForwarded: true,
    query: z.object({
      incident: z.string().max(64).optional(),
      channel: z.string().max(64).optional(),
      state: deliveryStateSchema.optional(),
      limit: z.coerce.number().int().min(1).max(mostListed).default(100),
    }),
    answers: listOf(deliverySchema),
    // PE2: viewers see no addresses.
    answer: ({ parts, query, caller }) => ({
      body: {
        items: parts.deliveries.list(query).map((delivery) => ({
          ...showDelivery(delivery),
          ...(caller.role === 'viewer' && { to: null }),
        })),
      },
    }),
  }),
];
