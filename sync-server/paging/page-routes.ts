import { z } from 'zod';
import type { OpenPage } from '#room/feed/feed.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { idParams, listOf } from '../http/shapes.ts';
import type { PageTests } from './test-pages/page-tests.ts';
import type { Pager } from './pager.ts';

type Takes = {
  pager: Pager | null;
  pageTests: PageTests | null;
};
const defineRoute = routesTaking<Takes>();

/** All open pages, including tests. */
export const shownPages = ({
  pager,
  pageTests,
}: {
  pager: Pager | null;
  pageTests: PageTests | null;
}): OpenPage[] => [...(pager?.openPages() ?? []), ...(pageTests?.openPages() ?? [])];

const openPageSchema = z.object({
  id: z.string(),
  incident: z.string(),
  person: z.string(),
  at: z.number(),
  step: z.int(),
  policy: z.string(),
  reason: z.string(),
  steps: z.int().optional(),
  nextAt: z.number().nullable().optional(),
  next: z.array(z.string()).optional(),
  by: z.string().optional(),
  text: z.string().nullable().optional(),
  runbook: z.string().optional(),
  isTest: z.boolean().optional(),
});

export const openPageRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/open-pages',
    summary: 'Pages that wait for an answer',
    access: 'viewer',
    isForwarded: true,
    answers: listOf(openPageSchema),
    answer: ({ parts }) => ({ body: { items: shownPages(parts) } }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/open-pages/:id/answer',
    summary: 'Acknowledge a page, or decline it to page the next person at once',
    access: 'responder',
    isForwarded: true,
    params: idParams,
    body: z.strictObject({ answer: z.enum(['acknowledge', 'decline']) }),
    status: 204,
    answers: z.undefined(),
    answer: async ({ parts, params, body, caller }) => {
      const by = { id: caller.person, name: caller.name };
      if (parts.pageTests?.answer(params.id, caller.person)) return {};
      const answered = await parts.pager?.answer(params.id, by, body.answer);
      if (answered === 'not-yours') throw new Problem(403, 'This page is for somebody else.');
      if (answered !== 'done')
        throw new Problem(404, 'This page is no longer open: somebody answered it, or the incident is over.');
      return {};
    },
  }),
];
