// API answers about the audit log (AU10). Times are epoch milliseconds.
import { z } from 'zod';

const plain = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
const target = z.object({ id: z.string().nullable(), name: z.string().nullable() });

export const auditEntrySchema = z.object({
  id: z.string(),
  at: z.number(),
  by: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('person'),
      id: z.string(),
      name: z.string(),
      token: target.extend({ id: z.string() }).nullable(),
      isDesktop: z.boolean(),
    }),
    z.object({ kind: z.literal('configuration'), file: z.string() }),
    z.object({ kind: z.literal('command-line') }),
    z.object({ kind: z.literal('provider') }),
    z.object({ kind: z.literal('nobody') }),
  ]),
  address: z.string().nullable(),
  area: z.string(),
  action: z.enum(['made', 'changed', 'removed', 'did']),
  what: z.string(),
  target,
  changes: z.array(z.object({ field: z.string(), from: plain.optional(), to: plain.optional() })),
  result: z.enum(['done', 'refused', 'failed', 'unknown']),
  status: z.number().nullable(),
});
export type AuditEntry = z.output<typeof auditEntrySchema>;

/** `next`: where the next page begins; null on the last one. */
export const auditPageSchema = z.object({ items: z.array(auditEntrySchema), next: z.string().nullable() });

/** For how many days entries are kept, and how many may be asked for. */
export const auditRetention = { least: 30, usual: 400, most: 3_650 } as const;

export const auditSettingsSchema = z.strictObject({
  retentionDays: z.int().min(auditRetention.least).max(auditRetention.most),
  /** The channel that gets each entry; null: none. */
  channel: z.string().min(1).max(64).nullable(),
});
export type AuditSettings = z.output<typeof auditSettingsSchema>;
