import { z } from 'zod';
import type { Person } from '#room/feed/feed.ts';
import { latestPageTestSchema, pageTestSchema } from '#wire/api/paging.ts';
import { Problem } from '../../http/problem.ts';
import { routesTaking } from '../../http/route.ts';
import { listOf } from '../../http/shapes.ts';
import { betweenMs, type PageTests } from './page-tests.ts';
import type { Roster } from '../../on-call/roster.ts';
import type { People } from '../../people/people.ts';

type Takes = {
  people: People;
  pageTests: PageTests | null;
  roster: Roster;
};
const defineRoute = routesTaking<Takes>();

function testsOf({ pageTests }: Takes): PageTests {
  if (pageTests === null) throw new Problem(503, 'Only the team’s own server pages people.');
  return pageTests;
}

const tooSoon = (kind: keyof typeof betweenMs) =>
  new Problem(429, 'A test was sent a moment ago. Wait for its result.', {
    headers: { 'retry-after': String(Math.ceil(betweenMs[kind] / 1_000)) },
  });

/** Everybody on call now, and their backups. */
function onCallNow({ roster, people }: Takes): Person[] {
  const ids = roster.onCall().flatMap(({ person, backup }) => [person, backup]);
  return people.list().filter(({ id }) => ids.includes(id));
}

export const pageTestRoutes = [
  defineRoute({
    method: 'POST',
    path: '/api/v1/me/test-page',
    summary: 'Page me now: a harmless page through each of my ways',
    access: 'responder',
    isForwarded: true,
    body: z.strictObject({}).default({}),
    status: 201,
    answers: pageTestSchema,
    answer: ({ parts, caller }) => {
      const me = parts.people.find(caller.person);
      if (me === null) throw new Problem(404, 'You are not one of the people of this server.');
      const test = testsOf(parts).begin('self', me, [me]);
      if (test === null) throw tooSoon('self');
      return { body: test };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/me/test-page',
    summary: 'The result of my last test page; `test` is null before the first',
    access: 'responder',
    isForwarded: true,
    answers: latestPageTestSchema,
    answer: ({ parts, caller }) => ({ body: { test: testsOf(parts).latestOf(caller.person) } }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/communication-checks',
    summary: 'A harmless page through every way of everybody who is on call now or comes next',
    access: 'owner',
    isForwarded: true,
    body: z.strictObject({}).default({}),
    status: 201,
    answers: pageTestSchema,
    answer: ({ parts, caller }) => {
      const people = onCallNow(parts);
      if (people.length === 0) throw new Problem(409, 'Nobody is on call now, so there is nobody to check.');
      const test = testsOf(parts).begin('check', { id: caller.person, name: caller.name }, people);
      if (test === null) throw tooSoon('check');
      return { body: test };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/communication-checks',
    summary:
      'The last 20 checks of everybody on call, newest first: who confirmed, through what, after how long',
    access: 'viewer',
    isForwarded: true,
    answers: listOf(pageTestSchema),
    answer: ({ parts }) => ({ body: { items: testsOf(parts).checks() } }),
  }),
];
