// Starts and ends a server. Its parts are in assembly/, the process around it in index.ts.
import type { Logger } from 'pino';
import { systemWallClock, type WallClock } from './clock.ts';
import { serveDomains, serveDoors } from './all-doors.ts';
import { routes } from './all-routes.ts';
import { aroundCalls } from './around-calls.ts';
import type { Config } from './config.ts';
import { sightOf } from './incidents/sight.ts';
import { makeApp, type App } from './http/app.ts';
import { answerAtOnce } from './status-pages/visitors/door.ts';
import type { Group } from './processes/join.ts';
import { listen } from './http/listen.ts';
import type { Making } from './assembly/open-ground.ts';
import { openParts, type Parts } from './assembly/open-parts.ts';

export type Server = { url: string; close(): Promise<void> };

/** Inputs of a server besides its settings. */
export type Surroundings = { clock?: WallClock; group?: Group | null };

/** Throws DataFolderRefused, DatabaseRefused or ListenRefused. */
export async function startServer(
  config: Config,
  log: Logger,
  { clock = systemWallClock, group = null }: Surroundings = {},
): Promise<Server> {
  // Closed in reverse order, even when a later part refuses to start.
  const closings: Making['closings'] = [];
  let app: App | null = null;
  const close = async () => {
    // Open sockets count as connections, so the listener ends only after the rooms have closed them.
    const listenerEnded = app?.end();
    for (const closing of closings.splice(0).toReversed()) await closing();
    await listenerEnded;
  };
  try {
    const listening = { url: `http://${config.host}:${config.port}` };
    const parts = await openParts({ config, log, clock, closings, listening, group });
    const wings = {
      routes,
      serveDomains,
      serveDoors,
      aroundCalls,
      answersAtOnce: answerAtOnce,
      sightOf: (all: Parts) => sightOf(all.incidents),
    };
    app = await makeApp(parts, wings, clock);
    const url = await listen(app.http, config);
    await parts.hub.serve(app.http);
    listening.url = url;
    // Links in messages begin with the listening address, which is known only now.
    parts.statusPages.start();
    if (parts.replica === null) {
      parts.outbox.start();
      parts.subscribers.start();
    }
    log.info({ url, version: parts.version, role: parts.replica === null ? 'primary' : 'replica' }, 'ready');
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}
