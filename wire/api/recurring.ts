// Recurring tasks in the API (RR). Times are epoch milliseconds, days are dates such as `2026-12-01`.
import { recurringKinds, repeatUnits, runOutcomes } from '#room/team/recurring.ts';
import { isUlidText } from '#room/facts/kind.ts';
import { readDay } from '#room/time/time.ts';
import { z } from 'zod';
import { managedShape, webAddress } from './list.ts';

const name = z.string().trim().min(1).max(120);
const day = z.string().refine((text) => readDay(text) !== null, 'a day such as 2026-12-01');

export const recurringSchema = z.strictObject({
  name,
  kind: z.enum(recurringKinds).default('other'),
  /** How to do it, and what counts as passed. */
  details: z.string().trim().min(1).max(4_000).optional(),
  service: name.optional(),
  /** A person's id. */
  owner: z.string().trim().min(1).max(320).optional(),
  repeat: z.strictObject({ unit: z.enum(repeatUnits), every: z.int().min(1).max(366) }),
  startsOn: day,
});
export type RecurringSettings = z.output<typeof recurringSchema>;

export const runSchema = z.strictObject({
  outcome: z.enum(runOutcomes),
  /** What was found, or why it was skipped. */
  text: z.string().trim().min(1).max(4_000).optional(),
  url: webAddress.optional(),
});

/** RR9: the incident that came of a failed turn; null for none. */
export const runChangeSchema = z.strictObject({
  incident: z.string().refine(isUlidText, 'the id of an incident').nullable(),
});

export const keptRunSchema = z.object({
  id: z.string(),
  due: z.string(),
  at: z.number(),
  by: z.string(),
  outcome: z.enum(runOutcomes),
  text: z.string().nullable(),
  url: z.string().nullable(),
  incident: z.string().nullable(),
});

export const recurringAddsShape = {
  ...managedShape,
  due: z.string(),
  isOverdue: z.boolean(),
  last: keptRunSchema.nullable(),
};
export type RecurringAnswer = RecurringSettings &
  z.output<z.ZodObject<typeof recurringAddsShape>> & { id: string };
