// Maintenance windows in the API (CH7): as they are saved, and as they are read. Instants are epoch milliseconds.
import { z } from 'zod';
import { managedShape } from './list.ts';

const longestOnceMs = 90 * 86_400_000;
const longestTurnMs = 86_400_000;

const timeZone = z.string().max(60).refine(isTimeZone, 'a time zone, such as Europe/Madrid or UTC');
const minutes = z.int().min(1).max(1_440);
const instant = z.number().min(0).max(8_640_000_000_000_000);

const once = z
  .strictObject({ kind: z.literal('once'), from: instant, to: instant })
  .superRefine(({ from, to }, context) => {
    if (to > from && to - from <= longestOnceMs) return;
    context.addIssue({ code: 'custom', path: ['to'], message: 'a time after from, at most 90 days later' });
  });
const weekly = z.strictObject({
  kind: z.literal('weekly'),
  days: z.array(z.int().min(1).max(7)).min(1).max(7),
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day, such as 22:00'),
  minutes,
  timeZone,
});
const cron = z.strictObject({ kind: z.literal('cron'), cron: z.string().max(100), minutes, timeZone });

const rrule = z.strictObject({
  kind: z.literal('rrule'),
  /** The first turn, by the wall clock of its zone. */
  start: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time by the wall, such as 2026-12-06T22:00'),
  /** A recurrence rule of RFC 5545. */
  rule: z.string().min(1).max(200),
  minutes,
  timeZone,
});

/** SP143: one turn of a window that repeats, moved or called off; `turn` is when it would have begun. */
const moved = z
  .strictObject({ turn: instant, from: instant, to: instant })
  .superRefine(({ from, to }, context) => {
    if (to > from && to - from <= longestTurnMs) return;
    context.addIssue({ code: 'custom', path: ['to'], message: 'a time after from, at most a day later' });
  });
const calledOff = z.strictObject({ turn: instant, cancelled: z.literal(true) });
const exceptionSchema = z.union([moved, calledOff]);
export type TurnException = z.output<typeof exceptionSchema>;
export const mostExceptions = 50;

/** What people say during a turn: SP42. */
export const saidStatuses = ['verifying', 'completed'] as const;
export type SaidStatus = (typeof saidStatuses)[number];
export const saidSchema = z.object({
  id: z.string(),
  /** When the turn began, or would have begun before it was moved. */
  turn: z.number(),
  at: z.number(),
  status: z.enum(saidStatuses),
  body: z.string(),
  by: z.string(),
});
export type Said = z.output<typeof saidSchema>;

/** CH7: the settings of a maintenance window. */
export const maintenanceSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  /** None: the window is about components alone. */
  monitors: z.union([z.literal('all'), z.array(z.string().min(1).max(64)).max(2_000)]).default([]),
  /** SP142: components of status pages that no monitor measures: an id, or `<slug>/<name>`. */
  components: z.array(z.string().min(1).max(200)).max(200).optional(),
  /** SP142: what status pages and their subscribers read. */
  description: z.string().trim().min(1).max(5_000).optional(),
  window: z.discriminatedUnion('kind', [once, weekly, cron, rrule]),
  /** After this instant it never opens again. */
  until: instant.optional(),
  /** SP143: turns that were moved or called off. */
  exceptions: z.array(exceptionSchema).max(mostExceptions).optional(),
});
export type MaintenanceSettings = z.output<typeof maintenanceSchema>;
export type WindowTimes = Pick<MaintenanceSettings, 'window' | 'until' | 'exceptions'>;

/** SP143: one turn, as the calendar shows it. */
export const turnSchema = z.object({
  /** The id of its window. */
  window: z.string(),
  turn: z.number(),
  from: z.number(),
  to: z.number(),
  isMoved: z.boolean(),
  isCancelled: z.boolean(),
});
export type Turn = z.output<typeof turnSchema>;
export const turnsSchema = z.object({ items: z.array(turnSchema) });
export type Turns = z.output<typeof turnsSchema>;

/** Fields that an answer adds to the settings, beside the id: whether the window is open now, and when it opens next. */
export const maintenanceAddsShape = {
  ...managedShape,
  active: z.boolean(),
  nextAt: z.number().nullable(),
  /** When its latest turn ended, within the last day. */
  endedAt: z.number().nullable(),
  /** SP142: monitors that are down although its latest turn ended within the last day. */
  stillFailing: z.array(z.string()),
  said: z.array(saidSchema),
  /** SP67: since when these times, monitors and components count; absent: since it was planned. */
  since: z.number().optional(),
  /** SP151: in a desktop's answers while the team's server is away: as of when this was last heard. */
  asOf: z.number().optional(),
};
export const maintenanceAnswerSchema = maintenanceSchema.extend({ id: z.string(), ...maintenanceAddsShape });
export type MaintenanceAnswer = z.output<typeof maintenanceAnswerSchema>;

function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    // Intl throws for an unknown time zone.
    return false;
  }
}
