// MP6: a process that is not the lead. It serves the rooms itself, from the shared log, and forwards everything else to
// the lead.
import { EventEmitter, once } from 'node:events';
import type { IncomingMessage } from 'node:http';
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
import type { Identity } from '../sync/identity.ts';
import { documentsInPostgres } from '../storage/postgres/documents.ts';
import { openRooms } from '../sync/rooms.ts';
import { incidentOf, roomName } from '#wire/document-name.ts';
import { identifyAtLead, passToLead, type Known } from './ask-lead.ts';
import type { FanOut } from './fan-out.ts';
import { followLog } from './follow-log.ts';
import type { Lead } from '../storage/postgres/lease.ts';
import { sharePresence } from './shared-presence.ts';
import { createListeners } from '../listeners.ts';

/** Delay until a changed role or an ended token takes effect here. */
const askAgainMs = 5_000;
const now = () => systemWallClock.now();

export type Follower = { url: string; close(): Promise<void> };

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
  const known = knowPeople(lead, log);
  const { isErased } = known;
  const rooms = openRooms({ store: followed.store, seenUpTo: followed.seenUpTo, isErased, now, log });
  followed.begin(rooms, false);
  const others = sharePresence({ rooms, fanOut, now: () => performance.now(), log });
  const stopErasing = known.onErased((incident) => {
    rooms
      .erase(roomName(incident))
      .catch((error: unknown) => log.error({ error, incident }, 'an incident could not be erased here'));
  });
  const knowsHost = makeKnowsHost(config);
  const http = createServer((asked, answer) => {
    const isReady = asked.url === '/readyz';
    if (asked.url !== '/healthz' && !(isReady && lead() === null)) return passToLead(lead(), asked, answer);
    const said = isReady ? { status: 'no process leads' } : { status: 'ok' };
    answer.writeHead(isReady ? 503 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  });
  // The usual socket door needs a token's person at once, so the lead is asked beforehand.
  const door = new EventEmitter();
  const sockets = acceptSockets(
    door,
    { rooms, config, others, replica: null, identify: known.identify, authority: known, sight: known.sight },
    {
      countFailure: countFailedCredentials(now).count,
      refusals: openRefusals(log, now),
      knowsHost,
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
    return { url: await listenOn(http, config), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listenOn(http: ReturnType<typeof createServer>, { host, port }: Config): Promise<string> {
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

/** Knows the people behind the tokens in use here; asks the lead again regularly. */
function knowPeople(lead: () => Lead | null, log: Logger) {
  const identities = new Map<string, Identity | null>();
  /** Keyed by person. */
  const hidden = new Map<string, ReadonlySet<string>>();
  const erased = new Set<string>();
  const listeners = createListeners();
  const erasedListeners = createListeners<[incident: string]>();
  const take = (token: string, known: Known) => {
    identities.set(token, known.identity);
    if (known.identity !== null) hidden.set(known.identity.person, new Set(known.hidden));
    for (const incident of known.erased) {
      if (erased.has(incident)) continue;
      erased.add(incident);
      erasedListeners.tell(incident);
    }
  };
  /**
   * Asks again for each socket, so that a document restricted or erased in the meantime does not open here. While the
   * lead is being replaced, people already known keep their access.
   */
  const learn = async (token: string | null) => {
    if (token === null) return;
    try {
      const found = lead();
      if (found === null) throw new Error('no process leads');
      take(token, await identifyAtLead(found, token));
    } catch (error) {
      if (!identities.has(token)) throw error;
    }
  };
  const askAgain = async () => {
    const found = lead();
    if (found === null) return;
    const before = [...identities];
    // Unknown tokens are not kept: they may become valid later.
    for (const [token, identity] of before) if (identity === null) identities.delete(token);
    for (const [token, identity] of before) {
      if (identity === null) continue;
      try {
        take(token, await identifyAtLead(found, token));
      } catch (error) {
        log.debug({ error }, 'the lead did not say who a person is; it is asked again');
        return;
      }
    }
    listeners.tell();
  };
  let isAsking = false;
  const timer = setInterval(() => {
    if (isAsking) return;
    isAsking = true;
    askAgain()
      .finally(() => (isAsking = false))
      .catch((error: unknown) => log.error({ error }, 'presence could not be read again'));
  }, askAgainMs).unref();
  return {
    learn,
    identify: (token: string) => identities.get(token) ?? null,
    isErased: (document: string) => erased.has(incidentOf(document) ?? ''),
    onErased: erasedListeners.add,
    sight: {
      isHidden: (incident: string, { person }: Identity) => hidden.get(person)?.has(incident) === true,
      // Changes arrive with the lead's next answer; then every socket is checked.
      onChange: () => () => undefined,
    },
    onChange: listeners.add,
    close: () => clearInterval(timer),
  };
}
