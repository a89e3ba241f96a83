import type { CheckState } from '../view/room-view.ts';
import { family } from './family.ts';

/** The state of each monitor after its last transition; repeated equal transitions keep the first one's time. */
export const createChecks = () =>
  family<'check-down' | 'check-up', CheckState>({
    kinds: ['check-down', 'check-up'],
    keyOf: ({ monitor }) => monitor,
    compute(facts) {
      const newest = facts.at(-1);
      const first = facts[0];
      if (!newest || !first) return null;
      let start = newest;
      for (let index = facts.length - 1; index >= 0 && facts[index]?.kind === newest.kind; index -= 1) {
        start = facts[index] ?? start;
      }
      const name = facts.findLast((fact) => fact.name !== undefined)?.name ?? newest.monitor;
      const status = newest.kind === 'check-down' ? 'down' : 'up';
      return {
        anchor: first,
        view: {
          monitor: newest.monitor,
          name,
          status,
          ...(newest.kind === 'check-down' && newest.degraded === true ? { isDegraded: true as const } : {}),
          since: start.at,
          reason: newest.reason ?? null,
        },
      };
    },
  });
