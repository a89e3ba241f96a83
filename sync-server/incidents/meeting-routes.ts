// RS6: the review meeting as a file for any calendar.
import { z } from 'zod';
import { longestMeeting, renderMeeting, shortestMeeting } from '#room/pir/meeting.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { incidentParams } from '../http/shapes.ts';
import type { Authority } from '../people/authority.ts';
import type { Incidents } from './incidents.ts';

type Takes = {
  now: () => number;
  incidents: Incidents;
  baseUrl: () => string;
  authority: Authority;
};
const defineRoute = routesTaking<Takes>();

const query = z.strictObject({
  /** Epoch ms. */
  at: z.coerce.number().int().min(0).max(253_402_300_799_000).optional(),
  minutes: z.coerce.number().int().min(shortestMeeting).max(longestMeeting).default(60),
  /** The id of the person who leads it. */
  facilitator: z.string().max(64).optional(),
});

export const meetingRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/incidents/:id/review/meeting.ics',
    summary: 'A meeting about the review, with its agenda and the people of the incident, as iCalendar',
    access: 'viewer',
    params: incidentParams,
    query,
    answers: 'text/calendar; charset=utf-8',
    answer: async ({ parts, params: { id }, query: { at, minutes, facilitator = null }, caller }) => {
      if (at === undefined)
        throw new Problem(400, 'The meeting was not made.', {
          errors: [{ field: 'at', expected: 'when it begins, in milliseconds since 1970' }],
        });
      const people = new Map(parts.authority.everybody().map((person) => [person.id, person]));
      if (facilitator !== null && !people.has(facilitator))
        throw new Problem(400, 'The meeting was not made.', {
          errors: [{ field: 'facilitator', expected: 'the id of somebody in the team' }],
        });
      const file = await parts.incidents.look(id, (_doc, open) => {
        const room = open.room();
        return renderMeeting({
          id,
          room,
          meeting: { at, minutes, facilitator },
          names: (person) => people.get(person)?.name ?? room.people.get(person) ?? person,
          mailOf: (person) => people.get(person)?.contact?.email ?? null,
          organizer: caller.person,
          link: `${parts.baseUrl()}/#/room/${id}`,
          now: parts.now(),
        });
      });
      if (file === null) throw new Problem(404, `There is no incident ${id} here.`);
      return { text: file, type: 'text/calendar; charset=utf-8' };
    },
  }),
];
