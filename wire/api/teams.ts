// Teams in the API (TM1): as they are saved, and as they are read.
import { z } from 'zod';
import { managedShape } from './list.ts';

export const teamSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  /** Ids of people. */
  members: z.array(z.string().min(1).max(64)).max(1_000).default([]),
});
export type TeamSettings = z.output<typeof teamSchema>;

export const teamAnswerSchema = teamSchema.extend({ id: z.string(), ...managedShape });
export type TeamAnswer = z.output<typeof teamAnswerSchema>;
