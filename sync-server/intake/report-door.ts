// IT7: GET and POST /report/<key>: a form for whoever notices something. No script, no sign-in; the address is the key.
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Report } from './reports.ts';
import type { Parts } from '../parts.ts';
import { createRate } from '../sync/rate.ts';
import { reportPage, type ReportWords } from './report-page.ts';

const mostFormBytes = 64 * 1024;
// Of one form, by everybody: who fills in by hand is slower.
const perSecond = 0.2;
const burst = 20;
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const answer = z.enum(['yes', 'no', 'unknown'], 'one of the answers');
const form = z.object({
  ticket: z
    .string()
    .regex(/^[\w-]{10,64}$/, 'the form as it was given out')
    .default(''),
  title: z.string().trim().min(1, 'in one sentence').max(300, 'at most 300 characters'),
  details: z.string().trim().max(6_000, 'at most 6000 characters').default(''),
  reporter: z.string().trim().max(120, 'at most 120 characters').default(''),
  contact: z.string().trim().max(200, 'at most 200 characters').default(''),
  reproducible: answer.default('unknown'),
  others: answer.default('unknown'),
  changed: answer.default('unknown'),
  /** Hidden from people; machines fill it in. */
  website: z.string().default(''),
});

type ReportParts = Pick<Parts, 'intakes' | 'reports' | 'replica' | 'now'>;
type Request = FastifyRequest<{ Params: { key: string }; Body: unknown }>;

/** `countFailure` is false once an address has guessed too often (AU4). */
export function serveReports(
  http: FastifyInstance,
  parts: ReportParts,
  countFailure: (address: string) => boolean,
) {
  http.removeAllContentTypeParsers();
  http.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: mostFormBytes },
    async (_: unknown, body: string | Buffer) => Object.fromEntries(new URLSearchParams(body.toString())),
  );
  const rates = new Map<string, ReturnType<typeof createRate>>();
  const find = (key: string) => {
    const intake = parts.replica === null ? parts.intakes.byKey(key) : null;
    return intake?.settings.kind === 'report' ? intake : null;
  };
  const refuse = (reply: FastifyReply, ip: string) =>
    send(reply, countFailure(ip) ? 404 : 429, { kind: 'unknown' });

  http.get('/report/:key', async ({ params, ip }: Request, reply) => {
    const intake = find(params.key);
    if (intake === null) return refuse(reply, ip);
    return send(reply, 200, {
      kind: 'ask',
      name: intake.settings.name,
      values: { ticket: randomUUID() },
      errors: {},
    });
  });
  http.post('/report/:key', async ({ params, body, ip }: Request, reply) => {
    const intake = find(params.key);
    if (intake === null) return refuse(reply, ip);
    const result = form.safeParse(body ?? {});
    if (!result.success) {
      const errors = Object.fromEntries(
        result.error.issues.map(({ path, message }) => [String(path[0]), message]),
      );
      const values = typeof body === 'object' && body !== null ? (body as Record<string, string>) : {};
      const kept = { ...values, ticket: randomUUID() };
      return send(reply, 400, { kind: 'ask', name: intake.settings.name, values: kept, errors });
    }
    const rate = rates.get(intake.id) ?? createRate(perSecond, burst, parts.now);
    rates.set(intake.id, rate);
    if (!rate.take()) return send(reply.header('retry-after', '60'), 429, { kind: 'too-many' });
    const { website, ticket, ...rest } = result.data;
    // A machine that fills in everything hears a thank-you, and nothing is done.
    if (website !== '') return send(reply, 200, { kind: 'done', number: null, at: parts.now() });
    const report: Report = { ...rest, ticket: `${intake.id}:${ticket || randomUUID()}` };
    const { number } = await parts.reports.take(intake, report);
    parts.intakes.saw(intake.id, parts.now(), null);
    return send(reply, 200, { kind: 'done', number, at: parts.now() });
  });
}

function send(reply: FastifyReply, status: number, words: ReportWords) {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policy)
    .send(reportPage(words));
}
