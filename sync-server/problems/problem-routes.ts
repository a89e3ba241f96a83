import { z } from 'zod';
import { findRepeats, incidentsOf } from '#room/learning/problems.ts';
import { rankSimilar } from '#room/learning/similar.ts';
import { shelfRoutes } from '../http/collection-routes.ts';
import { changedMeanwhile, Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { incidentParams, listOf } from '../http/shapes.ts';
import { summarySchema } from '#wire/api/incidents.ts';
import { problemAddsShape, problemSchema, type ProblemSettings } from '#wire/api/problems.ts';
import { mostProblems, showProblem, type KeptProblem, type ProblemRefusal } from './problems.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { People } from '../people/people.ts';
import type { Problems } from './problems.ts';
import type { Replica } from '../replica/replica.ts';
import type { Services } from '../services/services.ts';

type Takes = {
  now: () => number;
  people: People;
  incidents: Incidents;
  services: Services;
  problems: Problems;
  replica: Replica | null;
};
const defineRoute = routesTaking<Takes>();

function refused(refusal: ProblemRefusal): Problem {
  if (refusal === 'unknown') return new Problem(404, 'There is no such problem.');
  if (refusal === 'changed-meanwhile') return new Problem(...changedMeanwhile);
  return new Problem(400, `There are already ${mostProblems} problems. That is the limit.`);
}

const wrong = (field: string, expected: string) =>
  new Problem(400, 'The problem is not as expected.', { errors: [{ field, expected }] });

/** PM3: the time of the solution is set once, and removed when the problem is no longer solved. */
function check(settings: ProblemSettings, before: KeptProblem | null, parts: Takes): ProblemSettings {
  const { solvedAt: _said, ...rest } = settings;
  if (rest.state === 'known-error' && rest.workaround === undefined)
    throw wrong('workaround', 'what helps until it is solved: a known error has a workaround');
  if (rest.owner !== undefined && parts.people.find(rest.owner) === null)
    throw wrong('owner', 'the id of somebody in the team');
  rest.incidents.forEach((id, index) => {
    if (!parts.incidents.knows(id)) throw wrong(`incidents.${index}`, 'the id of an incident that is here');
  });
  if (rest.state !== 'solved') return rest;
  return { ...rest, solvedAt: before?.settings.solvedAt ?? parts.now() };
}

const reason = z.object({ kind: z.enum(['service', 'check', 'cause', 'words']), names: z.array(z.string()) });
const sign = z.object({ kind: z.enum(['cause', 'check']), value: z.string(), name: z.string() });

export const problemRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/repeats',
    summary:
      'Causes and checks that came back in three incidents within 90 days and are not recorded as a problem yet',
    access: 'viewer',
    isForwarded: true,
    answers: listOf(z.object({ sign, incidents: z.array(z.string()) })),
    answer: ({ parts: { incidents, problems, now } }) => ({
      body: {
        items: findRepeats(incidents.list(), problems.shown(), now()).map((each) => ({
          sign: each.sign,
          incidents: each.incidents.map(({ id }) => id),
        })),
      },
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/incidents/:id/similar',
    summary: 'The incidents most like this one, at most five, each with the reasons',
    access: 'viewer',
    params: incidentParams,
    answers: listOf(summarySchema.extend({ reasons: z.array(reason) })),
    answer: ({ parts: { incidents, replica, services }, params }) => {
      const all = incidents.list();
      const incident = all.find(({ id }) => id === params.id);
      if (incident === undefined) throw new Problem(404, `There is no incident ${params.id} here.`);
      const items = rankSimilar(incident, all, replica?.mirrored().services ?? services.shown()).map(
        (alike) => ({
          ...alike.incident,
          reasons: [...alike.reasons],
        }),
      );
      return { body: { items } };
    },
  }),
  ...shelfRoutes<Takes, ProblemSettings, KeptProblem, ProblemRefusal>({
    path: '/api/v1/problems',
    writes: 'responder',
    summaries: {
      list: 'Every problem, with its incidents',
      add: 'Record a problem',
      one: 'One problem',
      change: 'Change a problem; one sent back as it was read stays as it is',
      remove: 'Forget a problem; its incidents stay as they are',
    },
    schema: problemSchema,
    adds: problemAddsShape,
    shelf: (parts) => parts.problems,
    show: (item, { parts }) => ({
      ...item.settings,
      id: item.id,
      allIncidents: incidentsOf(showProblem(item), parts.incidents.list()).map(({ id }) => id),
    }),
    check,
    refused,
  }),
];
