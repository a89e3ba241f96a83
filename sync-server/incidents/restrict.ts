// TM2: restricting an incident and lifting the restriction, for its commander and for owners.
import { z } from 'zod';
import type { FactDraft } from '#room/facts/fact.ts';
import { mostAllowed } from '#room/facts/access.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { incidentParams } from '../http/shapes.ts';
import { restrictionShape } from '#wire/api/incidents.ts';
import type { Identity } from '../sync/identity.ts';
import { writerOf } from './writer.ts';
import type { Authority } from '../people/authority.ts';
import type { Incidents } from './incidents.ts';
import type { Teams } from '../people/teams.ts';
import type { Replica } from '../replica/replica.ts';

type Takes = {
  teams: Teams;
  incidents: Incidents;
  replica: Pick<Replica, 'mirrored'> | null;
  authority: Authority;
};
const defineRoute = routesTaking<Takes>();

const ids = z.array(z.string().min(1).max(64)).max(mostAllowed).default([]);
export const restrictionSchema = z.strictObject({ teams: ids, people: ids });

/** The fact that restricts it, with its teams' names. Throws a Problem that names unknown teams or people. */
export function restrictedFact(
  { teams, people }: z.output<typeof restrictionSchema>,
  parts: { teams: Teams; authority: Authority; replica: Pick<Replica, 'mirrored'> | null },
): FactDraft {
  const known = parts.replica?.mirrored().teams ?? parts.teams.shown();
  const named = teams.map((id) => ({ id, name: known.find((each) => each.id === id)?.name ?? '' }));
  const errors = [
    ...named.flatMap(({ name }, index) =>
      name === '' ? [{ field: `teams.${index}`, expected: 'the id of a team' }] : [],
    ),
    ...people.flatMap((id, index) =>
      parts.authority.personNow(id) === null
        ? [{ field: `people.${index}`, expected: 'the id of somebody in the team' }]
        : [],
    ),
  ];
  if (errors.length > 0)
    throw new Problem(400, 'Nothing was changed, because the request names an unknown team or person.', {
      errors,
    });
  return { kind: 'restricted', teams: named, people: [...people] };
}

/** TM2. Throws unless the caller commands it or is an owner. */
export function refuseOthers({ incidents }: { incidents: Incidents }, id: string, caller: Identity): void {
  const incident = incidents.list().find((each) => each.id === id);
  if (incident === undefined) throw new Problem(404, `There is no incident ${id} here.`);
  if (caller.role === 'owner' || incident.commanders.includes(caller.person)) return;
  throw new Problem(403, 'Only the commander and owners decide who may see an incident.');
}

const answers = z.object({ restricted: restrictionShape.nullable() });

async function write(parts: Takes, id: string, caller: Identity, draft: FactDraft) {
  refuseOthers(parts, id, caller);
  await parts.incidents.append(id, [draft], writerOf(caller));
  const restricted = await parts.incidents.look(id, (_doc, open) => open.room().restricted);
  return { body: { restricted } };
}

export const restrictRoutes = [
  defineRoute({
    method: 'PUT',
    path: '/api/v1/incidents/:id/restriction',
    summary: 'Restrict an incident to these teams and people, the owners and the caller',
    access: 'responder',
    isForwarded: true,
    params: incidentParams,
    body: restrictionSchema,
    answers,
    answer: ({ parts, params, body, caller }) => write(parts, params.id, caller, restrictedFact(body, parts)),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/incidents/:id/restriction',
    summary: 'Let everybody in the team see the incident again',
    access: 'responder',
    isForwarded: true,
    params: incidentParams,
    answers,
    answer: ({ parts, params, caller }) => write(parts, params.id, caller, { kind: 'unrestricted' }),
  }),
];
