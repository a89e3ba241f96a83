// The rooms behind a real WebSocket server, without the rest of the sync server: for tests that reach into the store
// or the limits. A token is a name; `viewer-<name>`, `owner-<name>`, `replica-<name>` and `host-<name>` (the person
// at the server) set its rights.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { DocumentStore } from '#sync-server/sync/store/document-store.ts';
import type { Identity } from '#sync-server/sync/identity.ts';
import { maxPayload, type Limits } from '#sync-server/sync/limits.ts';
import { createMemoryStore } from '#sync-server/sync/testing/memory-store.ts';
import { openRooms, type Rooms } from '#sync-server/sync/rooms.ts';

export type LogLine = { level: string; text: string } & Record<string, unknown>;

export type RoomsServer = {
  url: string;
  rooms: Rooms;
  store: DocumentStore;
  lines: readonly LogLine[];
  [Symbol.asyncDispose](): Promise<void>;
};

export async function serveRooms(
  options: { store?: DocumentStore; limits?: Partial<Limits>; now?: () => number } = {},
): Promise<RoomsServer> {
  const store = options.store ?? createMemoryStore();
  const lines: LogLine[] = [];
  const write = (level: string) => (fields: unknown, text?: string) => {
    lines.push({ level, ...(fields as object), text: text ?? '' });
  };
  const log = { info: write('info'), warn: write('warn'), error: write('error'), debug: write('debug') };
  const rooms = openRooms({ store, now: options.now ?? Date.now, log, limits: options.limits ?? {} });
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, maxPayload, handleProtocols: () => 'muster' });
  sockets.on('connection', (socket, request) => {
    const token = /bearer\.([\w-]+)/.exec(request.headers['sec-websocket-protocol'] ?? '')?.[1] ?? 'nobody';
    const name = decodeURIComponent((request.url ?? '').replace('/sync/', ''));
    rooms.accept(socket, name, identify(token), request.socket);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    rooms,
    store,
    lines,
    [Symbol.asyncDispose]: async () => {
      await rooms.close();
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      http.close();
      await once(http, 'close');
    },
  };
}

function identify(token: string): Identity {
  const [, kind = 'responder', name = token] = /^(viewer|owner|replica|host)-(.+)$/.exec(token) ?? [];
  return {
    person: name,
    name,
    role: kind === 'viewer' || kind === 'owner' ? kind : 'responder',
    mayCarryOthers: kind === 'replica',
    ownsServer: kind === 'host',
    label: kind === 'replica' ? `replica of ${name}` : name,
  };
}
