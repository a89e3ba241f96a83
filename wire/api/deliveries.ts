// API answers about messages, each with every attempt to send it. Times are epoch milliseconds.
import { z } from 'zod';

export const deliveryStateSchema = z.enum(['queued', 'sent', 'failed', 'dropped']);

export const deliverySchema = z.object({
  id: z.string(),
  channel: z.string(),
  channelName: z.string(),
  kind: z.string(),
  person: z.string().nullable(),
  /** Null for people who may not know addresses (PE2). */
  to: z.string().nullable(),
  purpose: z.string(),
  subject: z.string(),
  incident: z.string().nullable(),
  state: deliveryStateSchema,
  reason: z.string().nullable(),
  /** It was sent again after the server had stopped during an attempt, so it may have arrived twice. */
  maybeTwice: z.boolean(),
  update: z.object({ draft: z.string(), hash: z.string() }).nullable(),
  attempts: z.array(
    z.object({
      at: z.number(),
      ok: z.boolean(),
      reason: z.string().nullable(),
      /** TK1: the address of the ticket that it made. */
      made: z.string().optional(),
    }),
  ),
  createdAt: z.number(),
  nextAt: z.number().nullable(),
});
export type Delivery = z.output<typeof deliverySchema>;

/** What came of a test message. */
export const testOutcomeSchema = z.object({ ok: z.boolean(), reason: z.string().optional() });
export type TestOutcome = z.output<typeof testOutcomeSchema>;
