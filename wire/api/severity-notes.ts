// The API's answer about the quarterly reviews of the severities (NU8).
import { z } from 'zod';

export const severityNotesSchema = z.object({
  /** `2026-Q4`, in UTC. */
  quarter: z.string(),
  text: z.string(),
  person: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
});
export type SeverityNotes = z.output<typeof severityNotesSchema>;
