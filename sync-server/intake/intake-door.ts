// IT: where other tools send. The key is the credential; the path names the format. The answer is sent only after the
// effects are on disk.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { clip, PayloadRefused } from './alert.ts';
import { fieldsOf } from './read.ts';
import { BodyRefused, encodings, mostBytes, readBody, type ReadBody } from './body.ts';
import { intakeKinds } from './index.ts';
import type { Intake, Intakes } from './intakes.ts';
import type { Received, Receive } from './receive.ts';
import {
  confirmSubscription,
  makeAskAws,
  readSnsEnvelope,
  SnsRefused,
  type AskAws,
  type SnsEnvelope,
} from './sns.ts';
import type { Egress } from '../outgoing/egress.ts';
import { createRate } from '../sync/rate.ts';
import { Problem, type FieldError } from '../http/problem.ts';
import type { Log } from '../sync/rooms.ts';
import type { Replica } from '../replica/replica.ts';

const perSecond = 10;
const burst = 120;

type IntakeParts = {
  intakes: Intakes;
  receive: Receive;
  egress: Egress;
  replica: Replica | null;
  now: () => number;
  log: Log;
};
type Counter = (address: string) => boolean;
type Path = { Params: { key: string; format: string } };

/** PagerDuty's senders expect its own shape of errors; other senders get ours. */
const answerError =
  (parts: IntakeParts) => (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const status =
      (error as { statusCode?: unknown; status?: unknown }).statusCode ?? (error as Problem).status;
    // A body that was read and then refused is recorded already.
    if (status === 413 && !(error instanceof Problem)) sawTooLarge(parts, request as FastifyRequest<Path>);
    const isPagerDuty = request.url.startsWith('/v2/');
    if (!isPagerDuty || (status !== 413 && status !== 400)) throw error;
    const refusal = status === 413 ? `at most ${mostBytes} bytes` : (error as Error).message;
    return reply.code(status).send(invalid([refusal]));
  };

