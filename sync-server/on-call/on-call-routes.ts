import { z } from 'zod';
import type { CalendarOf } from './calendars.ts';
import type { Parts } from '../parts.ts';
import { Problem } from '../http/problem.ts';
import { defineRoute } from '../http/route.ts';
import { idParams, listOf } from '../http/shapes.ts';

const personOrNull = z.string().nullable();
const onCallSchema = z.object({
  schedule: z.string(),
  name: z.string(),
  service: z.string().nullable(),
  person: personOrNull,
  backup: personOrNull,
  until: z.number().nullable(),
  next: z.object({ person: personOrNull, from: z.number() }).nullable(),
});

const isKnown = ({ schedules, people }: Parts, { kind, target }: CalendarOf): boolean =>
  (kind === 'schedule' ? schedules.find(target) : people.find(target)) !== null;

/** OC8: everybody may publish a schedule's calendar and their own; an owner anybody's. */
function calendarRoutes(kind: CalendarOf['kind']) {
  const path = `/api/v1/${kind === 'schedule' ? 'schedules' : 'people'}/:id/calendar`;
  const check = (parts: Parts, target: string, caller: { person: string; role: string }) => {
    if (!isKnown(parts, { kind, target })) throw new Problem(404, `There is no such ${kind}.`);
    const mayDo = caller.role === 'owner' || (kind === 'person' && caller.person === target);
    if (mayDo) return;
    throw new Problem(
      403,
      kind === 'person'
        ? "Only an owner may publish somebody else's calendar."
        : "Only an owner may publish a schedule's calendar.",
    );
  };
  return [
    defineRoute({
      method: 'POST',
      path,
      summary: 'A new secret address of its calendar (iCalendar), shown this once; the one before it ends',
      access: 'viewer',
      isForwarded: true,
      params: idParams,
      status: 201,
      answers: z.object({ url: z.string() }),
      answer: ({ parts, params, caller }) => {
        check(parts, params.id, caller);
        const code = parts.calendars.renew({ kind, target: params.id });
        return { body: { url: `${parts.baseUrl()}/calendar/${code}.ics` } };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path,
      summary: 'End the address of its calendar',
      access: 'viewer',
      isForwarded: true,
      params: idParams,
      status: 204,
      answers: z.undefined(),
      answer: ({ parts, params, caller }) => {
        check(parts, params.id, caller);
        if (!parts.calendars.revoke({ kind, target: params.id }))
          throw new Problem(404, 'Its calendar has no address.');
        return {};
      },
    }),
  ];
}

export const onCallRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/on-call',
    summary: 'Who is on call now and next, for each schedule',
    access: 'viewer',
    isForwarded: true,
    answers: listOf(onCallSchema),
    answer: ({ parts }) => ({ body: { items: parts.desk.onCall() } }),
  }),
  ...calendarRoutes('schedule'),
  ...calendarRoutes('person'),
];
