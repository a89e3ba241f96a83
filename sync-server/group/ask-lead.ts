// MP6: requests from other processes to the lead, which has everything but the rooms. The lead accepts callers who know
// the secret stored with the lease.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { requestHttp, requestHttps } from '../outgoing/node-http.ts';
import { Problem } from '../http/problem.ts';
import { hashSecret } from '../tokens.ts';
import { hiddenFrom, seerOf } from '../incidents/sight.ts';
import type { Identity } from '../sync/identity.ts';
import type { Lead } from '../storage/postgres/lease.ts';
import type { Erasing } from '../incidents/erasing.ts';
import type { Incidents } from '../incidents/incidents.ts';

const path = '/group/identify';
const patienceMs = 5_000;
const retryAfterSeconds = 2;

const identityShape: z.ZodType<Identity> = z.object({
  person: z.string(),
  name: z.string(),
  role: z.enum(['owner', 'responder', 'viewer']),
  teams: z.array(z.string()).exactOptional(),
  mayCarryOthers: z.boolean(),
  label: z.string(),
  isReplica: z.boolean().exactOptional(),
  token: z.string().exactOptional(),
  scopes: z.array(z.string()).exactOptional(),
  ownsServer: z.boolean().exactOptional(),
});
const answerShape = z.object({
  identity: identityShape.nullable(),
  /** TM3: ids of the incidents hidden from them. */
  hidden: z.array(z.string()),
  /** ER2: ids of all erased incidents. */
  erased: z.array(z.string()),
});
/** The lead's answer about a token; `identity` is null when the token is unknown. */
export type Known = z.output<typeof answerShape>;

/** Asks the lead for a token's person and the incidents hidden from them. Rejects when the lead does not answer. */
export async function identifyAtLead({ address, secret }: Lead, token: string): Promise<Known> {
  const answer = await fetch(`${address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ token }),
    signal: AbortSignal.timeout(patienceMs),
  });
  if (!answer.ok) throw new Error(`the lead answered ${answer.status}`);
  return answerShape.parse(await answer.json());
}

type LeadsEnd = { identify: (token: string) => Identity | null; incidents: Incidents; erasing: Erasing } & {
  secret: string;
};

/** The lead's side. */
export function serveGroup(http: FastifyInstance, { secret, identify, incidents, erasing }: LeadsEnd): void {
  http.post(path, async ({ headers, body }) => {
    const given = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    // Compared as hashes, so that the timing reveals nothing.
    if (hashSecret(given) !== hashSecret(secret)) throw new Problem(404, 'There is nothing here.');
    const { token } = z.object({ token: z.string() }).parse(body);
    const identity = identify(token);
    const hidden = identity === null ? [] : [...hiddenFrom(incidents, seerOf(identity))];
    return { identity, hidden, erased: erasing.list().map(({ id }) => id) } satisfies Known;
  });
}

/** Forwards a request unchanged, and streams the answer back. */
export function passToLead(lead: Lead | null, asked: IncomingMessage, answer: ServerResponse): void {
  // Only our own processes may ask about tokens.
  if (lead === null || asked.url?.startsWith(path) === true) return sayNobodyLeads(answer);
  const target = new URL(lead.address);
  const send = target.protocol === 'https:' ? requestHttps : requestHttp;
  const from = asked.socket.remoteAddress ?? '';
  const before = asked.headers['x-forwarded-for'];
  const passed = send(
    {
      hostname: target.hostname.replaceAll(/^\[|\]$/g, ''),
      port: target.port,
      path: asked.url,
      method: asked.method,
      headers: {
        ...asked.headers,
        'x-forwarded-for': before === undefined ? from : `${String(before)}, ${from}`,
      },
    },
    (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
      response.on('error', () => answer.destroy());
    },
  );
  passed.on('error', () => {
    if (answer.headersSent) answer.destroy();
    else sayNobodyLeads(answer);
  });
  answer.on('close', () => passed.destroy());
  asked.pipe(passed);
}

function sayNobodyLeads(answer: ServerResponse): void {
  const problem = {
    type: 'about:blank',
    title: 'Service Unavailable',
    status: 503,
    detail: 'Another process is taking the lead. Try again in a few seconds.',
  };
  answer
    .writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': String(retryAfterSeconds) })
    .end(JSON.stringify(problem));
}
