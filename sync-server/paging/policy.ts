// ES1: what an escalation policy is, which one an incident has, and the four to begin with.
import { z } from 'zod';
import { severities, type Severity } from '#room/fact.ts';

export const mostPolicies = 100;
export const mostSteps = 20;
export const mostTargets = 20;

/** Never none: a policy that repeats would page without end in one moment. */
const wait = z.number().min(0.05).max(1_440);

const targetSchema = z.strictObject({
  kind: z.enum(['person', 'schedule', 'channel']),
  id: z.string().min(1).max(64),
  /** Of a schedule: page who comes next as well. */
  backup: z.boolean().optional(),
});
export type Target = z.output<typeof targetSchema>;

export const policySchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  severities: z.array(z.enum(severities)).min(1).max(4).optional(),
  services: z.array(z.string().trim().min(1).max(120)).min(1).max(100).optional(),
  /** None: it pages nobody. */
  steps: z
    .array(z.strictObject({ targets: z.array(targetSchema).min(1).max(mostTargets), waitMinutes: wait }))
    .max(mostSteps),
  repeat: z.int().min(0).max(5).default(0),
  hours: z.enum(['always', 'business']).default('always'),
  /** So long after the last sign of a human an acknowledged incident is paged again. */
  ackTimeoutMinutes: z.number().min(0.05).max(10_080).nullable().default(null),
  /** Whether drills page too. */
  drills: z.boolean().default(false),
  /** Whether a missing commander or severity is reminded of through the channels. */
  reminders: z.boolean().default(false),
});
export type PolicySettings = z.output<typeof policySchema>;
export type Policy = PolicySettings & { id: string };

/** The most specific that fits: service and severity, service, severity, neither; of equals the oldest. */
export function pickPolicy(
  policies: readonly Policy[],
  { severity, service }: { severity: Severity; service: string | null },
): Policy | null {
  let best: { policy: Policy; rank: number } | null = null;
  for (const policy of policies) {
    const { severities: levels, services } = policy;
    if (levels !== undefined && !levels.includes(severity)) continue;
    if (services !== undefined && (service === null || !services.includes(service))) continue;
    const rank = (services === undefined ? 0 : 2) + (levels === undefined ? 0 : 1);
    if (best === null || rank > best.rank) best = { policy, rank };
  }
  return best?.policy ?? null;
}

/**
 * One for each severity: P1 until somebody acknowledges, P2 on-call and a backup, P3 in business hours, P4 nobody.
 * `first` are whom to page without a schedule.
 */
export function usualPolicies(schedules: readonly string[], first: readonly string[]): PolicySettings[] {
  const ids = schedules.slice(0, mostTargets);
  const onCall = (backup: boolean): Target[] =>
    ids.length > 0
      ? ids.map((id) => ({ kind: 'schedule', id, ...(backup ? { backup } : {}) }))
      : first.slice(0, mostTargets).map((id) => ({ kind: 'person', id }));
  const usual = { drills: false, reminders: true };
  return [
    {
      ...usual,
      name: 'P1: at once, until somebody acknowledges',
      severities: ['P1'],
      steps: [
        { targets: onCall(false), waitMinutes: 5 },
        { targets: onCall(true), waitMinutes: 5 },
      ],
      repeat: 5,
      hours: 'always',
      ackTimeoutMinutes: 30,
    },
    {
      ...usual,
      name: 'P2: on-call and a backup',
      severities: ['P2'],
      steps: [{ targets: onCall(true), waitMinutes: 15 }],
      repeat: 3,
      hours: 'always',
      ackTimeoutMinutes: 60,
    },
    {
      ...usual,
      reminders: false,
      name: 'P3: in business hours',
      severities: ['P3'],
      steps: [{ targets: onCall(false), waitMinutes: 60 }],
      repeat: 1,
      hours: 'business',
      ackTimeoutMinutes: null,
    },
    {
      ...usual,
      reminders: false,
      name: 'P4: nobody',
      severities: ['P4'],
      steps: [],
      repeat: 0,
      hours: 'business',
      ackTimeoutMinutes: null,
    },
  ];
}