/** Handles every body type of all routes that are registered with `http`. */
export function serveIntakes(http: FastifyInstance, parts: IntakeParts, countFailure: Counter) {
  http.removeAllContentTypeParsers();
  // Parse later, when the intake is known: unreadable bodies are kept there.
  http.addContentTypeParser(
    '*',
    { parseAs: 'buffer' },
    async (_: FastifyRequest, body: string | Buffer) => body,
  );
  // Fastify refuses a body of a type that is none, such as `json`, before anything reads it.
  http.addHook('onRequest', async ({ raw: { headers } }) => {
    if (!/^\s*[\w!#$%&'*+.^|~-]+\/[\w!#$%&'*+.^|~-]+\s*(?:;|$)/.test(headers['content-type'] ?? ''))
      headers['content-type'] = 'application/octet-stream';
  });
  const admit = makeAdmit(parts);
  const options = { bodyLimit: mostBytes };
  const takeAlerts = makeTakeAlerts(parts, admit);
  http.post<Path>('/intake/:key/:format', options, takeAlerts);
  // Prometheus and its like append this to the address of an Alertmanager.
  http.post<Path>('/intake/:key/:format/api/v2/alerts', options, takeAlerts);
  http.setErrorHandler(answerError(parts));
  for (const [url, kinds] of [
    ['/v2/enqueue', ['pagerduty']],
    ['/v2/change/enqueue', ['pagerduty', 'change']],
  ] as const)
    http.post(url, options, (request, reply) =>
      answerPagerDuty({ parts, admit, countFailure, kinds }, request, reply),
    );
}

type Admit = (key: string, kinds: readonly string[]) => Intake | 'unknown' | 'too-fast';

function makeTakeAlerts(parts: IntakeParts, admit: Admit) {
  const ask = makeAskAws(parts.egress);
  return async (request: FastifyRequest<Path>, reply: FastifyReply) => {
    const { params, query } = request;
    const intake = admit(params.key, takersOf(params.format));
    if (intake === 'unknown') throw unknownKey();
    if (intake === 'too-fast') throw tooFast();
    const read = await readFrom(request);
    if (read instanceof BodyRefused) throw refuse(parts, intake, read);
    const sns = readSnsEnvelope(read.value);
    if (sns !== null && sns.kind !== 'notification')
      return reply.send(await answerSns({ ...parts, ask }, intake, sns, read.body));
    const content = sns === null ? read.value : sns.content;
    const value = params.format === 'webhook' ? withQuery(content, query) : content;
    const taken = await take(parts, intake, { ...read, value });
    if (Array.isArray(taken)) return reply.code(202).send({ status: 'accepted', alerts: taken });
    throw new Problem(400, 'The payload is not as expected, so nothing was done.', { errors: taken.errors });
  };
}

function makeAdmit({ intakes, replica, now }: IntakeParts): Admit {
  const rates = new Map<string, ReturnType<typeof createRate>>();
  return (key, kinds) => {
    if (replica !== null) throw new Problem(404, 'Alerts go to the team’s server; this one is a copy of it.');
    const intake = intakes.byKey(key);
    if (intake === null || !kinds.includes(intake.settings.kind)) return 'unknown';
    const rate = rates.get(intake.id) ?? createRate(perSecond, burst, now);
    rates.set(intake.id, rate);
    return rate.take() ? intake : 'too-fast';
  };
}

const takersOf = (format: string): string[] =>
  Object.entries(intakeKinds).flatMap(([kind, { formats }]) => (formats.includes(format) ? [kind] : []));

const noBytes = Buffer.alloc(0);
async function readFrom({ body, headers }: FastifyRequest): Promise<ReadBody | BodyRefused> {
  try {
    return await readBody(Buffer.isBuffer(body) ? body : noBytes, headers);
  } catch (error) {
    if (!(error instanceof BodyRefused)) throw error;
    return error.body === null && Buffer.isBuffer(body)
      ? new BodyRefused(error.status, error.message, body)
      : error;
  }
}

async function take(
  { receive, intakes, now, log }: IntakeParts,
  intake: Intake,
  { value, body, note }: ReadBody,
): Promise<Received[] | { errors: readonly FieldError[] }> {
  try {
    const { received, notes } = await receive(intake, value);
    intakes.saw(intake.id, now(), null);
    const reasons = note === undefined ? notes : [note, ...notes];
    if (reasons.length > 0)
      intakes.misunderstood.keep(intake, { at: now(), taken: true, reason: reasons.join('; '), body });
    log.info({ intake: intake.id, outcomes: received.map(({ outcome }) => outcome) }, 'took an alert');
    return received;
  } catch (error) {
    if (!(error instanceof PayloadRefused)) throw error;
    const reason = error.errors.map(({ field, expected }) => `${field}: expected ${expected}`).join('; ');
    intakes.saw(intake.id, now(), reason.slice(0, 500));
    intakes.misunderstood.keep(intake, { at: now(), taken: false, reason, body });
    return { errors: error.errors };
  }
}

/** Records an unreadable body like a payload that was not understood. */
function refuse(
  { intakes, now }: IntakeParts,
  intake: Intake,
  { status, message, body }: BodyRefused,
): Problem {
  intakes.saw(intake.id, now(), message);
  intakes.misunderstood.keep(intake, { at: now(), taken: false, reason: message, body: body ?? noBytes });
  const errors =
    status === 415 ? [{ field: 'Content-Encoding', expected: `one of ${encodings.join(', ')}` }] : [];
  const headers = status === 415 ? { 'accept-encoding': encodings.join(', ') } : {};
  return new Problem(status, message, { errors, headers });
}

/** IT15: what SNS itself asks or says. */
async function answerSns(
  { intakes, now, log, ask }: IntakeParts & { ask: AskAws },
  intake: Intake,
  sns: Exclude<SnsEnvelope, { kind: 'notification' }>,
  body: Buffer,
): Promise<{ status: string; alerts: [] }> {
  const tell = (reason: string, taken: boolean) => {
    intakes.saw(intake.id, now(), clip(reason, 500));
    intakes.misunderstood.keep(intake, { at: now(), taken, reason, body });
  };
  if (sns.kind === 'goodbye') {
    tell(`Amazon SNS no longer sends here: the subscription of ${clip(sns.topic, 300)} ended.`, true);
    return { status: 'accepted', alerts: [] };
  }
  try {
    await confirmSubscription(sns.envelope, ask);
  } catch (error) {
    if (!(error instanceof SnsRefused)) throw error;
    const next = error.isLasting ? '' : ' To confirm it yourself, open its SubscribeURL in a browser.';
    const reason = `The subscription of ${clip(sns.topic, 300)} is not confirmed: ${error.message}.${next}`;
    tell(reason, false);
    throw new Problem(error.isLasting ? 400 : 503, reason, { cause: error });
  }
  intakes.saw(intake.id, now(), null);
  log.info({ intake: intake.id, topic: clip(sns.topic, 300) }, 'confirmed a subscription of Amazon SNS');
  return { status: 'confirmed', alerts: [] };
}

/** The body was too large to read; only its size is recorded. */
function sawTooLarge({ intakes, now }: IntakeParts, { params, headers }: FastifyRequest<Path>): void {
  const intake = intakes.byKey(params.key ?? '');
  if (intake === null) return;
  const size = headers['content-length'];
  const reason = `The body is larger than ${mostBytes} bytes${size === undefined ? '' : `: ${size}`}.`;
  intakes.saw(intake.id, now(), reason);
  intakes.misunderstood.keep(intake, { at: now(), taken: false, reason, body: noBytes });
}

const unknownKey = () =>
  new Problem(
    404,
    'There is no such intake. It may have a new key, or the key may belong to another kind of intake.',
    {
      isFailedCredential: true,
    },
  );
const tooFast = () =>
  new Problem(429, `Too many alerts: ${perSecond} a second, ${burst} at once.`, {
    headers: { 'retry-after': '10' },
  });

/** GoAlert's senders put everything into the query string. */
function withQuery(body: unknown, query: unknown): unknown {
  if (typeof query !== 'object' || query === null || Object.keys(query).length === 0) return body;
  return { ...query, ...(typeof body === 'object' && !Array.isArray(body) ? body : {}) };
}

type PagerDutyDoor = { parts: IntakeParts; admit: Admit; countFailure: Counter; kinds: readonly string[] };

async function answerPagerDuty(
  { parts, admit, countFailure, kinds }: PagerDutyDoor,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const read = await readFrom(request);
  const value = read instanceof BodyRefused ? undefined : read.value;
  const key = routingKey(request, value);
  const isChange = kinds.includes('change');
  const intake = key === null ? 'unknown' : admit(key, kinds);
  // An unreadable body names no key, so the answer is its fault.
  if (read instanceof BodyRefused && key === null)
    return reply.code(read.status).send(invalid([read.message]));
  if (intake === 'unknown') {
    if (!countFailure(request.ip)) return throttled(reply);
    return reply
      .code(400)
      .send(invalid([key === null ? 'routing_key: expected the key of an intake' : 'Invalid routing key']));
  }
  if (intake === 'too-fast') return throttled(reply);
  // A PagerDuty intake accepts change events too.
  const asKind = isChange ? { ...intake, settings: { ...intake.settings, kind: 'change' } } : intake;
  if (read instanceof BodyRefused) {
    const { status, message } = refuse(parts, intake, read);
    return reply.code(status).send(invalid([message]));
  }
  const taken = await take(parts, asKind, read);
  if (!Array.isArray(taken))
    return reply
      .code(400)
      .send(invalid(taken.errors.map(({ field, expected }) => `${field}: expected ${expected}`)));
  const message = isChange ? 'Change event processed' : 'Event processed';
  return reply.code(202).send({
    status: 'success',
    message,
    ...(isChange ? {} : { dedup_key: taken[0]?.dedupKey ?? '' }),
  });
}

const invalid = (errors: readonly string[]) => ({
  status: 'invalid event',
  message: 'Event object is invalid',
  errors,
});

function throttled(reply: FastifyReply) {
  return reply
    .code(429)
    .header('retry-after', '10')
    .send({
      status: 'throttle exceeded',
      message: 'Requests for this API are arriving too quickly. Please retry later.',
      errors: [`at most ${perSecond} a second, ${burst} at once`],
    });
}

function routingKey({ query, headers }: FastifyRequest, value: unknown): string | null {
  const inBody = fieldsOf(value)['routing_key'] ?? fieldsOf(value)['service_key'];
  const inQuery = (query as { routing_key?: unknown }).routing_key;
  const inToken = /^Token\s+(?:token=)?"?([^"\s]+)"?$/i.exec(headers.authorization ?? '')?.[1];
  const found = [inBody, headers['x-routing-key'], inToken, inQuery].find((each) => typeof each === 'string');
  return typeof found === 'string' ? found : null;
}
