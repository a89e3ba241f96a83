// Serves one route over HTTP: checks the input and sends the answer. The wings say what happens around the call.
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ZodObject } from 'zod';
import { readVersions } from './entity-tags.ts';
import { needOf } from './scopes.ts';
import type { Guard } from './guard.ts';
import { type OriginParts, originOf } from './origin.ts';
import { Problem } from './problem.ts';
import { readRequestKey } from './request-key.ts';
import type { Answer, AnyCall, Route, AnyRoute } from './route.ts';
import type { Identity } from '../sync/identity.ts';
import { parse } from './validate.ts';

/** Work of the wings around each call of the API. */
export type Around<Parts> = {
  /**
   * RE4: passes a call on to the team's server; `standIn` answers while that is away. Null: this server answers.
   * `sent`: the answer has been sent.
   */
  passOn: (
    route: AnyRoute,
    request: FastifyRequest,
    reply: FastifyReply,
    standIn: () => Promise<Answer | null>,
  ) => Promise<Answer | 'sent' | null>;
  /** CF5: why this may not be changed through the API; null when it may. */
  whyOwned: (route: AnyRoute, params: unknown) => string | null;
  /** Runs the route, with its entry in the audit log (AU10) and marks on what a file owns (CF5). */
  /** TM2: the parts as this caller may see them. Null: not signed in. */
  partsFor: (caller: Identity | null) => Parts;
  run: (route: Route<Parts>, call: AnyCall<Parts>) => Promise<Answer>;
};

/**
 * Answers one route: forwards the call, or checks its input and answers here. Throws for a route without a scope
 * (AU8).
 */
export function serveRoute<Parts>(
  http: FastifyInstance,
  route: Route<Parts>,
  { around, guard, ...serving }: { around: Around<Parts>; guard: Guard } & OriginParts,
) {
  const callOf = makeCallOf(around.partsFor, serving);
  http.route({
    method: route.method,
    url: route.path,
    onRequest: guard(route.access, needOf(route.method, route.path)),
    config: { takesBytes: route.takesBytes || route.mostBytes !== undefined },
    ...(route.mostBytes !== undefined && { bodyLimit: route.mostBytes }),
    handler: async (request, reply) => {
      const paramsOf = () => parse(route.params, request.params, 'address');
      const standIn = async () => (await route.whileAway?.(callOf(route, paramsOf(), request))) ?? null;
      const passed = await around.passOn(route, request, reply, standIn);
      if (passed === 'sent') return reply;
      if (passed !== null) return send(reply, passed.status ?? route.status, passed);
      const params = paramsOf();
      const owned = around.whyOwned(route, params);
      if (owned !== null) throw new Problem(409, owned);
      const answer = await around.run(route, callOf(route, params, request));
      return send(reply, answer.status ?? route.status, answer);
    },
  });
}

/** HT9: a parameter with nothing in it, as a form sends it, counts as left out. */
function filledIn(schema: AnyRoute['query'], query: unknown): unknown {
  if (!(schema instanceof ZodObject)) return query;
  const isLeftOut = (name: string, value: unknown) => value === '' && name in schema.shape;
  return Object.fromEntries(Object.entries(query ?? {}).filter(([name, value]) => !isLeftOut(name, value)));
}

const makeCallOf =
  <Parts>(partsFor: Around<Parts>['partsFor'], serving: OriginParts) =>
  (route: AnyRoute, params: unknown, request: FastifyRequest): AnyCall<Parts> => ({
    parts: partsFor(request.caller),
    params,
    query: parse(route.query, filledIn(route.query, request.query), 'query'),
    body: route.body && parse(route.body, request.body, 'body'),
    caller: request.caller,
    version: readVersions(request.headers['if-match']),
    bytes: {
      announced: readLength(request.headers['content-length']),
      read: withoutHangingUp(request.raw),
    },
    origin: () => originOf(request, serving),
    address: request.ip,
    requestKey: readRequestKey(request.headers['idempotency-key']),
  });

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
