// ED: routes to export a person's data and to erase it. Forwarded to the team's server.
import { z } from 'zod';
import { erasedPersonSchema, removedPersonSchema } from '#wire/api/access.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { idParams, listOf } from '../http/shapes.ts';
import { refused } from '../people/people-routes.ts';
import { gatherPersonalData, type PersonalDataSources } from './personal-data.ts';
import type { ErasedPeople } from '../people/erased-people.ts';
import type { PersonErasing } from './erase-person.ts';

type Takes = PersonalDataSources & {
  now: () => number;
  erasedPeople: ErasedPeople;
  personErasing: PersonErasing;
};
const defineRoute = routesTaking<Takes>();

export const personalDataRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/people/removed',
    summary: 'Removed people whose data the server still keeps',
    access: 'owner',
    isForwarded: true,
    answers: listOf(removedPersonSchema),
    answer: ({ parts }) => ({ body: { items: parts.personRecords.removed() } }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/people/:id/data',
    summary: 'All data about a person as a file, for themselves and for owners',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    answers: 'application/json',
    answer: async ({ parts, params: { id }, caller }) => {
      if (caller.role !== 'owner' && caller.person !== id)
        throw new Problem(403, 'Only that person and owners may get personal data.');
      const data = await gatherPersonalData(parts, id, parts.now());
      if (data === null) throw refused('unknown');
      return {
        type: 'application/json; charset=utf-8',
        headers: { 'content-disposition': `attachment; filename="muster-person-${id}.json"` },
        text: `${JSON.stringify(data, null, 2)}\n`,
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/people/:id/erase',
    summary: 'Erase a person’s data for good; `name` confirms who',
    access: 'owner',
    isForwarded: true,
    params: idParams,
    body: z.strictObject({ name: z.string().max(200).default('') }),
    answers: erasedPersonSchema,
    answer: async ({ parts, params: { id }, body }) => {
      const { personErasing, erasedPeople, personRecords } = parts;
      const before = erasedPeople.of(id);
      if (before !== null) return { body: before };
      const known = personRecords.person(id);
      if (known === null) throw refused('unknown');
      if (body.name !== known.name)
        throw new Problem(400, 'Nothing was erased.', {
          errors: [{ field: 'name', expected: `${known.name}, the name of the person to erase` }],
        });
      const erased = await personErasing.erase(id);
      if (typeof erased === 'string') throw refused(erased);
      return { body: erased };
    },
  }),
];
