import { z } from 'zod';
import { limits } from '../limits.ts';
import { id, instant } from './fields.ts';

export const checkStates = ['up', 'degraded', 'partial', 'down', 'unknown'] as const;

const interval = z
  .strictObject({
    from: instant,
    /** Null: it still lasts. */
    to: instant.nullable(),
    state: z.enum(checkStates),
  })
  .refine(({ from, to }) => to === null || to >= from, { path: ['to'], error: 'not before from' });

/**
 * SP10: what checks found out about one component. An outage begins with its first failing check, not with its
 * confirmation. A time that no interval covers was not measured.
 */
export const componentChecksSchema = z.strictObject({
  component: id,
  /** When the newest check ended; null when there was none yet. */
  checkedAt: instant.nullable(),
  /** How often checks are made, ms. */
  everyMs: z.int().min(1_000).max(86_400_000),
  /** SP14: nobody makes checks any more, so that nothing is known since the newest. */
  hasEnded: z.boolean().optional(),
  intervals: z.array(interval).max(limits.intervals),
});
export type ComponentChecks = z.output<typeof componentChecksSchema>;
export const allChecksSchema = z.array(componentChecksSchema).max(limits.components);
