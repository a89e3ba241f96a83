// Serves one route over HTTP: checks the input and sends the answer. A replica forwards most calls to the team's
// server.
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { recordCall, type Reading } from '../audit/record-call.ts';
import { markOwned, whyOwned } from '../configuration/guard.ts';
import type { Parts } from '../parts.ts';
import { needOf } from '../people/scopes.ts';
import type { Replica } from '../replica/replica.ts';
import { ranks, type Guard } from './guard.ts';
import { askTeamFirst, forward } from './forward.ts';
import { originOf } from './origin.ts';
import { Problem } from './problem.ts';
import { partsFor, seesAll } from '../seen-parts.ts';
import { readRequestKey } from './request-key.ts';
import type { Answer, Route } from './route.ts';
import { parse } from './validate.ts';

const isForwarded = (route: Route, { hub }: Parts) =>
  route.isForwarded === true || (route.isForwarded === 'unless-hub' && !hub.isOpen());

/**
 * HU6: a forwarded call carries the upstream token of the person who runs this server. A guest of a hub must not act
 * under that person's name, nor read what only that person's role allows.
 */
function requireNoBorrowing(
  route: Route,
  { caller, method }: FastifyRequest,
  { replica, incidents }: Pick<Parts, 'incidents'> & { replica: Replica },
) {
  if (caller === null || caller.ownsServer === true) return;
  const host = replica.me();
  if (
    route.isPersonal !== true &&
    method === 'GET' &&
    host !== null &&
    ranks[caller.role] >= ranks[host.role] &&
    // TM2: nor read an incident that the guest may not see.
    seesAll(incidents, caller)
  )
    return;
  throw new Problem(
    403,
    'A hub does not pass this on for its guests. Do it on your own desktop, or ask the team’s server.',
  );
}

/**
 * Answers one route: forwards the call, or checks its input and answers here. Throws for a route without a scope
 * (AU8).
 */
export function serveRoute(
  http: FastifyInstance,
  route: Route,
  parts: Parts,
  guard: Guard,
  reading: Reading,
) {
  http.route({
    method: route.method,
    url: route.path,
    onRequest: guard(route.access, needOf(route.method, route.path)),
    config: { takesBytes: route.takesBytes },
    handler: async (request, reply) => {
      if (parts.replica !== null && isForwarded(route, parts)) {
        requireNoBorrowing(route, request, { incidents: parts.incidents, replica: parts.replica });
        if (route.whileAway === undefined) return forward(parts.replica, request, reply);
        const standIn = await askTeamFirst(parts.replica, request, reply, async () => {
          const params = parse(route.params, request.params, 'address');
          return (await route.whileAway?.(callOf(route, params, request, parts))) ?? null;
        });
        return standIn === null ? reply : send(reply, standIn.status ?? route.status, standIn);
      }
      const params = parse(route.params, request.params, 'address');
      const owned = whyOwned(parts.configuration, route, params);
      if (owned !== null) throw new Problem(409, owned);
      const answer = await recordCall(route, callOf(route, params, request, parts), reading);
      const body = markOwned(parts.configuration, route.path, answer.body);
      return send(reply, answer.status ?? route.status, { ...answer, body });
    },
  });
}

function callOf(route: Route, params: unknown, request: FastifyRequest, parts: Parts) {
  return {
    parts: partsFor(parts, request.caller),
    params,
    query: parse(route.query, request.query, 'query'),
    body: route.body && parse(route.body, request.body, 'body'),
    caller: request.caller,
    version: readVersion(request.headers['if-match']),
    bytes: {
      announced: readLength(request.headers['content-length']),
      read: withoutHangingUp(request.raw),
    },
    origin: () => originOf(request, parts),
    address: request.ip,
    requestKey: readRequestKey(request.headers['idempotency-key']),
  };
}

function send(reply: FastifyReply, status: number, answer: Answer) {
  const { body, text, file, type, headers, location, version } = answer;
  if (headers) reply.headers(headers);
  if (location !== undefined) reply.header('location', location);
  if (version !== undefined) reply.header('etag', `"${version}"`);
  reply.code(status);
  if (file !== undefined) return sendFile(reply.type(type ?? 'application/octet-stream'), file);
  if (text !== undefined) return reply.type(type ?? 'text/plain; charset=utf-8').send(text);
  if (body === undefined) return reply.send();
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
}

function sendFile(reply: FastifyReply, { bytes, read }: NonNullable<Answer['file']>) {
  // A HEAD gives the length without reading the file.
  return reply
    .header('content-length', bytes)
    .send(reply.request.method === 'HEAD' ? Readable.from([]) : read());
}

/** A route that stops reading early still answers, and the sender must get the answer. */
async function* withoutHangingUp(body: Readable): AsyncIterable<Uint8Array> {
  try {
    yield* body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  } finally {
    body.resume();
  }
}

const readLength = (length: string | undefined) => (length === undefined ? null : Number(length));

/** HT3: all tags this server gives out are whole versions, so no other tag can match. */
function readVersion(ifMatch: string | undefined): number | null {
  if (ifMatch === undefined || ifMatch.trim() === '*') return null;
  const digits = /^"(\d{1,15})"$/.exec(ifMatch.trim())?.[1];
  return digits === undefined ? -1 : Number(digits);
}
