// Escalation policies in the API (ES1): as they are saved, and as they are read.
import { z } from 'zod';
import { severities } from '#room/facts/fact.ts';
import { managedShape, serviceName } from './list.ts';

const mostSteps = 20;
export const mostTargets = 20;

/** Never zero: a repeating policy would page without end at once. */
const wait = z.number().min(0.05).max(1_440);

const targetSchema = z.strictObject({
  kind: z.enum(['person', 'schedule', 'channel']),
  id: z.string().min(1).max(64),
  /** For a schedule: also page the next person. */
  backup: z.boolean().optional(),
});
export type PolicyTarget = z.output<typeof targetSchema>;

export const policySchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  severities: z.array(z.enum(severities)).min(1).max(4).optional(),
  services: z.array(serviceName).min(1).max(100).optional(),
  /** Empty: it pages nobody. */
  steps: z
    .array(z.strictObject({ targets: z.array(targetSchema).min(1).max(mostTargets), waitMinutes: wait }))
    .max(mostSteps),
  repeat: z.int().min(0).max(5).default(0),
  hours: z.enum(['always', 'business']).default('always'),
  /** An acknowledged incident is paged again this long after a human last wrote. */
  ackTimeoutMinutes: z.number().min(0.05).max(10_080).nullable().default(null),
  /** Whether drills page as well. */
  drills: z.boolean().default(false),
  /** Whether channels get reminders of a missing commander or severity. */
  reminders: z.boolean().default(false),
});
export type PolicySettings = z.output<typeof policySchema>;
export type Policy = PolicySettings & { id: string };

export const policyAnswerSchema = policySchema.extend({ id: z.string(), ...managedShape });
export type PolicyAnswer = z.output<typeof policyAnswerSchema>;
