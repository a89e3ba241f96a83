// How many schedules and overrides a server keeps.
import { dayMs } from '#room/time/zone.ts';

export const mostSchedules = 200;
export const mostOverrides = 1_000;
export const longestOverrideMs = 366 * dayMs;
