// For tests of replica/: a primary in this process with only the parts that a replica uses. Sockets and rooms are real;
// the test sets its people and its list of incidents.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Person } from '#room/feed/feed.ts';
import { recentFeedPath, type FeedMessage, type FeedSnapshot } from '#wire/feed/messages.ts';
import { pino } from 'pino';
import { WebSocketServer } from 'ws';
import { openStore } from '../../sync/store/open-store.ts';
import { openRooms, type Rooms } from '../../sync/rooms.ts';
import type { Limits } from '../../sync/limits.ts';
import { openTemporaryDatabase } from './database.ts';

export const silentLog = pino({ level: 'silent' });

export type Team = AsyncDisposable & {
  url: string;
  rooms: Rooms;
  /** The person of the token; null refuses every token. */
  person: Person | null;
  /** Whether it is a replica's own token. */
  mayCarryOthers: boolean;
  snapshot: Partial<FeedSnapshot>;
  /** Its answer at this address of `/api/v1/incidents`. */
  listed?: (url: string) => unknown;
  /** Its answer at `/api/v1/store`, true or not. */
  standing?: unknown;
  /** How far its clock is ahead of ours, in ms. */
  clockAheadMs: number;
  say(message: FeedMessage): void;
  /** The sockets of each document: the highest number at one time, and the present number. */
  sockets: { most: number; now: Map<string, number> };
  requests: string[];
};

export async function startTeam(limits: Partial<Limits> = {}): Promise<Team> {
  const database = openTemporaryDatabase();
  const rooms = openRooms({
    store: openStore(database),
    now: Date.now,
    log: silentLog,
    limits,
  });
  const followers = new Set<ServerResponse>();
  const heartbeat = setInterval(
    () => followers.forEach((follower) => follower.write(': still here\n\n')),
    100,
  );
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 128 * 1024 * 1024 });
  const http = createServer((request, response) => answer(team, followers, request, response));

  const team: Team = {
    url: '',
    rooms,
    person: { id: 'ana', name: 'Ana', role: 'owner' },
    mayCarryOthers: true,
    snapshot: {},
    clockAheadMs: 0,
    say: (message) => followers.forEach((follower) => follower.write(`data: ${JSON.stringify(message)}\n\n`)),
    sockets: { most: 0, now: new Map() },
    requests: [],
    [Symbol.asyncDispose]: async () => {
      clearInterval(heartbeat);
      await rooms.close();
      http.close();
      http.closeAllConnections();
      await database[Symbol.asyncDispose]();
    },
  };
  http.on('upgrade', (request, stream, head) => {
    const document = String(request.url).replace('/sync/', '');
    sockets.handleUpgrade(request, stream, head, (socket) => {
      count(team, document, 1);
      socket.on('close', () => count(team, document, -1));
      if (team.person === null) return socket.close(4401);
      const { id: person, ...rest } = team.person;
      rooms.accept(socket, document, {
        person,
        ...rest,
        mayCarryOthers: team.mayCarryOthers,
        label: `replica of ${person}`,
      });
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  team.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return team;
}

function count({ sockets }: Team, document: string, change: 1 | -1): void {
  sockets.now.set(document, (sockets.now.get(document) ?? 0) + change);
  sockets.most = Math.max(
    sockets.most,
    [...sockets.now.values()].reduce((sum, each) => sum + each, 0),
  );
}

function answer(
  team: Team,
  followers: Set<ServerResponse>,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const { method, url = '' } = request;
  team.requests.push(`${method} ${url}`);
  if (team.person === null) return response.writeHead(401).end();
  if (url === '/api/v1/me') return sendJson(response, team.person);
  if (url === '/api/v1/time') return sendJson(response, { now: Date.now() + team.clockAheadMs });
  if (team.standing !== undefined && url.startsWith('/api/v1/store'))
    return sendJson(response, team.standing);
  if (url.startsWith('/api/v1/incidents') && team.listed !== undefined)
    return sendJson(response, team.listed(url));
  if (url !== recentFeedPath) return echo(request, response);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(
    `data: ${JSON.stringify({ type: 'snapshot', snapshot: { ...emptySnapshot(), ...team.snapshot } })}\n\n`,
  );
  followers.add(response);
  response.on('close', () => followers.delete(response));
}

function sendJson(response: ServerResponse, value: unknown) {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** All other paths return the request. */
function echo(request: IncomingMessage, response: ServerResponse) {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method, url, headers } = request;
    const body = JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() });
    response
      .writeHead(418, { 'content-type': 'application/problem+json', etag: '"7"', 'x-powered-by': 'tea' })
      .end(body);
  });
}

function emptySnapshot(): FeedSnapshot {
  return {
    now: Date.now(),
    server: { role: 'primary', version: '0' },
    upstreams: [],
    staleSince: null,
    incidents: [],
    monitors: [],
    monitoring: { blindSince: null },
    people: [],
  };
}
