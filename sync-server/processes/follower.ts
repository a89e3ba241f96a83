// MP6: a process that is not the lead. It serves the rooms itself, from the shared log, and forwards everything else to
// the lead.
import { EventEmitter, once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { systemWallClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { countFailedCredentials, tokenOf } from '../http/credentials.ts';
import { makeKnowsHost } from '../http/known-hosts.ts';
import { ListenRefused } from '../http/listen.ts';
import { openRefusals } from '../http/refusals.ts';
import { acceptSockets, askToComeBack, handToDoor } from '../http/upgrade.ts';
import { createServer } from '../outgoing/node-http.ts';
import { openPool } from '../storage/postgres/pool.ts';
import { documentsInPostgres } from '../storage/postgres/documents.ts';
import { openRooms, type Rooms } from '../sync/rooms.ts';
import { roomName } from '#wire/document-name.ts';
import { openPassing } from './ask-lead.ts';
import type { FanOut } from './fan-out.ts';
import { followLog } from './follow-log.ts';
import { knowPeople } from './known-people.ts';
import { makeOwnAnswers } from './own-answers.ts';
import type { Lead } from '../storage/postgres/lease.ts';
import { sharePresence } from './shared-presence.ts';

const now = () => systemWallClock.now();

export type Follower = {
  url: string;
  /** Ends the requests that are still at the earlier lead. */
  leadChanged(): void;
  close(): Promise<void>;
};

type Options = {
  config: Config;
  /** The address marks this process as not leading. */
  database: string;
  fanOut: FanOut;
  lead: () => Lead | null;
  log: Logger;
};

/** Throws ListenRefused; rejects while the database is away. */
export async function startFollower({ config, database, fanOut, lead, log }: Options): Promise<Follower> {
  const pool = openPool(database);
  const followed = await followLog({ pool, store: documentsInPostgres(pool), fanOut, log });
  const known = knowPeople({ lead, fanOut, now, log });
  const { isErased } = known;
  const rooms = openRooms({
    store: followed.store,
    seenUpTo: followed.seenUpTo,
    isErased,
    now: known.now,
    log,
  });
  followed.begin(rooms, false);
  const others = sharePresence({ rooms, fanOut, now: () => performance.now(), log });
  const stopErasing = eraseAsTold(known, rooms, log);
  const passing = openPassing();
  const answerOwn = makeOwnAnswers({ config, rooms, known, lead, isCurrent: followed.isCurrent });
  const http = createServer((asked, answer) => {
    if (!answerOwn(asked, answer)) passing.pass(lead(), asked, answer);
  });
  const sockets = openSocketDoor(http, { rooms, config, others, known, log });
  const close = async () => {
    stopErasing();
    known.close();
    others.close();
    http.close();
    await rooms.close();
    sockets.close();
    http.closeAllConnections();
    await followed.close();
    await pool.end();
  };
  try {
    return { url: await listenOn(http, config), leadChanged: () => passing.endAll(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Known = ReturnType<typeof knowPeople>;

/** Erases here what the lead says was erased; returns what ends that. */
const eraseAsTold = (known: Known, rooms: Rooms, log: Logger) =>
  known.onErased((incident) => {
    rooms
      .erase(roomName(incident))
      .catch((error: unknown) => log.error({ error, incident }, 'an incident could not be erased here'));
  });

type Behind = Pick<Options, 'config' | 'log'> & {
  rooms: Rooms;
  others: ReturnType<typeof sharePresence>;
  known: Known;
};

/** The usual socket door needs a token's person at once, so the lead is asked beforehand. */
function openSocketDoor(http: Server, { rooms, config, others, known, log }: Behind) {
  const door = new EventEmitter();
  const sockets = acceptSockets(
    door,
    { rooms, config, others, replica: null, identify: known.identify, authority: known, sight: known.sight },
    {
      countFailure: countFailedCredentials(now).count,
      refusals: openRefusals(log, now),
      knowsHost: makeKnowsHost(config),
    },
  );
  http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const failed = () => stream.destroy();
    stream.on('error', failed);
    known.learn(tokenOf(request.headers)).then(
      () => handToDoor(door, request, stream, head),
      () => askToComeBack(stream),
    );
  });
  return sockets;
}

async function listenOn(http: Server, { host, port }: Config): Promise<string> {
  http.listen(port, host);
  try {
    await once(http, 'listening');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ListenRefused(`The server cannot listen on ${host}, port ${port}: ${why}.`, { cause: error });
  }
  const { port: actual } = http.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${actual}`;
}
