import { z } from 'zod';
import type { KeptPolicy, PolicyRefusal } from '../../alerting/policies.ts';
import { mostPolicies, policySchema, usualPolicies, type PolicySettings } from '../../alerting/policy.ts';
import type { Parts } from '../../parts.ts';
import { Problem } from '../problem.ts';
import { defineRoute } from '../route.ts';
import { idParams, listOf, readOnly } from './shapes.ts';

const policyAnswer = policySchema.extend({ id: z.string() });
const show = ({ id, settings }: KeptPolicy) => ({ id, ...settings });

const answers: Record<PolicyRefusal, readonly [status: number, detail: string]> = {
  unknown: [404, 'There is no such policy.'],
  'too-many': [400, `There are ${mostPolicies} policies already, which is the most a server keeps.`],
  'changed-meanwhile': [412, 'Somebody changed this meanwhile; read it again, then decide.'],
  'not-empty': [409, 'There are policies already; the usual four are only to begin with.'],
};
const refused = (refusal: PolicyRefusal): Problem => new Problem(...answers[refusal]);

/** Whom a policy names must be there when it is written: at night it is too late to find out. */
function checkTargets({ people, schedules, channels }: Parts, { steps }: PolicySettings) {
  const places = { person: people, schedule: schedules, channel: channels };
  const errors = steps.flatMap(({ targets }, step) =>
    targets.flatMap(({ kind, id }, place) =>
      places[kind].find(id) === null
        ? [{ field: `steps.${step}.targets.${place}.id`, expected: `the id of a ${kind}` }]
        : [],
    ),
  );
  if (errors.length > 0)
    throw new Problem(400, 'The policy names somebody or something unknown.', { errors });
}

export const policyRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/policies',
    summary: 'Every escalation policy, oldest first',
    access: 'viewer',
    isForwarded: true,
    answers: listOf(policyAnswer),
    answer: ({ parts }) => ({ body: { items: parts.policies.list().map(show) } }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/policies',
    summary: 'Add an escalation policy: whom to page for which severities and services, in steps',
    access: 'owner',
    isForwarded: true,
    body: policySchema,
    status: 201,
    answers: policyAnswer,
    answer: async ({ parts, body }) => {
      checkTargets(parts, body);
      const added = await parts.policies.add(body);
      if (typeof added === 'string') throw refused(added);
      return { body: show(added), location: `/api/v1/policies/${added.id}`, version: added.version };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/policies/defaults',
    summary: 'Begin with the usual four, one for each severity, where there is no policy yet',
    access: 'owner',
    isForwarded: true,
    status: 201,
    answers: listOf(policyAnswer),
    answer: async ({ parts, caller }) => {
      const owners = parts.people.list().filter(({ role }) => role === 'owner');
      // Without a schedule whoever asks is paged first.
      const first = [caller.person, ...owners.map(({ id }) => id)].filter(
        (id) => parts.people.find(id) !== null,
      );
      const schedules = parts.schedules.list().map(({ id }) => id);
      const executives = parts.channels
        .list()
        .filter(({ settings }) => settings.audiences.includes('executives'))
        .map(({ id }) => id);
      const added = await parts.policies.begin(usualPolicies(schedules, [...new Set(first)], executives));
      if (typeof added === 'string') throw refused(added);
      return { body: { items: added.map(show) } };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/policies/:id',
    summary: 'One escalation policy',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    answers: policyAnswer,
    answer: ({ parts, params }) => {
      const policy = parts.policies.find(params.id);
      if (policy === null) throw refused('unknown');
      return { body: show(policy), version: policy.version };
    },
  }),
  defineRoute({
    method: 'PUT',
    path: '/api/v1/policies/:id',
    summary: 'Change an escalation policy; what is under way goes on as it began',
    access: 'owner',
    isForwarded: true,
    params: idParams,
    body: policySchema.extend({ id: readOnly }),
    answers: policyAnswer,
    answer: async ({ parts, params, body, version }) => {
      const { id: _id, ...settings } = body;
      checkTargets(parts, settings);
      const changed = await parts.policies.change(params.id, settings, version);
      if (typeof changed === 'string') throw refused(changed);
      return { body: show(changed), version: changed.version };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/policies/:id',
    summary: 'Remove an escalation policy; what is under way goes on',
    access: 'owner',
    isForwarded: true,
    params: idParams,
    status: 204,
    answers: z.undefined(),
    answer: async ({ parts, params, version }) => {
      const removed = await parts.policies.remove(params.id, version);
      if (removed !== 'removed') throw refused(removed);
      return {};
    },
  }),
];
