// People in the API, and their contact details as they enter them.
import { z } from 'zod';
import { severities } from '#room/team/scales.ts';
import { cleanText } from '#room/text/clean-text.ts';
import { dayMs, readWallDay } from '#room/time/zone.ts';
import { hoursSchema, timeZoneSchema } from './schedules.ts';

export const roleSchema = z.enum(['owner', 'responder', 'viewer']);

const email = z
  .string()
  .max(254)
  .regex(/^[^\s@<>,;"]+@[^\s@<>,;"]+$/u, 'an e-mail address');
/** Whether a contact may have this as its e-mail address. `text` comes from outside the API and may be unclean. */
export const isMailAddress = (text: string): boolean =>
  cleanText(text) === text && email.safeParse(text).success;
const phone = z
  .string()
  .transform((text) => text.replace(/[\s().-]+/gu, ''))
  .pipe(z.string().regex(/^\+[1-9]\d{5,14}$/u, 'a number in international form, such as +49 30 123456'));

export const mostAway = 50;
export const mostHolidays = 200;
const longestAwayMs = 366 * dayMs;
/** Epoch milliseconds. */
const instant = z.number().min(0).max(8_640_000_000_000_000);

export const contactSchema = z.strictObject({
  email: email.optional(),
  phone: phone.optional(),
  title: z.string().trim().min(1).max(120).optional(),
  timeZone: timeZoneSchema.optional(),
  workingHours: hoursSchema.optional(),
  /** NT3: whether this person hears about shifts; true when absent. */
  shiftNews: z.boolean().optional(),
  /** AB1: absences. The server sets `since`. */
  away: z
    .array(
      z
        .strictObject({ from: instant, to: instant, since: z.number().optional() })
        .refine(({ from, to }) => to > from && to - from <= longestAwayMs, {
          path: ['to'],
          message: 'a time after from, and at most a year',
        }),
    )
    .max(mostAway)
    .optional(),
  holidays: z
    .array(z.string().refine((day) => !Number.isNaN(readWallDay(day)), 'a day such as 2026-12-25'))
    .max(mostHolidays)
    .optional(),
});

export const mostNotifyRules = 20;
const mostMinutesAfter = 1_440;

export const notifySchema = z
  .array(
    z.strictObject({
      /** A channel's id, `desktop` or `push`. */
      channel: z.string().min(1).max(64),
      afterMinutes: z.number().min(0).max(mostMinutesAfter),
      /** Absent: any severity. */
      severities: z.array(z.enum(severities)).min(1).max(severities.length).optional(),
    }),
  )
  .max(mostNotifyRules);

/** A person as the API answers them. */
export const personSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: roleSchema,
  contact: contactSchema.extend({ confirmedAt: z.number().optional() }).nullable().optional(),
  notify: notifySchema.optional(),
});
