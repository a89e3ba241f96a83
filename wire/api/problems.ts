// Recorded problems in the API (PM). Times are epoch milliseconds.
import { z } from 'zod';
import { isUlid } from '#room/facts/ulid.ts';
import { problemStates } from '#room/learning/problems.ts';

const name = z.string().trim().min(1).max(120);
const words = z.string().trim().min(1).max(4_000);

export const problemSchema = z.strictObject({
  name,
  state: z.enum(problemStates).default('open'),
  owner: z.string().trim().min(1).max(64).optional(),
  workaround: words.optional(),
  notes: words.optional(),
  cause: name.optional(),
  check: z.string().min(1).max(64).optional(),
  incidents: z
    .array(z.string().refine(isUlid, 'the id of an incident: 26 characters of 0-9 and A-Z'))
    .max(500)
    .default([]),
  solvedAt: z.number().min(0).max(8_640_000_000_000_000).optional(),
});
export type ProblemSettings = z.output<typeof problemSchema>;

/** `allIncidents`: those of the problem, by hand and by its cause or check. */
export const problemAddsShape = { allIncidents: z.array(z.string()) };
export const problemAnswerSchema = problemSchema.extend({ id: z.string(), ...problemAddsShape });
export type ProblemAnswer = z.output<typeof problemAnswerSchema>;
