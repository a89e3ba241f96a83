import { z } from 'zod';
import { factKinds, isDraft, isFactKind, severities, type FactDraft } from '#room/facts/fact.ts';
import { unreadFields } from '#room/facts/unread-fields.ts';
import { writerOf } from './writer.ts';
import { eraseRoutes, goneForGood } from './erase-routes.ts';
import { listIncidents, listQuery } from './list-incidents.ts';
import { refuseOthers, restrictedFact, restrictionSchema, restrictRoutes } from './restrict.ts';
import { readRoom } from './read-room.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import {
  declaredSchema,
  incidentsPageSchema,
  roomAnswerSchema,
  writtenFactsSchema,
} from '#wire/api/incidents.ts';
import { serviceName } from '#wire/api/list.ts';
import { incidentParams, moment } from '../http/shapes.ts';
import { natures, noticedWays } from '#room/team/scales.ts';
import type { Erasing } from './erasing.ts';
import type { Incidents } from './incidents.ts';
import type { RestedRooms } from './rested-rooms.ts';
import type { Search } from './search.ts';
import type { Authority } from '../people/authority.ts';
import type { Teams } from '../people/teams.ts';
import type { Service } from '#room/team/services.ts';
import type { Replica } from '../replica/replica.ts';

type Takes = {
  teams: Teams;
  authority: Authority;
  now: () => number;
  incidents: Incidents;
  erasing: Erasing;
  search: Search;
  restedRooms: RestedRooms;
  services: { shown(): readonly Service[] };
  replica: Pick<Replica, 'mirrored'> | null;
};
const defineRoute = routesTaking<Takes>();

const mostFacts = 500;

const newIncident = z.strictObject({
  title: z.string().trim().min(1).max(300),
  severity: z.enum(severities).optional(),
  summary: z.string().max(20_000).optional(),
  service: serviceName.optional(),
  drill: z.boolean().optional(),
  /** TM2: the only people who may see it from the start. */
  restrict: restrictionSchema.optional(),
  nature: z.enum(natures).optional(),
  noticed: z
    .strictObject({
      how: z.enum(noticedWays),
      who: z.string().trim().min(1).max(120).optional(),
      at: moment.optional(),
    })
    .optional(),
});

/** The room's schema of that kind checks the payload, and throws FactRefused. */
const draftSchema = z.looseObject({
  kind: z
    .string()
    .refine(
      (kind) => isFactKind(kind) && kind !== 'numbered',
      `one of ${factKinds.filter((kind) => kind !== 'numbered').join(', ')}`,
    )
    .meta({ examples: ['note'] }),
  at: z.number().min(0).optional(),
});
const newFacts = z
  .union([draftSchema, z.array(draftSchema).min(1).max(mostFacts)])
  .transform((body: unknown): FactDraft[] => [body].flat().filter(isDraft));

/** Nobody can notice something later than now; a clock may be a minute fast. */
function refuseLater(at: number | undefined, now: number): void {
  if (at === undefined || at <= now + 60_000) return;
  throw new Problem(400, 'The incident cannot have been noticed in the future.', {
    errors: [{ field: 'noticed.at', expected: 'a past time' }],
  });
}

const unknownIncident = (id: string) => new Problem(404, `There is no incident ${id} here.`);

export const incidentRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/incidents',
    summary: 'Incidents, newest first, by their state and by words that occur in them',
    access: 'viewer',
    query: listQuery,
    answers: incidentsPageSchema,
    answer: ({ parts, query }) => {
      const { incidents, search, restedRooms, replica, services } = parts;
      const found = search.find(query.q ?? '', incidents.list());
      const known = replica?.mirrored().services ?? services.shown();
      const { items, next } = listIncidents(incidents.list(), query, found, known);
      if (found === null || query.q === undefined) return { body: { items, next } };
      const { q } = query;
      const shown = items.map((incident) => ({ ...incident, matches: search.matchesIn(incident, q) }));
      return { body: { items: shown, next, notIndexed: restedRooms.behind() } };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/incidents',
    summary: 'Declare an incident',
    access: 'responder',
    body: newIncident,
    status: 201,
    answers: declaredSchema,
    answer: async ({ parts, body, caller, origin }) => {
      const { title, severity, summary, service, drill, nature, noticed, restrict } = body;
      refuseLater(noticed?.at, parts.now());
      const declared: FactDraft = {
        kind: 'declared',
        title,
        source: { type: 'person' },
        ...(severity === undefined ? {} : { severity }),
        ...(summary === undefined ? {} : { summary }),
        ...(service === undefined ? {} : { service }),
        ...(drill === undefined ? {} : { drill }),
        ...(nature === undefined ? {} : { nature }),
        ...(noticed === undefined ? {} : { noticed }),
      };
      const { id, number } = await parts.incidents.declare(
        {
          drafts: [declared, ...(restrict === undefined ? [] : [restrictedFact(restrict, parts)])],
          summary,
        },
        writerOf(caller),
      );
      return { body: { id, number, url: `${origin()}/#/room/${id}` }, location: `/api/v1/incidents/${id}` };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/incidents/:id',
    summary: 'One incident: its room as everybody sees it, with its texts',
    access: 'viewer',
    params: incidentParams,
    answers: roomAnswerSchema,
    answer: async ({ parts, params }) => {
      const room = await parts.incidents.look(params.id, (doc, open) => readRoom(params.id, doc, open));
      const erasure = parts.erasing.of(params.id);
      if (erasure !== null) throw goneForGood(erasure);
      if (room === null) throw unknownIncident(params.id);
      return { body: room };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/incidents/:id/facts',
    summary: `Add one fact, or a list of at most ${mostFacts}`,
    access: 'responder',
    params: incidentParams,
    body: newFacts,
    status: 201,
    answers: writtenFactsSchema,
    answer: async ({ parts, params, body, caller }) => {
      if (body.some(({ kind }) => kind === 'restricted' || kind === 'unrestricted'))
        refuseOthers(parts, params.id, caller);
      const facts = await parts.incidents.append(params.id, body, writerOf(caller));
      if (facts === null) throw unknownIncident(params.id);
      const unread = facts.flatMap((fact) =>
        unreadFields(fact).map((field) => ({ fact: fact.id, ...field })),
      );
      return {
        body: { items: facts, ...(unread.length === 0 ? {} : { unread }) },
        location: `/api/v1/incidents/${params.id}`,
      };
    },
  }),
  ...restrictRoutes,
  ...eraseRoutes,
];
