import { managedShape } from '#wire/api/list.ts';
import { z } from 'zod';
import { overrideSchema, shiftsPreviewSchema, shiftsSchema } from '#wire/api/on-call.ts';
import { awayIn } from './away.ts';
import { findDuty } from './duty.ts';
import { measureFairness } from './fairness.ts';
import { scheduleSchema, type ScheduleSettings } from '#wire/api/schedules.ts';
import { longestOverrideMs, mostOverrides, mostSchedules } from './schedule.ts';
import type { Schedule, ScheduleRefusal, Schedules } from './schedules.ts';
import { planShifts } from './shifts.ts';
import { dayMs } from '#room/time/zone.ts';
import { changedMeanwhile, Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { idParams, listOf, moment } from '../http/shapes.ts';
import { shelfRoutes } from '../http/collection-routes.ts';
import type { People } from '../people/people.ts';

type Paging = { name: string; steps: readonly { targets: readonly { kind: string; id: string }[] }[] };
type Takes = {
  now: () => number;
  people: People;
  schedules: Schedules;
  policies: { list(): readonly { settings: Paging }[] };
};
const defineRoute = routesTaking<Takes>();

const longestRangeMs = 5 * 366 * dayMs;
const usualRangeMs = 28 * dayMs;

const answers: Record<ScheduleRefusal, readonly [status: number, detail: string]> = {
  unknown: [404, 'There is no such schedule or override.'],
  'too-many': [400, `There are already ${mostSchedules} schedules. That is the limit.`],
  'too-many-overrides': [400, `The schedule has ${mostOverrides} overrides, which is the most it keeps.`],
  'changed-meanwhile': changedMeanwhile,
};
const refused = (refusal: ScheduleRefusal): Problem => new Problem(...answers[refusal]);

const fieldProblem = (detail: string, field: string, expected: string): Problem =>
  new Problem(400, detail, { errors: [{ field, expected }] });

function findSchedule({ schedules }: Takes, id: string): Schedule {
  const schedule = schedules.find(id);
  if (schedule === null) throw refused('unknown');
  return schedule;
}

/** Everybody named must be in the team: otherwise a typing error shows only at night, as a gap. */
function checkPeople(
  settings: ScheduleSettings,
  _before: Schedule | null,
  { people }: Takes,
): ScheduleSettings {
  const { layers } = settings;
  const errors = layers.flatMap((layer, index) =>
    layer.people.flatMap((person, place) =>
      people.find(person) === null
        ? [{ field: `layers.${index}.people.${place}`, expected: 'the id of somebody in the team' }]
        : [],
    ),
  );
  if (errors.length > 0)
    throw new Problem(400, 'The schedule names somebody who is not in the team.', { errors });
  return settings;
}

/** A policy left without people to page would be noticed only at night. */
function checkUse(schedule: string, { policies }: Takes) {
  const user = policies
    .list()
    .find(({ settings }) =>
      settings.steps.some(({ targets }) =>
        targets.some(({ kind, id }) => kind === 'schedule' && id === schedule),
      ),
    );
  if (user)
    throw new Problem(
      409,
      `The policy “${user.settings.name}” pages this schedule. Change the policy first.`,
    );
}

const rangeQuery = z.object({ from: z.coerce.number().min(0).optional(), to: z.coerce.number().optional() });

function rangeOf({ from, to }: z.output<typeof rangeQuery>, now: number): { from: number; to: number } {
  const begins = from ?? now;
  const ends = to ?? begins + usualRangeMs;
  if (ends <= begins) throw fieldProblem('The range is empty.', 'to', 'a time after from');
  if (ends - begins > longestRangeMs)
    throw fieldProblem('The range is too long.', 'to', 'at most 5 years after from');
  return { from: begins, to: ends };
}

export const scheduleRoutes = [
  ...shelfRoutes<Takes, ScheduleSettings, Schedule, ScheduleRefusal>({
    path: '/api/v1/schedules',
    summaries: {
      list: 'Every on-call schedule',
      add: 'Add an on-call schedule: layers of rotations, later ones before earlier where they cover',
      one: 'One on-call schedule',
      change: 'Change an on-call schedule; its overrides stay',
      remove: 'Remove an on-call schedule that no policy pages',
    },
    schema: scheduleSchema,
    adds: managedShape,
    shelf: (parts) => parts.schedules,
    show: ({ id, settings }) => ({ id, ...settings }),
    check: checkPeople,
    checkRemoval: checkUse,
    refused,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/schedules/:id/shifts',
    summary: 'The shifts, the gaps and the share of each person; by default of the next four weeks',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    query: rangeQuery,
    answers: shiftsSchema,
    answer: ({ parts, params, query }) => {
      const { settings, overrides } = findSchedule(parts, params.id);
      const range = rangeOf(query, parts.now());
      const { shifts, gaps } = planShifts(settings, overrides, range, awayIn(parts));
      const zoneOf = (person: string) => parts.people.find(person)?.contact?.timeZone ?? settings.timeZone;
      return { body: { items: shifts, gaps, fairness: measureFairness(shifts, range, zoneOf) } };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/schedules/preview',
    summary: 'The shifts and gaps of a schedule before it is saved, with the overrides of `id`',
    access: 'responder',
    isForwarded: true,
    query: rangeQuery,
    body: scheduleSchema.extend({ id: z.string().max(64).optional() }),
    status: 200,
    answers: shiftsPreviewSchema,
    answer: ({ parts, query, body }) => {
      const { id, ...settings } = body;
      const overrides = id === undefined ? [] : (parts.schedules.find(id)?.overrides ?? []);
      const range = rangeOf(query, parts.now());
      const { shifts, gaps } = planShifts(settings, overrides, range, awayIn(parts));
      return { body: { items: shifts, gaps } };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/schedules/:id/overrides',
    summary: 'The overrides of a schedule, oldest first; a later one wins',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    answers: listOf(overrideSchema),
    answer: ({ parts, params }) => ({ body: { items: findSchedule(parts, params.id).overrides } }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/schedules/:id/overrides',
    summary: 'Take a shift, by default from now until it ends; an owner may give it to anybody',
    access: 'responder',
    isForwarded: true,
    params: idParams,
    body: z.strictObject({
      person: z.string().min(1).max(64).optional(),
      from: moment.optional(),
      to: moment.optional(),
    }),
    status: 201,
    answers: overrideSchema,
    answer: async ({ parts, params, body, caller }) => {
      const schedule = findSchedule(parts, params.id);
      const { person = caller.person, from = parts.now() } = body;
      if (person !== caller.person && caller.role !== 'owner')
        throw new Problem(403, 'Only an owner may give a shift to somebody else. You may take one yourself.');
      if (parts.people.find(person) === null)
        throw fieldProblem('There is no such person.', 'person', 'the id of somebody in the team');
      const to = body.to ?? endOfShift(parts, schedule, from);
      if (to <= from) throw fieldProblem('The override is empty.', 'to', 'a time after from');
      if (to - from > longestOverrideMs)
        throw fieldProblem('The override is too long.', 'to', 'at most a year after from');
      const added = await parts.schedules.override(params.id, { person, from, to, by: caller.person });
      if (typeof added === 'string') throw refused(added);
      return { body: added, location: `/api/v1/schedules/${params.id}/overrides/${added.id}` };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/schedules/:id/overrides/:override',
    summary: 'Take back an override: an owner any, everybody their own',
    access: 'responder',
    isForwarded: true,
    params: idParams.extend({ override: z.string().min(1).max(64) }),
    status: 204,
    answers: z.undefined(),
    answer: async ({ parts, params, caller }) => {
      const override = findSchedule(parts, params.id).overrides.find(({ id }) => id === params.override);
      if (override === undefined) throw refused('unknown');
      if (caller.role !== 'owner' && override.person !== caller.person)
        throw new Problem(403, 'Only an owner may remove somebody else’s override.');
      const removed = await parts.schedules.withdraw(params.id, params.override);
      if (removed !== 'removed') throw refused(removed);
      return {};
    },
  }),
];

function endOfShift(parts: Takes, { settings, overrides }: Schedule, from: number): number {
  const { until } = findDuty(settings, overrides, from, awayIn(parts));
  if (until !== null) return until;
  throw fieldProblem('The shift has no end within sight.', 'to', 'the time at which the override ends');
}
