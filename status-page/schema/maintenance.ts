import { z } from 'zod';
import { limits } from '../limits.ts';
import { isTimeZone, isWall } from '../zone.ts';
import { id, instant, lineTexts, proseTexts } from './fields.ts';
import { readRule } from '../recurrence-rule.ts';

const maintenanceStatuses = ['scheduled', 'in_progress', 'verifying', 'completed'] as const;

const wall = z.string().refine(isWall, 'a time by the wall, such as 2026-03-29T02:30');
const minutes = z.int().min(1).max(limits.maintenanceMinutes);

const once = z.strictObject({ kind: z.literal('once'), from: instant, minutes });
const repeating = z
  .strictObject({
    kind: z.literal('repeating'),
    /** The start of the first turn, in local time of the zone. */
    start: wall,
    timeZone: z.string().max(60).refine(isTimeZone, 'a time zone, such as Europe/Madrid or UTC'),
    minutes: minutes.max(1_440),
    /** A recurrence rule of RFC 5545, such as FREQ=WEEKLY;BYDAY=SU. */
    rule: z.string().max(limits.rule),
    /** Cancelled or moved turns, by the wall time at which they would have begun. */
    exceptions: z
      .array(
        z.strictObject({
          start: wall,
          cancelled: z.boolean().default(false),
          from: instant.optional(),
          minutes: minutes.optional(),
        }),
      )
      .max(limits.exceptions)
      .default([]),
  })
  .superRefine((schedule, context) => {
    const rule = readRule(schedule);
    if ('expected' in rule) context.addIssue({ code: 'custom', path: ['rule'], message: rule.expected });
  });

const update = z.strictObject({
  id,
  at: instant,
  /** The turn of a repeating work, by its wall time; others are unaffected. */
  start: wall.optional(),
  status: z.enum(maintenanceStatuses).optional(),
  body: proseTexts(limits.body),
});

/** SP40: planned work, once or repeated. */
export const maintenanceSchema = z.strictObject({
  id,
  title: lineTexts(limits.title),
  body: proseTexts(limits.body).optional(),
  components: z.array(id).max(limits.components).default([]),
  schedule: z.discriminatedUnion('kind', [once, repeating]),
  cancelled: z.boolean().default(false),
  createdAt: instant,
  updatedAt: instant,
  /** How often it was changed: calendars use the highest (RFC 5545, SEQUENCE). */
  revision: z.int().min(0).max(2_147_483_647).default(0),
  updates: z.array(update).max(limits.maintenanceUpdates).default([]),
  /** When its plan began to count: turns of a rule that were over by then belong to an earlier plan, or to none. */
  since: instant.optional(),
  /** When its plan was removed or changed: turns that had begun took place until then, later ones are gone. */
  removedAt: instant.optional(),
});
export type Maintenance = z.output<typeof maintenanceSchema>;
export type Schedule = Maintenance['schedule'];
export type RepeatingSchedule = Extract<Schedule, { kind: 'repeating' }>;
export const allMaintenanceSchema = z.array(maintenanceSchema).max(limits.maintenance);
