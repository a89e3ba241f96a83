// OC8: GET /calendar/<code>.ics, for calendar programs that cannot send tokens: the address is the secret.
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { renderCalendar, type CalendarShift } from './calendar.ts';
import type { CalendarOf, Calendars } from './calendars.ts';
import type { Schedule, Schedules } from './schedules.ts';
import { awayIn } from './away.ts';
import { planShifts } from './shifts.ts';
import { dayMs, midnightOf } from '#room/time/zone.ts';
import { isHeld } from '../http/entity-tags.ts';
import { Problem } from '../http/problem.ts';
import type { People } from '../people/people.ts';

const daysBack = 31;
const daysAhead = 366;

type CalendarParts = { calendars: Calendars; schedules: Schedules; people: People; now: () => number };

export function serveCalendars(http: FastifyInstance, parts: CalendarParts) {
  http.get<{ Params: { file: string } }>('/calendar/:file', (request, reply) => {
    const code = /^([\w-]{20,60})\.ics$/.exec(request.params.file)?.[1];
    const text = code === undefined ? null : drawUp(parts, parts.calendars.find(code));
    if (text === null) {
      const detail = 'There is no such calendar. Its address may have been renewed or ended.';
      throw new Problem(404, detail, { isFailedCredential: true });
    }
    const tag = createHash('sha256').update(text).digest('hex').slice(0, 32);
    reply.headers({ etag: `"${tag}"`, 'cache-control': 'private, no-cache' });
    if (isHeld(request.headers['if-none-match'], (held) => held === tag)) return reply.code(304).send();
    return reply
      .type('text/calendar; charset=utf-8')
      .header('content-disposition', 'inline; filename="on-call.ics"')
      .send(text);
  });
}

function drawUp(parts: CalendarParts, of: CalendarOf | null): string | null {
  if (of === null || of.kind === 'dial') return null;
  // Whole days, so that requests on the same day give the same bytes.
  const today = midnightOf(parts.now());
  const { revise } = parts.calendars;
  const range = { from: today - daysBack * dayMs, to: today + daysAhead * dayMs };
  const nameOf = (person: string) => parts.people.find(person)?.name;
  const shiftsOf = ({ id, settings, overrides }: Schedule): CalendarShift[] =>
    planShifts(settings, overrides, range, awayIn(parts)).shifts.map((shift) => ({
      ...shift,
      schedule: { id, name: settings.name },
      personName: nameOf(shift.person) ?? shift.person,
    }));
  if (of.kind === 'schedule') {
    const schedule = parts.schedules.find(of.target);
    return schedule && renderCalendar({ name: schedule.settings.name, shifts: shiftsOf(schedule), revise });
  }
  const name = nameOf(of.target);
  if (name === undefined) return null;
  const own = parts.schedules
    .list()
    .flatMap(shiftsOf)
    .filter(({ person }) => person === of.target);
  return renderCalendar({ name: `${name} on call`, shifts: own, revise });
}
