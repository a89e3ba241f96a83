// Shows what paging would do and what would prevent it, before it is needed at night.
import { severities } from '#room/facts/fact.ts';
import { z } from 'zod';
import { serviceName } from '#wire/api/list.ts';
import { rehearsalSchema, troubleSchema } from '#wire/api/paging.ts';
import { policySchema, type Policy } from '#wire/api/policies.ts';
import { pickPolicy } from '../policy/policy.ts';
import { refusalIn } from '../by-hand/reach.ts';
import { rehearse } from './rehearse.ts';
import { waysIn } from '../team.ts';
import { findTrouble, troubleHorizonMs } from './trouble.ts';
import { awayIn } from '../../on-call/away.ts';
import { planShifts } from '../../on-call/shifts.ts';
import { routesTaking } from '../../http/route.ts';
import { listOf, moment } from '../../http/shapes.ts';
import type { Channels } from '../../delivery/configured-channels.ts';
import type { Roster } from '../../on-call/roster.ts';
import type { People } from '../../people/people.ts';
import type { Policies } from '../policy/policies.ts';
import type { Push } from '../../delivery/push/open.ts';
import type { Schedules } from '../../on-call/schedules.ts';
import type { Services } from '../../services/services.ts';

type Takes = {
  now: () => number;
  people: People;
  services: Services;
  channels: Channels;
  push: Push;
  schedules: Schedules;
  policies: Policies;
  roster: Roster;
};
const defineRoute = routesTaking<Takes>();

const readWays = ({ channels, people, push }: Takes) => waysIn(channels, push.devices, people.list());
const draftSchema = policySchema.extend({ id: z.string().max(64).optional() });

/** Puts the draft in place of its original, or last when it is new. */
function withDraft(policies: readonly Policy[], draft: z.output<typeof draftSchema>): Policy[] {
  const { id = 'draft', ...settings } = draft;
  const policy = { id, ...settings };
  const isKnown = policies.some((each) => each.id === id);
  return isKnown ? policies.map((each) => (each.id === id ? policy : each)) : [...policies, policy];
}

export const rehearsalRoutes = [
  defineRoute({
    method: 'POST',
    path: '/api/v1/policies/dry-run',
    summary:
      'Who would be paged, when and by which channel, if nobody answered such an incident; sends nothing. With a draft: as if the draft were saved',
    access: 'responder',
    isForwarded: true,
    body: z.strictObject({
      severity: z.enum(severities),
      service: serviceName.nullable().default(null),
      drill: z.boolean().default(false),
      /** Default: now. */
      at: moment.optional(),
      draft: draftSchema.optional(),
    }),
    status: 200,
    answers: rehearsalSchema,
    answer: ({ parts, body }) => {
      const { severity, service, drill, at = parts.now(), draft } = body;
      const kept = parts.policies.list().map(({ id, settings }) => ({ id, ...settings }));
      const policies = draft === undefined ? kept : withDraft(kept, draft);
      const services = parts.services.shown();
      const policy = pickPolicy(policies, { severity, service }, services);
      const named = new Set(
        policy?.steps.flatMap(({ targets }) =>
          targets.flatMap(({ kind, id }) => (kind === 'schedule' ? [id] : [])),
        ),
      );
      return {
        body: rehearse({
          incident: { severity, service, drill },
          at,
          team: { policies, services, people: parts.people.list(), ...readWays(parts) },
          onCallAt: (now) => parts.roster.at(now, named),
          refusal: refusalIn(parts),
        }),
      };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/policies/trouble',
    summary:
      'What would keep a person, schedule or channel from being paged now, and the gaps of schedules within a week',
    access: 'viewer',
    isForwarded: true,
    answers: listOf(troubleSchema),
    answer: ({ parts }) => {
      const now = parts.now();
      const range = { from: now, to: now + troubleHorizonMs };
      const items = findTrouble({
        now,
        people: parts.people.list(),
        ...readWays(parts),
        schedules: parts.schedules.list().map(({ id, settings, overrides }) => ({
          id,
          gaps: planShifts(settings, overrides, range, awayIn(parts)).gaps,
        })),
        refusal: refusalIn(parts),
      });
      return { body: { items } };
    },
  }),
];
