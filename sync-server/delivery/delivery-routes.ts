import { z } from 'zod';
import type { Delivery } from './deliveries.ts';
import { defineRoute } from '../http/route.ts';
import { listOf } from '../http/shapes.ts';

const mostListed = 500;
const stateSchema = z.enum(['queued', 'sent', 'failed', 'dropped']);
export const deliverySchema = z.object({
  id: z.string(),
  channel: z.string(),
  channelName: z.string(),
  kind: z.string(),
  person: z.string().nullable(),
  to: z.string().nullable(),
  purpose: z.string(),
  subject: z.string(),
  incident: z.string().nullable(),
  state: stateSchema,
  reason: z.string().nullable(),
  update: z.object({ draft: z.string(), hash: z.string() }).nullable(),
  attempts: z.array(z.object({ at: z.number(), ok: z.boolean(), reason: z.string().nullable() })),
  createdAt: z.number(),
  nextAt: z.number().nullable(),
});

/** What the key names is the server's own business. */
export function showDelivery({ dedupKey: _key, ...delivery }: Delivery) {
  return delivery;
}

export const deliveryRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/deliveries',
    summary: 'What was sent, is to be sent and could not be, newest first, with every attempt',
    access: 'viewer',
    isForwarded: true,
    query: z.object({
      incident: z.string().max(64).optional(),
      channel: z.string().max(64).optional(),
      state: stateSchema.optional(),
      limit: z.coerce.number().int().min(1).max(mostListed).default(100),
    }),
    answers: listOf(deliverySchema),
    // PE2: an address is for those who answer.
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
