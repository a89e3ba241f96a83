// IT: where other tools send. The key is the credential; the path says the format. Nothing is answered before what it
// means is on disk.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PayloadRefused } from './alert.ts';
import type { Intake } from './intakes.ts';
import type { Received } from './receive.ts';
import type { Parts } from '../parts.ts';
import { createRate } from '../sync/rate.ts';
import { parseJson } from '../http/json-body.ts';
import { Problem, type FieldError } from '../http/problem.ts';
import { endSlowBody } from '../http/slow-requests.ts';

/** What PagerDuty takes, too. */
const mostBytes = 512 * 1024;
const perSecond = 10;
const burst = 120;

/** Kinds that take what is sent to a path. */
const takers: Readonly<Record<string, readonly string[]>> = {
  alertmanager: ['alertmanager', 'grafana'],
  grafana: ['grafana', 'alertmanager'],
  'uptime-kuma': ['uptime-kuma'],
  webhook: ['webhook'],
  change: ['change'],
};

type IntakeParts = Pick<Parts, 'intakes' | 'receive' | 'replica' | 'now' | 'log'>;
type Counter = (address: string) => boolean;
type Path = { Params: { key: string; format: string } };

/** Takes over the bodies of everything registered with `http`, whatever their type. */
export function serveIntakes(http: FastifyInstance, parts: IntakeParts, countFailure: Counter) {
  http.removeAllContentTypeParsers();
  http.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: mostBytes },
    async (_: FastifyRequest, body: string | Buffer) =>
      Object.fromEntries(new URLSearchParams(body.toString())),
  );
  // Senders often forget to say that it is JSON.
  http.addContentTypeParser(
    '*',
    { parseAs: 'string', bodyLimit: mostBytes },
    async (_: FastifyRequest, body: string | Buffer) => parseJson(body.toString()),
  );
  const admit = makeAdmit(parts);
  const options = { bodyLimit: mostBytes, onRequest: endSlowBody };
  http.post<Path>('/intake/:key/:format', options, async ({ params, body, query }, reply) => {
    const kinds = Object.hasOwn(takers, params.format) ? (takers[params.format] ?? []) : [];
    const intake = admit(params.key, kinds);
    if (intake === 'unknown') throw unknownKey();
    if (intake === 'too-fast') throw tooFast();
    const taken = await take(parts, intake, params.format === 'webhook' ? withQuery(body, query) : body);
    if (Array.isArray(taken)) return reply.code(202).send({ status: 'accepted', alerts: taken });
    throw new Problem(400, 'The payload is not as expected; nothing was done.', { errors: taken.errors });
  });
  http.setErrorHandler((error, request, reply) => {
    // PagerDuty's senders read its own shape of refusals.
    const isPagerDuty = request.url.startsWith('/v2/');
    const status =
      (error as { statusCode?: unknown; status?: unknown }).statusCode ?? (error as Problem).status;
    if (!isPagerDuty || (status !== 413 && status !== 400)) throw error;
    const refusal = status === 413 ? `at most ${mostBytes} bytes` : (error as Error).message;
    return reply.code(status).send(invalid([refusal]));
  });
  for (const [url, kinds] of [
    ['/v2/enqueue', ['pagerduty']],
    ['/v2/change/enqueue', ['pagerduty', 'change']],
  ] as const)
    http.post(url, options, (request, reply) =>
      answerPagerDuty({ parts, admit, countFailure, kinds }, request, reply),
    );
}

type Admit = (key: string, kinds: readonly string[]) => Intake | 'unknown' | 'too-fast';

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

async function take(
  { receive, intakes, now, log }: IntakeParts,
  intake: Intake,
  payload: unknown,
): Promise<Received[] | { errors: readonly FieldError[] }> {
  try {
    const received = await receive(intake, payload);
    intakes.saw(intake.id, now(), null);
    log.info({ intake: intake.id, outcomes: received.map(({ outcome }) => outcome) }, 'took an alert');
    return received;
  } catch (error) {
    if (!(error instanceof PayloadRefused)) throw error;
    const said = error.errors.map(({ field, expected }) => `${field}: expected ${expected}`).join('; ');
    intakes.saw(intake.id, now(), said.slice(0, 500));
    return { errors: error.errors };
  }
}

const unknownKey = () =>
  new Problem(404, 'There is no such intake. Its key may have been renewed, or be of another kind.', {
    isFailedCredential: true,
  });
const tooFast = () =>
  new Problem(429, `Too many alerts: ${perSecond} a second, ${burst} at once.`, {
    headers: { 'retry-after': '10' },
  });

/** GoAlert's senders put everything into the address. */
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
  const key = routingKey(request);
  const isChange = kinds.includes('change');
  const intake = key === null ? 'unknown' : admit(key, kinds);
  if (intake === 'unknown') {
    if (!countFailure(request.ip)) return throttled(reply);
    return reply
      .code(400)
      .send(invalid([key === null ? 'routing_key: expected the key of an intake' : 'Invalid routing key']));
  }
  if (intake === 'too-fast') return throttled(reply);
  // A PagerDuty intake takes changes too, in that one shape.
  const asKind = isChange ? { ...intake, settings: { ...intake.settings, kind: 'change' } } : intake;
  const taken = await take(parts, asKind, request.body);
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

function routingKey({ body, query, headers }: FastifyRequest): string | null {
  const inBody =
    typeof body === 'object' && body !== null && 'routing_key' in body ? body.routing_key : undefined;
  const inQuery = (query as { routing_key?: unknown }).routing_key;
  const inToken = /^Token\s+(?:token=)?"?([^"\s]+)"?$/i.exec(headers.authorization ?? '')?.[1];
  const found = [inBody, headers['x-routing-key'], inToken, inQuery].find((each) => typeof each === 'string');
  return typeof found === 'string' ? found : null;
}
