// The HTTP server: authenticates, checks and answers every request; routes only declare what they do. Errors are sent
// as problem+json (HT1), and each refused request leaves one line in the log.
import type { IncomingMessage, ServerResponse } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { createServer } from '../outgoing/node-http.ts';
import type { Identity } from '../sync/identity.ts';
import type { WallClock } from '../clock.ts';
import type { Log } from '../sync/rooms.ts';
import { allowDesktop } from './cors.ts';
import { countFailedCredentials, type FailedCredentials } from './credentials.ts';
import { parseJson } from './json-body.ts';
import { serveOpenApi } from './openapi.ts';
import { answerProblem, tooManyAttempts, toProblem } from './answer-problem.ts';
import { Problem } from './problem.ts';
import { collectAddresses, serveRenderer } from './renderer-files.ts';
import { foreignHost, type KnowsHost, makeKnowsHost, namesSeveralHosts } from './known-hosts.ts';
import { openRefusals, type Refusals } from './refusals.ts';
import type { Route } from './route.ts';
import { makeGuard, type Guard, type GuardParts } from './guard.ts';
import { serveRoute, type Around } from './serve-route.ts';
import { type HealthParts, serveHealth } from './health.ts';
import { makeTrust } from './trusted-proxies.ts';
import { endSlowBodies, mostRequestMs } from './slow-requests.ts';
import { acceptSockets, endConnection, type DoorParts, type Sight } from './upgrade.ts';
import { boundWaitingConnections } from './waiting-connections.ts';

const bodyLimit = 1024 * 1024;
/** How long an unused connection stays open: longer than the minute for which proxies keep theirs. */
const keepMs = 72_000;

/** Node's errors for a request that did not arrive whole, and our answers. */
const brokenRequests: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

export type App = {
  http: FastifyInstance;
  /** Accepts nothing more; resolves once the last connection is gone. */
  end: () => Promise<void>;
};

declare module 'fastify' {
  interface FastifyRequest {
    /** Null on public routes. */
    caller: Identity | null;
  }
  interface FastifyContextConfig {
    /** A large body, which may take longer to arrive. */
    takesBytes?: boolean;
  }
}

/** A request that was answered, for the figures. `area`: the first word of its path. */
export type AnsweredRequest = { method: string; area: string; status: number; seconds: number };

/** What serving HTTP itself takes of the server. */
export type HttpParts = HealthParts &
  GuardParts &
  Omit<DoorParts, 'sight'> & {
    log: Log;
    now: () => number;
    baseUrl: () => string;
    config: Config;
    metrics: { answered(request: AnsweredRequest): void };
    /** The folder of the built user interface; null when it was not built. */
    rendererFolder: string | null;
  };

/** What the wings provide: the API routes, and the doors beside the API. */
export type Wings<Parts> = {
  routes: readonly Route<Parts>[];
  serveDomains: (http: FastifyInstance, serving: Serving<Parts>) => void;
  serveDoors: (http: FastifyInstance, serving: Serving<Parts>) => Promise<void>;
  aroundCalls: (parts: Parts, routes: readonly Route<Parts>[]) => Around<Parts>;
  answersAtOnce: (parts: Parts, rules: AtOnceRules) => AnswerAtOnce;
  sightOf: (parts: Parts) => Sight;
};
/** The rules for every answer, also for those that skip the rest of this file. */
export type AtOnceRules = { knowsHost: KnowsHost; guards: Readonly<Record<string, string>> };
/** True when it has answered; false when the request takes the usual way. */
type AnswerAtOnce = (request: IncomingMessage, response: ServerResponse) => boolean;
export type Serving<Parts> = {
  parts: Parts;
  guard: Guard;
  /** Counts a failed credential of this address; false when there were too many. */
  countFailure: FailedCredentials['count'];
  /** False for an address that failed too often: a password that people chose is not even compared. */
  mayTry: FailedCredentials['mayTry'];
};

export async function makeApp<Parts extends HttpParts>(
  parts: Parts,
  { routes, serveDomains, serveDoors, aroundCalls, answersAtOnce, sightOf }: Wings<Parts>,
  clock: Pick<WallClock, 'after'>,
): Promise<App> {
  const refusals = openRefusals(parts.log, parts.now);
  const answerWith = (problem: Problem, request: FastifyRequest, reply: FastifyReply) =>
    answerProblem(problem, request, reply, { log: parts.log, refusals });
  const knowsHost = makeKnowsHost(parts.config);
  const http = openHttp(parts, {
    refusals,
    answerWith,
    answersFirst: answersAtOnce(parts, { knowsHost, guards }),
  });
  const addresses = collectAddresses(http);
  const failures = countFailedCredentials(parts.now);
  const guard = makeGuard(parts);
  const around = aroundCalls(parts, routes);
  const serving = { parts, guard, countFailure: failures.count, mayTry: failures.mayTry };
  serveDomains(http, serving);
  addHooks(http, parts, { knowsHost, clock });
  answerErrors(http, failures, answerWith);
  await serveRoutes(http, routes, (scope, route) =>
    serveRoute(scope, route, { around, guard, config: parts.config, baseUrl: parts.baseUrl }),
  );
  await serveDoors(http, serving);
  serveHealth(http, parts);
  sayHowToOpenRooms(http);
  serveOpenApi(http, routes, parts.version);
  await serveRenderer(http, parts.rendererFolder, { addresses, baseUrl: parts.config.baseUrl });
  const bounds = { countFailure: failures.count, refusals, knowsHost };
  const sockets = acceptSockets(http.server, { ...parts, sight: sightOf(parts) }, bounds);
  return {
    http,
    end: async () => {
      sockets.close();
      await http.close();
    },
  };
}

