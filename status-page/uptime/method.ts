import { z } from 'zod';

const weight = z.number().min(0).max(1);

/** SP21: how uptime is calculated from time. It is a setting of the page, and the page prints it. */
const methodSchema = z.strictObject({
  /** How much of a second at this level counts as lost. */
  major: weight,
  partial: weight,
  degraded: weight,
  /** Planned work: left out, counted as up, or counted as measured. */
  maintenance: z.enum(['left-out', 'up', 'counted']),
  /** A group: the mean of its members' shares, or the loss of its worst member at each moment. */
  group: z.enum(['mean', 'worst']),
});
export type Method = z.output<typeof methodSchema>;

export const presets = {
  default: { major: 1, partial: 0.5, degraded: 0, maintenance: 'left-out', group: 'mean' },
  'statuspage-like': { major: 1, partial: 0.3, degraded: 0, maintenance: 'up', group: 'mean' },
  'incident-io-like': { major: 1, partial: 1, degraded: 0, maintenance: 'up', group: 'worst' },
  strict: { major: 1, partial: 1, degraded: 1, maintenance: 'counted', group: 'worst' },
} as const satisfies Record<string, Method>;

/** A preset by name, or the page's own method. */
export const methodField = z
  .union([
    z.enum(['default', 'statuspage-like', 'incident-io-like', 'strict']).transform((name) => presets[name]),
    methodSchema,
  ])
  .default(presets.default);
