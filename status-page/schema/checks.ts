import { z } from 'zod';
import { limits } from '../limits.ts';
import { id, instant } from './fields.ts';

const checkStates = ['up', 'degraded', 'partial', 'down', 'unknown'] as const;

const interval = z
  .strictObject({
    from: instant,
    /** Null: it has not ended. */
    to: instant.nullable(),
    state: z.enum(checkStates),
  })
  .refine(({ from, to }) => to === null || to >= from, { path: ['to'], error: 'not before from' });

/**
 * SP10: the check results of one component. An outage begins with its first failed check, not with its confirmation.
 * Time outside all intervals was not measured.
 */
export const componentChecksSchema = z.strictObject({
  component: id,
  /** When the newest check ended; null before the first. */
  checkedAt: instant.nullable(),
  /** The interval between checks, in ms. */
  everyMs: z.int().min(1_000).max(86_400_000),
  /** SP14: checks have stopped, so nothing is known since the newest one. */
  hasEnded: z.boolean().optional(),
  intervals: z.array(interval).max(limits.intervals),
});
export type ComponentChecks = z.output<typeof componentChecksSchema>;
export const allChecksSchema = z.array(componentChecksSchema).max(limits.components);
