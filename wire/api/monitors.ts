// Monitors in the API (HT7): as they are saved, and as they are read.
import { z } from 'zod';
import { areas } from '#room/team/areas.ts';
import { severities } from '#room/facts/fact.ts';
import { managedShape, serviceName, webAddress } from './list.ts';

/** HT7. `settings` is checked by the check's own schema. */
export const monitorSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  kind: z.string().min(1).max(40),
  settings: z.record(z.string().max(60), z.unknown()),
  intervalSeconds: z.number().min(1).max(86_400),
  confirmations: z.int().min(1).max(100).default(3),
  recoveries: z.int().min(1).max(100).default(2),
  severity: z.enum(severities).optional(),
  /** CH15: the severity of the incident that it opens when degraded; absent: none. */
  degradedSeverity: z.enum(['P3', 'P4']).optional(),
  service: serviceName.optional(),
  /** CH18: absent means the usual area of its kind. */
  area: z.enum(areas).optional(),
  /** SV5. */
  runbook: webAddress.optional(),
  parent: z.string().max(64).optional(),
  paused: z.boolean().default(false),
  /** CH19: the ids of the locations that measure it, `server` for the team's own; absent: only the server. */
  locations: z.array(z.string().trim().min(1).max(64)).min(1).max(10).optional(),
  /** CH19: how many locations must see it down; absent: more than half. */
  quorum: z.int().min(1).max(10).optional(),
  /** CH2: a period instead of a count; during it, the monitor is measured every `retrySeconds`. */
  confirmSeconds: z.number().min(1).max(86_400).optional(),
  recoverSeconds: z.number().min(1).max(86_400).optional(),
  retrySeconds: z.number().min(1).max(86_400).optional(),
  /** CH6; null: flapping is not detected. */
  flap: z
    .strictObject({ changes: z.int().min(3).max(50), minutes: z.int().min(1).max(1_440) })
    .nullable()
    .optional(),
  /** CH11: unusual slowness counts as degraded. */
  baseline: z.boolean().optional(),
  /** CH8; true when absent. */
  suppressChildren: z.boolean().optional(),
  /** NT1, NT2; true when absent. */
  tellsOwner: z.boolean().optional(),
  /** CH10: an incident that it declared may be resolved without a person; false when absent. */
  resolvesByItself: z.boolean().optional(),
  /** AI7: the action item that it was made from. */
  origin: z.strictObject({ incident: z.string().max(64), item: z.string().max(64) }).optional(),
});
export type MonitorSettings = z.output<typeof monitorSchema>;

/** Fields that an answer adds to the settings, beside the id. */
export const monitorAddsShape = {
  ...managedShape,
  status: z.enum(['pending', 'up', 'degraded', 'down', 'paused', 'maintenance']),
  /** Epoch milliseconds. */
  since: z.number(),
  reason: z.string().nullable(),
  /** CH17; null for a passive monitor. */
  noticesWithinSeconds: z.number().nullable(),
  /** For a passive monitor: the path to post to, and the path with the server's address. Not for viewers. */
  beatUrl: z.string().optional(),
  beatAddress: z.string().optional(),
};
export const monitorAnswerSchema = monitorSchema.extend({ id: z.string(), ...monitorAddsShape });
export type MonitorAnswer = z.output<typeof monitorAnswerSchema>;
