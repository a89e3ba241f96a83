// TG: the triage of reports. Only responders see who reported what; the feed tells only how many reports wait.
import { Readable } from 'node:stream';
import { z } from 'zod';
import { severities } from '#room/facts/fact.ts';
import { reportSchema } from '#wire/api/intakes.ts';
import { serviceName } from '#wire/api/list.ts';
import { Problem } from '../../http/problem.ts';
import { routesTaking } from '../../http/route.ts';
import { idParams, listOf } from '../../http/shapes.ts';
import { writerOf } from '../../incidents/writer.ts';
import type { KeptReport } from './report-store.ts';
import { isProbablyTheirs, proposedSeverity } from './report-words.ts';
import type { Reports } from './reports.ts';

type Takes = {
  reports: Reports;
};
const defineRoute = routesTaking<Takes>();

/** Leaves out the ticket: it opens the reporter's page. */
const show = ({ report: { ticket: _ticket, ...report }, ...kept }: KeptReport) => ({
  ...kept,
  ...report,
  isProbablyTheirs: isProbablyTheirs({ ticket: '', ...report }),
  proposedSeverity: proposedSeverity({ ticket: '', ...report }),
});
const unknown = () => new Problem(404, 'There is no such report.');

const reply = z.string().trim().max(2_000).optional();
const reason = z.string().trim().min(1, 'a text for the reporter').max(2_000);
const decisionSchema = z.discriminatedUnion('decision', [
  z.strictObject({
    decision: z.literal('accept'),
    title: z.string().trim().min(1).max(300).optional(),
    severity: z.enum(severities).optional(),
    service: serviceName.optional(),
    reply,
  }),
  z.strictObject({ decision: z.literal('merge'), incident: z.string().min(1).max(64), reply }),
  z.strictObject({ decision: z.literal('decline'), reply: reason }),
  z.strictObject({ decision: z.literal('theirs'), reply: reason }),
]);

export const reportRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/reports',
    summary: 'Reports: those that wait in triage, oldest first, or the last 200 with their outcomes',
    access: 'responder',
    isForwarded: true,
    query: z.object({ state: z.enum(['waiting', 'all']).default('waiting') }),
    answers: listOf(reportSchema),
    answer: ({ parts, query }) => ({ body: { items: parts.reports.list(query.state).map(show) } }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/reports/:id',
    summary: 'One report, whole',
    access: 'responder',
    isForwarded: true,
    params: idParams,
    answers: reportSchema,
    answer: ({ parts, params }) => {
      const kept = parts.reports.find(params.id);
      if (kept === null) throw unknown();
      return { body: show(kept) };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/reports/:id/files/:place',
    summary: 'A file that came with a report, to be saved',
    access: 'responder',
    isForwarded: true,
    params: idParams.extend({ place: z.coerce.number().int().min(0).max(100) }),
    answers: 'application/octet-stream',
    answer: ({ parts, params }) => {
      const file = parts.reports.file(params.id, params.place);
      if (file === null) throw new Problem(404, 'There is no such file.');
      const { name, content } = file;
      return {
        file: { bytes: content.byteLength, read: () => Readable.from([Buffer.from(content)]) },
        // No browser may run it, whatever type it claims.
        type: 'application/octet-stream',
        headers: { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}` },
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/reports/:id/decision',
    summary:
      'Judge a report: accept (an incident of its own), merge (into an open one), decline or theirs (with an answer for the reporter)',
    access: 'responder',
    isForwarded: true,
    params: idParams,
    body: decisionSchema,
    status: 200,
    answers: reportSchema,
    answer: async ({ parts, params, body, caller }) => {
      const decided = await parts.reports.decide(params.id, body, writerOf(caller));
      if (decided === 'unknown') throw unknown();
      if (decided === 'decided') throw new Problem(409, 'Somebody has already judged this report.');
      if (decided === 'no-incident')
        throw new Problem(400, 'There is no such incident.', {
          errors: [{ field: 'incident', expected: 'the id of an incident' }],
        });
      return { body: show(decided) };
    },
  }),
];
