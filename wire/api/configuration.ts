// API answers about the configuration file (CO), and about imported files. Times are epoch milliseconds.
import { z } from 'zod';

const configurationFaultSchema = z.object({
  file: z.string(),
  line: z.number().nullable(),
  field: z.string(),
  expected: z.string(),
});

export const configurationStateSchema = z.object({
  /** Null: this server has no configuration file. */
  file: z.string().nullable(),
  loadedAt: z.number().nullable(),
  errors: z.array(configurationFaultSchema),
  /** How many items of each section the file manages. */
  owned: z.record(z.string(), z.number()),
});
export type ConfigurationState = z.output<typeof configurationStateSchema>;

export const importLineSchema = z.object({
  section: z.string().nullable(),
  name: z.string(),
  done: z.enum(['added', 'changed', 'kept', 'left']),
  /** What was left out, and why. */
  left: z.array(z.string()),
});
export type ImportLine = z.output<typeof importLineSchema>;
