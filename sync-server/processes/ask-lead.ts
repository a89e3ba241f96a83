// MP6: requests from other processes to the lead, which has everything but the rooms. The lead accepts callers who know
// the secret stored with the lease.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { requestHttp, requestHttps } from '../outgoing/node-http.ts';
import { Problem, problemBody, problemType } from '../http/problem.ts';
import { hashSecret } from '../tokens.ts';
import { hiddenFrom, seerOf, sightOf } from '../incidents/sight.ts';
import type { Identity } from '../sync/identity.ts';
import type { Lead } from '../storage/postgres/lease.ts';
import type { Erasing } from '../incidents/erasing.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { Group } from './join.ts';

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
const knownShape = z.object({
  identity: identityShape.nullable(),
  /** TM3: ids of the incidents hidden from them. */
  hidden: z.array(z.string()),
});
const answerShape = knownShape.extend({
  /** ER2: ids of all erased incidents. */
  erased: z.array(z.string()),
  /** The same about the further tokens; absent from an older lead, which reads only the first. */
  others: z.array(knownShape).exactOptional(),
  /** The lead's time; absent from an older lead. */
  at: z.number().exactOptional(),
});
/** The lead's answer about a token; `identity` is null when the token is unknown. */
export type KnownToken = z.output<typeof knownShape>;
/** `known` has one entry for each token of the question; `erased` are incidents. */
export type LeadsAnswer = { known: readonly KnownToken[]; erased: readonly string[]; at: number | null };

/** Tokens in one question. */
export const mostTokens = 500;
const questionShape = z.object({
  token: z.string(),
  others: z.array(z.string()).max(mostTokens).default([]),
});

/**
 * Asks the lead for the person of each token and the incidents hidden from them. An older lead answers only about the
 * first. Rejects when the lead does not answer.
 */
export async function identifyAtLead(
  { address, secret }: Lead,
  [token, ...others]: readonly [string, ...string[]],
): Promise<LeadsAnswer> {
  const answer = await fetch(`${address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ token, others }),
    signal: AbortSignal.timeout(patienceMs),
  });
  if (!answer.ok) throw new Error(`the lead answered ${answer.status}`);
  const { erased, others: further = [], at = null, ...first } = answerShape.parse(await answer.json());
  return { known: [first, ...further], erased, at };
}

type LeadsEnd = {
  group: Group;
  identify: (token: string) => Identity | null;
  incidents: Incidents;
  erasing: Erasing;
  authority: { onChange(listener: () => void): () => void };
  now: () => number;
};

/** The lead's side. */
export function serveGroup(http: FastifyInstance, parts: LeadsEnd): void {
  const { group, identify, incidents, erasing, authority, now } = parts;
  const { secret, fanOut } = group;
  // MP6: the others ask again at once.
  const tell = () => fanOut.tell({ kind: 'people' });
  const stops = [authority.onChange(tell), sightOf(incidents).onChange(tell), erasing.onErase(tell)];
  http.addHook('onClose', async () => stops.forEach((stop) => stop()));
  const know = (token: string): KnownToken => {
    const identity = identify(token);
    return { identity, hidden: identity === null ? [] : [...hiddenFrom(incidents, seerOf(identity))] };
  };
  http.post(path, async ({ headers, body }) => {
    const given = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    // Compared as hashes, so that the timing reveals nothing.
    if (hashSecret(given) !== hashSecret(secret)) throw new Problem(404, 'There is nothing here.');
    const { token, others } = questionShape.parse(body);
    const erased = erasing.list().map(({ id }) => id);
    const answer = { ...know(token), erased, others: others.map(know), at: now() };
    return answer satisfies z.output<typeof answerShape>;
  });
}

/** Requests that are at the lead. */
type Passing = {
  /** Forwards a request unchanged, and streams the answer back. */
  pass(lead: Lead | null, asked: IncomingMessage, answer: ServerResponse): void;
  /** Another process leads: the earlier lead may have stopped without closing its connections, and never answer. */
  endAll(): void;
};

export function openPassing(): Passing {
  const underWay = new Set<() => void>();
  return {
    pass: (lead, asked, answer) => {
      // Only our own processes may ask about tokens.
      if (lead === null || asked.url?.startsWith(path) === true) return sayNobodyLeads(answer);
      const end = passTo(lead, asked, answer);
      underWay.add(end);
      answer.on('close', () => underWay.delete(end));
    },
    endAll: () => {
      for (const end of underWay) end();
    },
  };
}

/** Returns a function that gives the request up. */
function passTo(lead: Lead, asked: IncomingMessage, answer: ServerResponse): () => void {
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
  return () => passed.destroy(new Error('another process leads'));
}

const sayNobodyLeads = (answer: ServerResponse): void =>
  sayProblem(
    answer,
    new Problem(503, 'Another process is taking the lead. Try again in a few seconds.', {
      headers: { 'retry-after': String(retryAfterSeconds) },
    }),
  );

/** Answers with a problem, outside of the lead's HTTP server. */
export function sayProblem(answer: ServerResponse, problem: Problem): void {
  answer
    .writeHead(problem.status, { ...problem.headers, 'content-type': problemType })
    .end(JSON.stringify(problemBody(problem)));
}
