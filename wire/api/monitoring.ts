// API answers about monitors, besides their state: evidence of checks and aggregated measurements. Times are epoch
// milliseconds, durations milliseconds.
import { z } from 'zod';

const duration = z.number().nullable();

export const phasesSchema = z.object({
  dnsMs: duration,
  connectMs: duration,
  tlsMs: duration,
  firstByteMs: duration,
  totalMs: duration,
});
export type Phases = z.output<typeof phasesSchema>;

export const certificateSchema = z.object({
  subject: z.string(),
  issuer: z.string(),
  fingerprint: z.string(),
  expiresAt: z.number(),
});
export type Certificate = z.output<typeof certificateSchema>;

/** Evidence of a check. Each kind of check fills in the fields it has. */
export const seenSchema = z.object({
  at: z.number(),
  statusLine: z.string().optional(),
  phases: phasesSchema.optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.string().optional(),
  certificate: certificateSchema.optional(),
  log: z.array(z.string()).optional(),
});
export type SeenEvidence = z.output<typeof seenSchema>;

export const resultStatusSchema = z.enum(['up', 'degraded', 'down', 'unknown']);

export const evidenceSchema = seenSchema.extend({
  status: resultStatusSchema,
  reason: z.string().nullable(),
  screenshot: z.object({ type: z.string(), bytes: z.int() }).nullable(),
});
export type Evidence = z.output<typeof evidenceSchema>;

export const resultSchema = z.object({
  status: resultStatusSchema,
  latencyMs: duration,
  reason: z.string().nullable(),
  phases: phasesSchema.optional(),
  certificate: certificateSchema.optional(),
  value: z.number().optional(),
});

/** The fields in the order of the API's answer. */
export const lastResultSchema = z.object({ at: z.number(), ...resultSchema.shape });
export type LastResult = z.output<typeof lastResultSchema>;

/** The result of trying a check before saving it. */
export const triedSchema = resultSchema.extend({
  evidence: seenSchema
    .extend({ screenshot: z.object({ type: z.string(), base64: z.string() }).nullable() })
    .nullable(),
});
export type Tried = z.output<typeof triedSchema>;

export const beatSchema = z.object({
  at: z.number(),
  kind: z.enum(['beat', 'start', 'fail', 'log']),
  exit: z.number().nullable(),
  rid: z.string().nullable(),
  value: z.number().nullable(),
  body: z.string(),
});
export type Beat = z.output<typeof beatSchema>;

export const outageSchema = z.object({
  from: z.number(),
  to: z.number().nullable(),
  reason: z.string().nullable(),
  incident: z.string().nullable(),
});
export type Outage = z.output<typeof outageSchema>;

/** Aggregated measurements of a minute, an hour or a day from `at` on. */
/** One measurement. */
export const sampleSchema = z.object({
  at: z.number(),
  status: z.enum(['up', 'degraded', 'down']),
  latencyMs: z.number().nullable(),
  reason: z.string().nullable(),
});

export const bucketSchema = z.object({
  at: z.number(),
  up: z.int(),
  down: z.int(),
  degraded: z.int(),
  latencyAvgMs: z.number().nullable(),
  latencyMaxMs: z.number().nullable(),
});
export type Bucket = z.output<typeof bucketSchema>;

const numbers = z.array(z.number().nullable());

/** Numbers oldest first, ending with the current day, hour and minute; null where nothing was measured. */
export const overviewSchema = z.object({
  at: z.number(),
  items: z.array(z.object({ id: z.string(), days: numbers, hours: numbers, latency: numbers })),
});
export type Overview = z.output<typeof overviewSchema>;
export type MonitorOverview = Overview['items'][number];

/** The check scheduler: hosts that show whether our own network works, since when it does not, and checks under way. */
export const monitoringSchema = z.object({
  uplinks: z.array(z.string()),
  blindSince: z.number().nullable(),
  running: z.int(),
  waiting: z.int(),
});
export type Monitoring = z.output<typeof monitoringSchema>;

/** A monitor's last measurement; null before the first. */
export const measuredSchema = z.object({ result: lastResultSchema.nullable() });
export type Measured = z.output<typeof measuredSchema>;
