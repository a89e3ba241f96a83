// ER: erasing an incident for good, for owners. A desktop forwards it to the team's server.
import { z } from 'zod';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { incidentParams, listOf } from '../http/shapes.ts';
import type { Erasure, Erasing } from './erasing.ts';
import { isOpen, type Incidents } from './incidents.ts';

type Takes = {
  now: () => number;
  incidents: Incidents;
  erasing: Erasing;
};
const defineRoute = routesTaking<Takes>();

/** ER2: the answer for an erased incident. */
export const goneForGood = ({ number, at, by }: Erasure) =>
  new Problem(
    410,
    `${by} erased ${number ?? 'this incident'} on ${new Date(at).toISOString().slice(0, 10)}.`,
  );

export const eraseRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/incidents/erased',
    summary: 'The erased incidents, by whom and when',
    access: 'owner',
    isForwarded: true,
    answers: listOf(
      z.object({ id: z.string(), number: z.string().nullable(), at: z.number(), by: z.string() }),
    ),
    answer: ({ parts }) => ({ body: { items: parts.erasing.list() } }),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/incidents/:id',
    summary: 'Erase an incident that is over, everywhere and for good; `number` confirms which',
    access: 'owner',
    isForwarded: true,
    params: incidentParams,
    query: z.strictObject({ number: z.string().max(40).default('') }),
    status: 204,
    answers: z.undefined(),
    answer: async ({ parts, params, query, caller }) => {
      const { erasing, incidents, now } = parts;
      const incident = incidents.list().find(({ id }) => id === params.id);
      if (incident === undefined) {
        if (erasing.of(params.id) !== null) return {};
        throw new Problem(404, `There is no incident ${params.id}.`);
      }
      const { id, number } = incident;
      const expected = number ?? id;
      if (query.number !== expected)
        throw new Problem(400, 'Nothing was erased.', {
          errors: [{ field: 'number', expected: `${expected}, the number of the incident to erase` }],
        });
      if (isOpen(incident)) throw new Problem(409, `${expected} is open. Resolve it before you erase it.`);
      await erasing.erase({ id, number, at: now(), by: caller.name });
      return {};
    },
  }),
];
