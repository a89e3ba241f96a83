// On-call schedules in the API (OC): as they are saved, and as they are read. This is the only place that checks them.
import { z } from 'zod';
import { dayMs, isZone, readTimeOfDay, readWallDay } from '#room/time/zone.ts';
import { managedShape, serviceName } from './list.ts';

const mostLayers = 10;
const mostInRotation = 300;

export const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isZone, 'an IANA time zone, such as Europe/Berlin or UTC');
export const timeOfDaySchema = z
  .string()
  .refine((text) => readTimeOfDay(text) < dayMs, 'a time of day from 00:00 to 23:59');
const endOfHoursSchema = z
  .string()
  .refine((text) => !Number.isNaN(readTimeOfDay(text)), 'a time of day from 00:00 to 24:00');

/** A `to` at or before `from` is on the next day. */
export const hoursSchema = z.strictObject({
  days: z.array(z.int().min(1).max(7)).min(1).max(7),
  from: timeOfDaySchema,
  to: endOfHoursSchema,
});
export type Hours = z.output<typeof hoursSchema>;

const mostEvery = { hour: 168, day: 366, week: 52 } as const;
const earliestStart = '1970-01-05';

const rotationSchema = z
  .strictObject({
    unit: z.enum(['hour', 'day', 'week']),
    every: z.int().min(1).default(1),
    handoffAt: timeOfDaySchema.default('09:00'),
    handoffDay: z.int().min(1).max(7).optional(),
  })
  .superRefine(({ unit, every, handoffDay }, context) => {
    if (every > mostEvery[unit])
      context.addIssue({ code: 'custom', path: ['every'], message: `at most ${mostEvery[unit]} ${unit}s` });
    if (handoffDay !== undefined && unit !== 'week')
      context.addIssue({
        code: 'custom',
        path: ['handoffDay'],
        message: 'nothing: only a rotation by the week has a day of hand-off',
      });
  });

const layerSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  people: z.array(z.string().min(1).max(64)).min(1).max(mostInRotation),
  rotation: rotationSchema,
  startsOn: z
    .string()
    .refine((text) => readWallDay(text) >= readWallDay(earliestStart), 'a day such as 2026-01-05'),
  hours: z.array(hoursSchema).max(14).optional(),
});
export type Layer = z.output<typeof layerSchema>;

export const scheduleSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  timeZone: timeZoneSchema,
  service: serviceName.optional(),
  layers: z.array(layerSchema).max(mostLayers),
});
export type ScheduleSettings = z.output<typeof scheduleSchema>;

export const scheduleAnswerSchema = scheduleSchema.extend({ id: z.string(), ...managedShape });
export type ScheduleAnswer = z.output<typeof scheduleAnswerSchema>;
