// IT7: GET and POST /report/<key>: a form for people who notice a problem. It needs no script and no sign-in; the key
// is in its address.
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { cleanLine, cleanName, cleanStrings, cleanText } from '#room/text/clean-text.ts';
import { natures } from '#room/team/scales.ts';
import { FilesRefused, mostFormBytes, readReportBody, type ReportBody } from './report-body.ts';
import { hits, sides, type Report } from './report-store.ts';
import type { Intake, Intakes } from '../intakes.ts';
import { networkOf } from '../../http/network-of.ts';
import { createRate } from '../../sync/rate.ts';
import { reportPage, type KnownPage, type ReportWords } from './report-page.ts';
import { findOriginal } from '../../incidents/duplicates.ts';
import type { Incidents } from '../../incidents/incidents.ts';
import type { Replica } from '../../replica/replica.ts';
import type { Monitors } from '../../monitoring/monitors.ts';
import type { Services } from '../../services/services.ts';
import type { StatusPages } from '../../status-pages/status-pages.ts';
import { serviceMatcher } from '#room/team/services.ts';
import type { Reports } from './reports.ts';

// The limit of one form for all senders together. People type more slowly than this.
const perForm = { perSecond: 0.2, burst: 20 };
/** TG6: the limit of one network for all forms. */
const perNetwork = { perSecond: 1 / 60, burst: 10 };
const mostNetworks = 5_000;
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** A line as a stranger typed it: it has no signs that reorder it in triage. */
const line = (most: number, expected = 'a text') =>
  z.string(expected).trim().max(most, `at most ${most} characters`).overwrite(cleanLine);
const answer = z.enum(['yes', 'no', 'unknown'], 'one of the answers');
const form = z.object({
  ticket: z
    .string()
    .regex(/^[\w-]{10,64}$/, 'the form as it was given out')
    .default(''),
  title: line(300, 'in one sentence').min(1, 'in one sentence'),
  details: z.string().trim().max(6_000, 'at most 6000 characters').default(''),
  reporter: line(120).transform(cleanName).default(''),
  contact: line(200).default(''),
  reproducible: answer.default('unknown'),
  others: answer.default('unknown'),
  changed: answer.default('unknown'),
  nature: z.enum([...natures, 'unknown'], 'one of the answers').default('unknown'),
  hit: z.enum(hits, 'one of the answers').default('unknown'),
  part: line(120).transform(cleanName).default(''),
  side: z.enum(sides, 'one of the answers').default('unknown'),
  since: line(120).default(''),
  /** Hidden from people; machines fill it in. */
  website: z.string().default(''),
});

type ReportParts = {
  intakes: Intakes;
  reports: Reports;
  replica: Replica | null;
  incidents: Incidents;
  statusPages: Pick<StatusPages, 'list' | 'ready'>;
  monitors: Pick<Monitors, 'find'>;
  services: Pick<Services, 'shown'>;
  now: () => number;
};
type Rate = ReturnType<typeof createRate>;
type Request = FastifyRequest<{ Params: { key: string }; Body: Buffer }>;
type ReceiptRequest = FastifyRequest<{ Params: { code: string } }>;

const asItCame = async (_: unknown, body: string | Buffer) => Buffer.from(body);

/** The form, filled in and sent. */
async function takeForm(
  intake: Intake,
  { body, headers, ip }: Request,
  reply: FastifyReply,
  { parts, limits }: { parts: ReportParts; limits: ReturnType<typeof createLimits> },
) {
  // Before the body is read, so that the files of a flood cost nothing.
  if (!limits.take(intake.id, ip)) return send(reply.header('retry-after', '60'), 429, { kind: 'too-many' });
  const read = await readForm(body, headers['content-type'] ?? '');
  if ('errors' in read) return send(reply, 400, ask(intake, parts, read));
  const { website, ticket, ...rest } = read.filled;
  // A machine that filled in the hidden field gets a thank-you; nothing is stored.
  if (website !== '') return send(reply, 200, { kind: 'thanks' });
  const report: Report = { ...rest, ticket: `${intake.id}:${ticket || randomUUID()}` };
  const taken = await parts.reports.take(intake, report, read.files);
  if (taken === null) return send(reply.header('retry-after', '3600'), 429, { kind: 'too-many' });
  parts.intakes.saw(intake.id, parts.now(), null);
  return reply.redirect(`/receipt/${taken.receipt}`, 303);
}

