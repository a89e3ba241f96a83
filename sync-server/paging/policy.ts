// ES1: defines escalation policies, which one an incident uses, and the four default ones.
import { z } from 'zod';
import { severities, type Severity } from '#room/fact.ts';
import { serviceMatcher, type Service } from '#room/services.ts';

export const mostPolicies = 100;
export const mostSteps = 20;
export const mostTargets = 20;

/** Never zero: a repeating policy would page without end at once. */
const wait = z.number().min(0.05).max(1_440);

const targetSchema = z.strictObject({
  kind: z.enum(['person', 'schedule', 'channel']),
  id: z.string().min(1).max(64),
  /** For a schedule: also page the next person. */
  backup: z.boolean().optional(),
});
export type Target = z.output<typeof targetSchema>;

export const policySchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  severities: z.array(z.enum(severities)).min(1).max(4).optional(),
  services: z.array(z.string().trim().min(1).max(120)).min(1).max(100).optional(),
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

/**
 * The most specific match: service and severity, service, severity, neither; among equals, the oldest. `services` are
 * the records whose other names count too (SV2).
 */
export function pickPolicy(
  policies: readonly Policy[],
  { severity, service }: { severity: Severity; service: string | null },
  services: readonly Service[] = [],
): Policy | null {
  const isSame = serviceMatcher(services);
  let best: { policy: Policy; rank: number } | null = null;
  for (const policy of policies) {
    const { severities: levels, services: own } = policy;
    if (levels !== undefined && !levels.includes(severity)) continue;
    if (own !== undefined && !own.some((each) => isSame(each, service))) continue;
    const rank = (own === undefined ? 0 : 2) + (levels === undefined ? 0 : 1);
    if (best === null || rank > best.rank) best = { policy, rank };
  }
  return best?.policy ?? null;
}

/**
 * One policy per severity: P1 until somebody acknowledges, P2 on-call and a backup, P3 in business hours, P4 nobody.
 * `first` is who is paged when there is no schedule.
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