type AroundRoutes = { knowsHost: KnowsHost; clock: Pick<WallClock, 'after'> };

/** What happens before and after every route. */
function addHooks(http: FastifyInstance, parts: HttpParts, { knowsHost, clock }: AroundRoutes): void {
  http.addHook('onRequest', async ({ raw }) => {
    if (namesSeveralHosts(raw.rawHeaders)) throw new Problem(400, 'The request has more than one Host.');
    if (!knowsHost(raw)) throw new Problem(421, foreignHost);
  });
  http.addHook('onRequest', allowDesktop);
  http.addHook('onRequest', endSlowBodies(clock));
  http.addHook('onSend', addGuards);
  http.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    const area = areaOf(routeOptions.url);
    parts.metrics.answered({ method, area, status: reply.statusCode, seconds: reply.elapsedTime / 1000 });
  });
}

type AnswerWith = (problem: Problem, request: FastifyRequest, reply: FastifyReply) => unknown;

function answerErrors(http: FastifyInstance, failures: FailedCredentials, answerWith: AnswerWith): void {
  http.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error, request.routeOptions.bodyLimit ?? bodyLimit);
    const isTooMany = problem.isFailedCredential && !failures.count(request.ip);
    return answerWith(isTooMany ? tooManyAttempts() : problem, request, reply);
  });
}

type Answering = {
  refusals: Refusals;
  answerWith: AnswerWith;
  answersFirst: AnswerAtOnce;
};

function openHttp(
  { config, log }: Pick<HttpParts, 'config' | 'log'>,
  { refusals, answerWith, answersFirst }: Answering,
): FastifyInstance {
  const http = Fastify({
    serverFactory: (handle) => {
      const times = { keepAliveTimeout: keepMs, requestTimeout: mostRequestMs };
      const server = createServer(times, (request, response) => {
        toOriginForm(request);
        if (!answersFirst(request, response)) handle(request, response);
      });
      boundWaitingConnections(server, log);
      return server;
    },
    logger: false,
    trustProxy: makeTrust(config.trustedProxies).isTrusted,
    bodyLimit,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 300 },
    frameworkErrors: (error, request, reply) => void answerWith(toProblem(error, bodyLimit), request, reply),
    clientErrorHandler: (error, socket) => {
      refusals.ofStranger({ reason: error.message }, 'refused a request that is not HTTP');
      const status = brokenRequests[error.code] ?? '400 Bad Request';
      if (socket.writable) endConnection(socket, status);
      else socket.destroy();
    },
  });
  http.decorateRequest('caller', null);
  http.removeAllContentTypeParsers();
  http.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    async (_request: FastifyRequest, body: string | Buffer) => parseJson(body.toString()),
  );
  return http;
}

async function serveRoutes<Parts>(
  http: FastifyInstance,
  routes: readonly Route<Parts>[],
  serve: (scope: FastifyInstance, route: Route<Parts>) => void,
): Promise<void> {
  for (const route of routes.filter(({ takesBytes }) => !takesBytes)) serve(http, route);
  await http.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // No parsing: the route reads the request itself.
    scope.addContentTypeParser('*', async () => undefined);
    for (const route of routes.filter(({ takesBytes }) => takesBytes)) serve(scope, route);
  });
}

/** OP21: a socket's address without an Upgrade header; something in between removed it. */
const sayHowToOpenRooms = (http: FastifyInstance) =>
  http.get('/sync/*', () => {
    throw new Problem(
      404,
      'Rooms are opened by WebSocket. If this was one, the proxy in front does not pass the Upgrade header on.',
    );
  });

/** RFC 9112 section 3.2.2: a request line may hold the whole address, and its host then counts. */
function toOriginForm(request: IncomingMessage) {
  const { url = '' } = request;
  if (!/^https?:\/\//iu.test(url) || !URL.canParse(url)) return;
  const { host, pathname, search } = new URL(url);
  request.url = `${pathname}${search}`;
  request.headers.host = host;
}

/** The API section, else the first part of the address: few values, and none of them a secret. */
function areaOf(pattern: string | undefined): string {
  const [first = '', ...rest] = (pattern ?? '').split('/').filter((part) => part !== '' && part !== 'v1');
  return (first === 'api' ? rest[0] : first)?.replace(/^[:*].*$/u, '') || 'screens';
}

const guards = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };

async function addGuards(_request: FastifyRequest, reply: FastifyReply) {
  reply.headers(guards);
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  // Fastify closes the connection when it refuses a body, so the sender would never see the reason. Without this
  // header Node reads and discards the rest, within the time limit of endSlowBodies.
  if (reply.statusCode !== 408) reply.removeHeader('connection');
}
