import { z } from 'zod';
import { why, type UpdateRefusal, type Updates } from './updates.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { deliverySchema } from '#wire/api/deliveries.ts';
import { showDelivery } from '../delivery/delivery-routes.ts';
import { writerOf } from './writer.ts';
import { incidentParams } from '../http/shapes.ts';

type Takes = {
  updates: Updates;
};
const defineRoute = routesTaking<Takes>();

const fieldOf: Partial<Record<UpdateRefusal, string>> = {
  'no-draft': 'draft',
  'no-channel': 'channel',
  'other-audience': 'channel',
  paused: 'channel',
  'not-as-seen': 'hash',
  'not-approved': 'override',
};

function refused(refusal: UpdateRefusal): Problem {
  const sentence = `Nothing was sent: ${why[refusal]}.`;
  if (refusal === 'no-incident') return new Problem(404, sentence);
  const field = fieldOf[refusal] ?? 'draft';
  return new Problem(409, sentence, { errors: [{ field, expected: why[refusal] }] });
}

export const updateRoutes = [
  defineRoute({
    method: 'POST',
    path: '/api/v1/incidents/:id/updates',
    summary:
      'Send an approved draft through a channel, or an unapproved one with a reason. Each draft is sent once',
    access: 'responder',
    isForwarded: true,
    params: incidentParams,
    body: z.strictObject({
      draft: z.string().min(1).max(120),
      channel: z.string().min(1).max(64),
      override: z.string().trim().max(2_000).default(''),
      hash: z
        .string()
        .regex(/^[0-9a-f]{64}$/u, 'the SHA-256 of the rendered text, in hexadecimal')
        .optional(),
    }),
    status: 201,
    answers: deliverySchema,
    answer: async ({ parts, params, body, caller }) => {
      const { draft, channel, override, hash = null } = body;
      const order = { incident: params.id, draft, channel, override, hash, writer: writerOf(caller) };
      const delivery = await parts.updates.send(order);
      if (typeof delivery === 'string') throw refused(delivery);
      return { body: showDelivery(delivery), location: `/api/v1/deliveries?incident=${params.id}` };
    },
  }),
];
