// OC: the form of a schedule, as people enter it. This is the only place that checks it.
import { z } from 'zod';
import { hoursSchema, timeOfDaySchema, timeZoneSchema } from '../http/shapes.ts';
import { dayMs, readWallDay } from '#room/zone.ts';

export const mostSchedules = 200;
export const mostLayers = 10;
export const mostInRotation = 300;
export const mostOverrides = 1_000;
export const longestOverrideMs = 366 * dayMs;

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
  service: z.string().trim().min(1).max(120).optional(),
  layers: z.array(layerSchema).max(mostLayers),
});
export type ScheduleSettings = z.output<typeof scheduleSchema>;

export type Override = { id: string; person: string; from: number; to: number };
