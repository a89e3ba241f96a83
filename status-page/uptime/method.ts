import { z } from 'zod';

const weight = z.number().min(0).max(1);

/** SP21: how time becomes a share of uptime. It is a record of the page, and the page prints it. */
export const methodSchema = z.strictObject({
  /** How much of a second at that level is lost. */
  major: weight,
  partial: weight,
  degraded: weight,
  /** Planned work: left out of the sum, counted as up, or counted as what was measured meanwhile. */
  maintenance: z.enum(['left-out', 'up', 'counted']),
  /** A group: the mean of its members' shares, or lost as much as its worst member at each moment. */
  group: z.enum(['mean', 'worst']),
});
export type Method = z.output<typeof methodSchema>;

export const presets = {
  default: { major: 1, partial: 0.5, degraded: 0, maintenance: 'left-out', group: 'mean' },
  'statuspage-like': { major: 1, partial: 0.3, degraded: 0, maintenance: 'up', group: 'mean' },
  'incident-io-like': { major: 1, partial: 1, degraded: 0, maintenance: 'up', group: 'worst' },
  strict: { major: 1, partial: 1, degraded: 1, maintenance: 'counted', group: 'worst' },
} as const satisfies Record<string, Method>;

/** A preset by its name, or a method of the page's own. */
export const methodField = z
  .union([
    z.enum(['default', 'statuspage-like', 'incident-io-like', 'strict']).transform((name) => presets[name]),
    methodSchema,
  ])
  .default(presets.default);
