import { timeSchema } from '#wire/api/me.ts';
import { routesTaking } from '../http/route.ts';
import { personSchema } from '#wire/api/people.ts';

type Takes = {
  now: () => number;
};
const defineRoute = routesTaking<Takes>();

export const selfRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/time',
    summary: "The team's clock, in epoch milliseconds",
    access: 'viewer',
    answers: timeSchema,
    answer: ({ parts }) => ({ body: { now: parts.now() } }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/me',
    summary: 'The person and scopes of this token',
    access: 'viewer',
    answers: personSchema,
    answer: ({ caller }) => ({ body: { id: caller.person, name: caller.name, role: caller.role } }),
  }),
];
