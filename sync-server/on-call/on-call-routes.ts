import { z } from 'zod';
import { secretAddressSchema } from '#wire/api/on-call.ts';
import type { CalendarOf, Calendars } from './calendars.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { idParams, listOf } from '../http/shapes.ts';
import type { Channels } from '../delivery/configured-channels.ts';
import type { Roster } from './roster.ts';
import type { People } from '../people/people.ts';
import type { Schedules } from './schedules.ts';

type Takes = {
  people: People;
  channels: Channels;
  schedules: Schedules;
  calendars: Calendars;
  roster: Roster;
  baseUrl: () => string;
};
const defineRoute = routesTaking<Takes>();

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

const isKnown = ({ schedules, people, channels }: Takes, { kind, target }: CalendarOf): boolean => {
  if (kind === 'person') return people.find(target) !== null;
  if (kind === 'replies') return channels.find(target)?.settings.kind === 'gateway';
  return schedules.find(target) !== null;
};

type Published = {
  path: string;
  of: string;
  makes: string;
  ends: string;
  refused: string;
  none: string;
  address: (code: string) => string;
};

const published: Readonly<Record<CalendarOf['kind'], Published>> = {
  person: {
    path: '/api/v1/people/:id/calendar',
    of: 'person',
    makes: 'A new secret address of their calendar (iCalendar), shown only once; the old one ends',
    ends: 'End the address of their calendar',
    refused: "Only an owner may publish somebody else's calendar.",
    none: 'Their calendar has no address.',
    address: (code) => `/calendar/${code}.ics`,
  },
  schedule: {
    path: '/api/v1/schedules/:id/calendar',
    of: 'schedule',
    makes: 'A new secret address of its calendar (iCalendar), shown only once; the old one ends',
    ends: 'End the address of its calendar',
    refused: "Only an owner may publish a schedule's calendar.",
    none: 'Its calendar has no address.',
    address: (code) => `/calendar/${code}.ics`,
  },
  dial: {
    path: '/api/v1/schedules/:id/dial',
    of: 'schedule',
    makes:
      'A new secret address that gives a telephony provider the number to ring, shown only once; the old one ends',
    ends: 'End the address that gives the number to ring',
    refused: 'Only an owner may publish the number of the person on call.',
    none: 'There is no such address.',
    address: (code) => `/dial/${code}.xml`,
  },
  replies: {
    path: '/api/v1/channels/:id/replies',
    of: 'channel of the kind gateway',
    makes:
      'A new secret address to which an SMS provider passes on answers, shown only once; the old one ends',
    ends: 'End the address for answers',
    refused: 'Only an owner may make the address for answers.',
    none: 'There is no such address.',
    address: (code) => `/reply/${code}`,
  },
};

/** OC8, OC9: everybody may publish their own calendar; an owner may publish all. */
function calendarRoutes(kind: CalendarOf['kind']) {
  const { path, of, makes, ends, refused, none, address } = published[kind];
  const check = (parts: Takes, target: string, caller: { person: string; role: string }) => {
    if (!isKnown(parts, { kind, target })) throw new Problem(404, `There is no such ${of}.`);
    const mayDo = caller.role === 'owner' || (kind === 'person' && caller.person === target);
    if (!mayDo) throw new Problem(403, refused);
  };
  return [
    defineRoute({
      method: 'POST',
      path,
      summary: makes,
      access: 'viewer',
      isForwarded: true,
      params: idParams,
      status: 201,
      answers: secretAddressSchema,
      answer: ({ parts, params, caller }) => {
        check(parts, params.id, caller);
        const code = parts.calendars.renew({ kind, target: params.id });
        return { body: { url: `${parts.baseUrl()}${address(code)}` } };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path,
      summary: ends,
      access: 'viewer',
      isForwarded: true,
      params: idParams,
      status: 204,
      answers: z.undefined(),
      answer: ({ parts, params, caller }) => {
        check(parts, params.id, caller);
        if (!parts.calendars.revoke({ kind, target: params.id })) throw new Problem(404, none);
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
    answer: ({ parts }) => ({ body: { items: parts.roster.onCall() } }),
  }),
  ...calendarRoutes('schedule'),
  ...calendarRoutes('person'),
  ...calendarRoutes('dial'),
  ...calendarRoutes('replies'),
];
