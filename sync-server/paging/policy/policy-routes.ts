import { managedShape } from '#wire/api/list.ts';
import type { KeptPolicy, PolicyRefusal, Policies } from './policies.ts';
import { policyAnswerSchema, policySchema, type PolicySettings } from '#wire/api/policies.ts';
import { mostPolicies, usualPolicies } from './policy.ts';
import { changedMeanwhile, Problem } from '../../http/problem.ts';
import { routesTaking } from '../../http/route.ts';
import { listOf } from '../../http/shapes.ts';
import { shelfRoutes } from '../../http/collection-routes.ts';
import type { Channels } from '../../delivery/configured-channels.ts';
import type { People } from '../../people/people.ts';
import type { Schedules } from '../../on-call/schedules.ts';

type Takes = {
  people: People;
  channels: Channels;
  schedules: Schedules;
  policies: Policies;
};
const defineRoute = routesTaking<Takes>();

const show = ({ id, settings }: KeptPolicy) => ({ id, ...settings });

const answers: Record<PolicyRefusal, readonly [status: number, detail: string]> = {
  unknown: [404, 'There is no such policy.'],
  'too-many': [400, `There are already ${mostPolicies} policies. That is the limit.`],
  'changed-meanwhile': changedMeanwhile,
  'not-empty': [409, 'There are already policies. You can add the usual four only when there are none.'],
};
const refused = (refusal: PolicyRefusal): Problem => new Problem(...answers[refusal]);

/** Everything a policy names must exist when the policy is saved: at night it is too late to find out. */
function checkTargets(
  settings: PolicySettings,
  _before: KeptPolicy | null,
  { people, schedules, channels }: Takes,
): PolicySettings {
  const { steps } = settings;
  const places = { person: people, schedule: schedules, channel: channels };
  const errors = steps.flatMap(({ targets }, step) =>
    targets.flatMap(({ kind, id }, place) =>
      places[kind].find(id) === null
        ? [{ field: `steps.${step}.targets.${place}.id`, expected: `the id of a ${kind}` }]
        : [],
    ),
  );
  if (errors.length > 0)
    throw new Problem(400, 'The policy names an unknown person, schedule or channel.', { errors });
  return settings;
}

export const policyRoutes = [
  ...shelfRoutes<Takes, PolicySettings, KeptPolicy, PolicyRefusal>({
    path: '/api/v1/policies',
    summaries: {
      list: 'Every escalation policy, oldest first',
      add: 'Add an escalation policy: whom to page for which severities and services, in steps',
      one: 'One escalation policy',
      change: 'Change an escalation policy; paging that has begun goes on as it began',
      remove: 'Remove an escalation policy; paging that has begun goes on',
    },
    schema: policySchema,
    adds: managedShape,
    shelf: (parts) => parts.policies,
    show,
    check: checkTargets,
    refused,
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/policies/defaults',
    summary: 'Add the usual four policies, one for each severity, if there is none yet',
    access: 'owner',
    isForwarded: true,
    status: 201,
    answers: listOf(policyAnswerSchema),
    answer: async ({ parts, caller }) => {
      const owners = parts.people.list().filter(({ role }) => role === 'owner');
      // Without a schedule, the person who makes this request is paged first.
      const first = [caller.person, ...owners.map(({ id }) => id)].filter(
        (id) => parts.people.find(id) !== null,
      );
      const schedules = parts.schedules.list().map(({ id }) => id);
      const added = await parts.policies.begin(usualPolicies(schedules, [...new Set(first)]));
      if (typeof added === 'string') throw refused(added);
      return { body: { items: added.map(show) } };
    },
  }),
];
