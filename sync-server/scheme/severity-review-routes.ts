import { z } from 'zod';
import { severityNotesSchema } from '#wire/api/severity-notes.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { listOf } from '../http/shapes.ts';
import type { SeverityReviews } from './severity-reviews.ts';

type Takes = {
  now: () => number;
  severityReviews: SeverityReviews;
};
const defineRoute = routesTaking<Takes>();

const quarterParams = z.object({
  quarter: z.string().regex(/^\d{4}-Q[1-4]$/u, 'a quarter such as 2026-Q4'),
});

/** NU8: routes for the quarterly reviews of the severity scheme. */
export const severityReviewRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/severity-reviews',
    summary: 'The team’s notes on its severities, by quarter, newest first',
    access: 'viewer',
    isForwarded: true,
    answers: listOf(severityNotesSchema),
    answer: ({ parts }) => ({ body: { items: parts.severityReviews.list() } }),
  }),
  defineRoute({
    method: 'PUT',
    path: '/api/v1/severity-reviews/:quarter',
    summary:
      'Write the notes of a review of the severities in a quarter; `at` is that of the notes it replaces',
    access: 'responder',
    isForwarded: true,
    params: quarterParams,
    body: z.strictObject({ text: z.string().trim().max(10_000), at: z.number().nullable() }),
    answers: severityNotesSchema,
    answer: ({ parts, params: { quarter }, body: { text, at }, caller }) => {
      const { severityReviews, now } = parts;
      const before = severityReviews.find(quarter);
      if ((before?.at ?? null) !== at)
        throw new Problem(412, 'Somebody changed these notes meanwhile. Read them again, then decide.');
      const review = { quarter, text, person: caller.person, at: Math.round(now()) };
      severityReviews.keep(review);
      return { body: review };
    },
  }),
];