/** `countFailure` returns false after too many guesses from an address (AU4). */
export function serveReports(
  http: FastifyInstance,
  parts: ReportParts,
  countFailure: (address: string) => boolean,
) {
  http.removeAllContentTypeParsers();
  const raw = { parseAs: 'buffer' } as const;
  http.addContentTypeParser('application/x-www-form-urlencoded', raw, asItCame);
  http.addContentTypeParser('multipart/form-data', raw, asItCame);
  const limits = createLimits(parts.now);
  const find = (key: string) => {
    const intake = parts.replica === null ? parts.intakes.byKey(key) : null;
    return intake?.settings.kind === 'report' ? intake : null;
  };
  const refuse = (reply: FastifyReply, ip: string) =>
    send(reply, countFailure(ip) ? 404 : 429, { kind: 'unknown' });

  http.get('/report/:key', async ({ params, ip }: Request, reply) => {
    const intake = find(params.key);
    if (intake === null) return refuse(reply, ip);
    return send(reply, 200, ask(intake, parts));
  });
  http.post('/report/:key', { bodyLimit: mostFormBytes }, async (request: Request, reply) => {
    const intake = find(request.params.key);
    if (intake === null) return refuse(reply, request.ip);
    return takeForm(intake, request, reply, { parts, limits });
  });
  http.get('/receipt/:code', async ({ params, ip }: ReceiptRequest, reply) => {
    const kept = parts.replica === null ? parts.reports.withReceipt(params.code) : null;
    if (kept === null) return send(reply, countFailure(ip) ? 404 : 429, { kind: 'unknown-receipt' });
    const incidents = parts.incidents.list();
    const own = incidents.find(({ id }) => id === kept.incident);
    const incident = own === undefined ? null : findOriginal(own, incidents);
    return send(reply, 200, { kind: 'receipt', kept, incident });
  });
}

/** How many reports each form takes, and each network sends. */
function createLimits(now: () => number) {
  const forms = new Map<string, Rate>();
  const networks = new Map<string, Rate>();
  const rateOf = (rates: Map<string, Rate>, key: string, { perSecond, burst }: typeof perForm) => {
    const rate = rates.get(key) ?? createRate(perSecond, burst, now);
    rates.set(key, rate);
    return rate;
  };
  return {
    take(form: string, ip: string): boolean {
      if (networks.size >= mostNetworks) networks.clear();
      const ofNetwork = rateOf(networks, networkOf(ip), perNetwork);
      return ofNetwork.take() && rateOf(forms, form, perForm).take();
    },
  };
}

type Read =
  | { filled: z.infer<typeof form>; files: ReportBody['files'] }
  | { given: Record<string, string>; errors: Record<string, string> };

async function readForm(body: Buffer, type: string): Promise<Read> {
  let read: ReportBody;
  try {
    read = await readReportBody(body, type);
  } catch (error) {
    if (error instanceof FilesRefused) return { given: error.fields, errors: { files: error.message } };
    return { given: {}, errors: { title: 'a form as this page sends it' } };
  }
  const { fields, files } = read;
  const result = form.safeParse(cleanStrings(fields, cleanText, (field) => field === 'ticket'));
  if (result.success) return { filled: result.data, files };
  const issues = result.error.issues.map(({ path, message }) => [String(path[0]), message]);
  const errors = Object.fromEntries(issues) as Record<string, string>;
  // A browser does not send chosen files again.
  return {
    given: fields,
    errors: files.length > 0 ? { ...errors, files: 'the files chosen again' } : errors,
  };
}

/** The form, with what was given and what is wrong with it. */
const ask = (intake: Intake, parts: ReportParts, read?: Extract<Read, { errors: unknown }>): ReportWords => ({
  kind: 'ask',
  ...asked(intake),
  known: findKnown(intake, parts),
  values: { ...read?.given, ticket: randomUUID() },
  errors: read?.errors ?? {},
});

type Summary = {
  page: { name: string; url: string };
  status: { description: string };
  incidents: { name: string; shortlink: string }[];
};

/** IT7: what the first public pages say now; of a form of one service, the first that show it. */
const mostKnown = 3;
function findKnown({ settings }: Intake, { statusPages, monitors, services }: ReportParts): KnownPage[] {
  const isSame = serviceMatcher(services.shown());
  const { service } = settings;
  const isAbout = (name: string | null | undefined) => service === undefined || isSame(service, name ?? null);
  const serviceOf = (monitor: string | undefined) => monitors.find(monitor ?? '')?.settings.service;
  const shown = statusPages
    .list()
    .filter(
      ({ settings: { visibility, components } }) =>
        visibility === 'public' &&
        components.some(({ name, monitor }) => isAbout(name) || isAbout(serviceOf(monitor))),
    );
  return shown.slice(0, mostKnown).flatMap(({ id }) => {
    const file = statusPages.ready(id)?.files.get('api/v2/summary.json');
    if (file === undefined) return [];
    const { page, status, incidents } = JSON.parse(file.bytes.toString()) as Summary;
    const open = incidents.map(({ name, shortlink }) => ({ name, url: shortlink }));
    return [{ name: page.name, url: page.url, says: status.description, open }];
  });
}

/** A form of one service does not ask what it is about. */
const asked = ({ settings }: Intake) => ({ name: settings.name, asksPart: settings.service === undefined });

function send(reply: FastifyReply, status: number, words: ReportWords) {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policy)
    .send(reportPage(words));
}
