import { z } from 'zod';
import { isOverdue } from '#room/team/recurring.ts';
import type { RecurringSettings } from '#wire/api/recurring.ts';
import {
  keptRunSchema,
  recurringAddsShape,
  recurringSchema,
  runChangeSchema,
  runSchema,
} from '#wire/api/recurring.ts';
import { shelfRoutes } from '../http/collection-routes.ts';
import { changedMeanwhile, Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { idParams, listOf } from '../http/shapes.ts';
import type { People } from '../people/people.ts';
import { mostRecurring, type KeptRecurring, type Recurring, type RecurringRefusal } from './recurring.ts';
import { usualTasks } from './usual-tasks.ts';

type Takes = { now: () => number; people: People; recurringTasks: Recurring };
const defineRoute = routesTaking<Takes>();
const path = '/api/v1/recurring-tasks';

const wrong = (field: string, expected: string) =>
  new Problem(400, 'The recurring task is not as expected.', { errors: [{ field, expected }] });

function refused(refusal: RecurringRefusal): Problem {
  if (refusal === 'unknown') return new Problem(404, 'There is no such recurring task.');
  if (refusal === 'changed-meanwhile') return new Problem(...changedMeanwhile);
  if (refusal === 'name-taken') return wrong('name', 'a name that no other recurring task has');
  return new Problem(400, `There are already ${mostRecurring} recurring tasks. That is the limit.`);
}

function check(settings: RecurringSettings, _before: KeptRecurring | null, { people }: Takes) {
  if (settings.owner !== undefined && people.find(settings.owner) === null)
    throw wrong('owner', 'the id of somebody in the team');
  return settings;
}

function show({ id, settings }: KeptRecurring, { recurringTasks, now }: Takes) {
  const due = recurringTasks.due({ id, version: 0, settings });
  return { ...settings, id, due, isOverdue: isOverdue(due, now()), last: recurringTasks.last(id) };
}

function find({ recurringTasks }: Takes, id: string): KeptRecurring {
  const task = recurringTasks.find(id);
  if (task === null) throw refused('unknown');
  return task;
}

const shown = recurringSchema.extend({ id: z.string(), ...recurringAddsShape });

export const recurringRoutes = [
  ...shelfRoutes<Takes, RecurringSettings, KeptRecurring, RecurringRefusal>({
    path,
    summaries: {
      list: 'Every recurring task, with the day on which it is due and its last turn',
      add: 'Add a recurring task',
      one: 'One recurring task',
      change: 'Change a recurring task; one sent back as it was read stays as it is',
      remove: 'Remove a recurring task with its turns',
    },
    schema: recurringSchema,
    adds: recurringAddsShape,
    shelf: (parts) => parts.recurringTasks,
    show: (item, { parts }) => show(item, parts),
    check,
    refused,
  }),
  defineRoute({
    method: 'POST',
    path: `${path}/defaults`,
    summary: 'Add the usual recurring tasks where there is none yet',
    access: 'owner',
    isForwarded: true,
    status: 201,
    answers: listOf(shown),
    answer: async ({ parts }) => {
      if (parts.recurringTasks.list().length > 0)
        throw new Problem(409, 'There are already recurring tasks. Nothing was added.');
      for (const task of usualTasks(parts.now())) await parts.recurringTasks.add(task);
      return { body: { items: parts.recurringTasks.list().map((task) => show(task, parts)) } };
    },
  }),
  defineRoute({
    method: 'GET',
    path: `${path}/:id/runs`,
    summary: 'The recorded turns of a recurring task, newest first',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    answers: listOf(keptRunSchema),
    answer: ({ parts, params }) => ({
      body: { items: parts.recurringTasks.runs(find(parts, params.id).id) },
    }),
  }),
  defineRoute({
    method: 'POST',
    path: `${path}/:id/runs`,
    summary: 'Record the turn of a recurring task that is due next: passed, failed or skipped',
    access: 'responder',
    isForwarded: true,
    params: idParams,
    body: runSchema,
    status: 201,
    answers: keptRunSchema,
    answer: async ({ parts, params, body: { outcome, text = null, url = null }, caller }) => {
      const task = find(parts, params.id);
      // RR3: who reads it later needs to know what failed, and why nobody did it.
      if (outcome !== 'passed' && text === null)
        throw new Problem(400, 'The turn is not as expected.', {
          errors: [{ field: 'text', expected: outcome === 'failed' ? 'what failed' : 'why it was skipped' }],
        });
      const at = Math.round(parts.now());
      return { body: await parts.recurringTasks.record(task, { at, by: caller.person, outcome, text, url }) };
    },
  }),
  defineRoute({
    method: 'PUT',
    path: `${path}/:id/runs/:run`,
    summary: 'Name the incident that came of a failed turn of a recurring task; null for none',
    access: 'responder',
    isForwarded: true,
    params: idParams.extend({ run: z.string() }),
    body: runChangeSchema,
    answers: keptRunSchema,
    answer: async ({ parts, params, body: { incident } }) => {
      const run = parts.recurringTasks.runs(find(parts, params.id).id).find(({ id }) => id === params.run);
      if (run === undefined) throw new Problem(404, 'The recurring task has no such turn.');
      if (run.outcome !== 'failed') throw new Problem(409, 'Only a failed turn leads to an incident.');
      const changed = await parts.recurringTasks.ledTo(run.id, incident);
      if (changed === null) throw new Problem(404, 'The recurring task has no such turn.');
      return { body: changed };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: `${path}/:id/runs/:run`,
    summary: 'Take back the newest turn of a recurring task, which is due again then',
    access: 'responder',
    isForwarded: true,
    params: idParams.extend({ run: z.string() }),
    status: 204,
    answers: z.undefined(),
    answer: async ({ parts, params, caller }) => {
      const last = parts.recurringTasks.last(find(parts, params.id).id);
      if (last?.id !== params.run) throw new Problem(409, 'Only the newest turn can be taken back.');
      if (last.by !== caller.person && caller.role !== 'owner')
        throw new Problem(403, 'Only the person who recorded it, or an owner, can take it back.');
      await parts.recurringTasks.takeBack(last.id);
      return {};
    },
  }),
];
