// ES1: defines escalation policies, which one an incident uses, and the four default ones.
import { mostTargets, type Policy, type PolicySettings, type PolicyTarget } from '#wire/api/policies.ts';
import type { Severity } from '#room/facts/fact.ts';
import { serviceMatcher, type Service } from '#room/team/services.ts';

export const mostPolicies = 100;

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
  const onCall = (backup: boolean): PolicyTarget[] =>
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
