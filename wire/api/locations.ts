// CH19 to CH22: locations that measure for the team beside its server. Times are epoch milliseconds.
import { z } from 'zod';
import { resultStatusSchema } from './monitoring.ts';

/** In a monitor's `locations`: the team's own server. */
export const ownServer = 'server';

/** CH19: how many locations must see a monitor down: the number it asks for, else more than half. */
export const quorumOf = ({
  locations,
  quorum,
}: {
  locations: readonly unknown[];
  quorum?: number | null | undefined;
}): number => quorum ?? Math.floor(locations.length / 2) + 1;

/** Far beyond the time limit of any check (CH1). */
const longestLatencyMs = 3_600_000;

/** The most results in one exchange. */
export const mostResults = 500;

/** A location as owners configure it. `device`: the id of the computer that measures there. */
export const locationSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .refine((name) => name.toLowerCase() !== ownServer, 'another name: this one means the team’s server'),
  device: z.string().min(1).max(64),
  /** CH21: it also gets checks with secrets. */
  knowsSecrets: z.boolean().default(false),
});
export type LocationSettings = z.output<typeof locationSchema>;

export const locationAddsShape = {
  /** Null: the computer was removed, or has no name. */
  computer: z.string().nullable(),
  person: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Whether the person at that computer lets it measure; null until the computer said so. */
  isAllowed: z.boolean().nullable(),
  heardAt: z.number().nullable(),
  /** The monitors that are measured from it. */
  monitors: z.int(),
};
export const locationAnswerSchema = locationSchema.extend({ id: z.string(), ...locationAddsShape });
export type Location = z.output<typeof locationAnswerSchema>;

const seenThereSchema = z.strictObject({
  monitor: z.string().max(64),
  /** Names the kind and the settings that were measured. */
  essence: z.string().max(64),
  at: z.number().min(0),
  status: resultStatusSchema,
  latencyMs: z.number().min(0).max(longestLatencyMs).nullable(),
  reason: z.string().max(500).nullable(),
});
export type SeenThere = z.output<typeof seenThereSchema>;

/** What a location sends: its person's consent, its results oldest first, and the list of checks that it knows. */
export const exchangeSchema = z.strictObject({
  isAllowed: z.boolean(),
  revision: z.string().max(64).nullable(),
  results: z.array(seenThereSchema).max(mostResults),
});

const remoteCheckSchema = z.object({
  monitor: z.string(),
  essence: z.string(),
  name: z.string(),
  kind: z.string(),
  settings: z.record(z.string(), z.unknown()),
  intervalSeconds: z.number(),
});
export type RemoteCheck = z.output<typeof remoteCheckSchema>;

/** `checks`: what to measure from now on; null when the sender knows this revision. */
export const exchangedSchema = z.object({
  name: z.string(),
  revision: z.string(),
  checks: z.array(remoteCheckSchema).nullable(),
});
export type Exchanged = z.output<typeof exchangedSchema>;

/** A computer's own view: as what the team wants to use it, and what it measures. */
export const ownLocationSchema = z.object({
  /** Null: the team does not use this computer. */
  name: z.string().nullable(),
  isAllowed: z.boolean(),
  checks: z.array(z.object({ monitor: z.string(), name: z.string() })),
  /** Results that the team does not have yet. */
  unsent: z.int(),
  /** When the team last took results; null before. */
  sentAt: z.number().nullable(),
});
export type OwnLocation = z.output<typeof ownLocationSchema>;

/** What one location saw of a monitor, oldest first. */
export const locationSpansSchema = z.object({
  id: z.string(),
  name: z.string(),
  spans: z.array(
    z.object({ from: z.number(), to: z.number(), status: resultStatusSchema, reason: z.string().nullable() }),
  ),
});
