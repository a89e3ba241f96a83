// API answers about schedules: shifts, overrides and swaps. Times are epoch milliseconds.
import { z } from 'zod';

export const spanSchema = z.object({ from: z.number(), to: z.number() });
export type OnCallSpan = z.output<typeof spanSchema>;

export const shiftSchema = spanSchema.extend({
  person: z.string(),
  layer: z.string().nullable(),
  isOverride: z.boolean(),
  /** AB2: the absent person whose turn it would be. */
  coversFor: z.string().nullable(),
});
export type Shift = z.output<typeof shiftSchema>;

export const shiftsPreviewSchema = z.object({ items: z.array(shiftSchema), gaps: z.array(spanSchema) });
export type ShiftsPreview = z.output<typeof shiftsPreviewSchema>;

/** Each person's share of the requested time. */
export const fairnessSchema = z.object({
  person: z.string(),
  hours: z.number(),
  nights: z.int(),
  weekends: z.int(),
  shifts: z.int(),
});
export type Fairness = z.output<typeof fairnessSchema>;

export const shiftsSchema = shiftsPreviewSchema.extend({ fairness: z.array(fairnessSchema) });
export type Shifts = z.output<typeof shiftsSchema>;

export const overrideSchema = z.object({
  id: z.string(),
  person: z.string(),
  from: z.number(),
  to: z.number(),
});
export type Override = z.output<typeof overrideSchema>;

/** AB5: a shift that is offered, to `asked` or to everybody, and who took it. */
export const swapSchema = z.object({
  id: z.string(),
  person: z.string(),
  asked: z.string().nullable(),
  give: spanSchema,
  inReturn: spanSchema.nullable(),
  at: z.number(),
  acceptedBy: z.string().nullable(),
  acceptedAt: z.number().nullable(),
});
export type Swap = z.output<typeof swapSchema>;

/** OC8, OC9: a secret address, shown this once. */
export const secretAddressSchema = z.object({ url: z.string() });
export type SecretAddress = z.output<typeof secretAddressSchema>;
