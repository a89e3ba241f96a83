// API answers about intakes and about reports from forms (TG). Times are epoch milliseconds.
import { z } from 'zod';
import { natures, severities } from '#room/team/scales.ts';
import { managedShape, serviceName } from './list.ts';

/** IT1. The form of the kind checks `settings`. */
export const intakeSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  kind: z.string().min(1).max(40),
  service: serviceName.optional(),
  settings: z.record(z.string().max(60), z.unknown()).default({}),
});
export type IntakeSettings = z.output<typeof intakeSchema>;

/** The key and its path are for owners only. */
export const intakeAnswerSchema = intakeSchema.extend({
  id: z.string(),
  ...managedShape,
  key: z.string().optional(),
  path: z.string().optional(),
  monitor: z.string().nullable(),
  lastSeenAt: z.number().nullable(),
  received: z.int(),
  lastError: z.string().nullable(),
});
export type IntakeAnswer = z.output<typeof intakeAnswerSchema>;

/** IT12: a delivery that could not be parsed completely. */
export const misunderstoodSchema = z.object({
  at: z.number(),
  taken: z.boolean(),
  reason: z.string(),
  bytes: z.int(),
  body: z.string(),
});
export type Misunderstood = z.output<typeof misunderstoodSchema>;

export const reportStates = ['waiting', 'accepted', 'merged', 'declined', 'theirs'] as const;

const answerSchema = z.enum(['yes', 'no', 'unknown']);

export const reportSchema = z.object({
  id: z.string(),
  intake: z.string(),
  form: z.string(),
  service: z.string().nullable(),
  at: z.number(),
  state: z.enum(reportStates),
  incident: z.string().nullable(),
  reply: z.string().nullable(),
  decidedAt: z.number().nullable(),
  decidedBy: z.string().nullable(),
  title: z.string(),
  details: z.string(),
  reporter: z.string(),
  contact: z.string(),
  reproducible: answerSchema,
  others: answerSchema,
  changed: answerSchema,
  isProbablyTheirs: z.boolean(),
  /** TG7: absent from an older server. */
  nature: z.enum([...natures, 'unknown']).optional(),
  hit: z.enum(['blocked', 'hindered', 'nuisance', 'unknown']).optional(),
  part: z.string().optional(),
  /** TG8: absent from an older server. */
  side: z.enum(['customer', 'employee', 'unknown']).optional(),
  since: z.string().optional(),
  proposedSeverity: z.enum(severities).nullish(),
  files: z.array(z.object({ name: z.string(), type: z.string(), bytes: z.int() })),
});
export type ReportAnswer = z.output<typeof reportSchema>;
