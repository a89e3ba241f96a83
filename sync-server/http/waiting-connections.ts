// HT13: bounds connections that wait for their client: it sent nothing yet, only half a request, nothing since the last
// answer, or it does not read its answer. Without a bound such connections fill the memory of a server that has no work.
import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Log } from '../sync/rooms.ts';
import { networkOf } from './network-of.ts';

/** As many as there may be sockets, or readers of the feed. */
const mostWaiting = 2_000;
/** Then so many go at once that the next look is not due with the next connection. */
const keptShare = 0.9;
/** A client that reads nothing of its answer for this long is given up, and so is one that sends nothing. */
const stillMs = 120_000;

type Connection = {
  accepted: Socket;
  /** With TLS another one than was accepted. */
  socket: Socket;
  network: string;
  /** Null between two requests. */
  request: IncomingMessage | null;
};

const isWaiting = ({ socket, request }: Connection): boolean =>
  request === null || !request.complete || socket.writableLength > 0;

/** By its two ends, because TLS has a socket of its own over the one that was accepted. */
const keyOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;

/** Beyond `most`, connections of the network that has the most of them are dropped, longest waiting first. */
export function boundWaitingConnections(
  server: EventEmitter & { timeout: number },
  log: Pick<Log, 'warn'>,
  most: number = mostWaiting,
): void {
  const { open, accept, change } = keepConnections(most, log);
  server.on('connection', accept);
  server.on('secureConnection', (socket: Socket) => {
    const found = open.get(keyOf(socket));
    if (found !== undefined) found.socket = socket;
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const key = keyOf(request.socket);
    change(key, request);
    response.once('finish', () => change(key, null));
  });
  // Sockets of rooms have limits of their own.
  server.on('upgrade', (_request: IncomingMessage, socket: Socket) => open.delete(keyOf(socket)));
  server.timeout = stillMs;
  server.on('timeout', (socket: Socket) => {
    const found = open.get(keyOf(socket));
    // A request that the server works on may take its time.
    if (found === undefined || isWaiting(found)) socket.destroy();
  });
}

/** The open connections; accepting one makes room for it. */
function keepConnections(most: number, log: Pick<Log, 'warn'>) {
  /** In the order in which they began to wait or to work. */
  const open = new Map<string, Connection>();
  let lookAt = most + 1;
  const change = (key: string, request: IncomingMessage | null) => {
    const found = open.get(key);
    if (found === undefined) return;
    open.delete(key);
    open.set(key, { ...found, request });
  };
  const makeRoom = () => {
    if (open.size < lookAt) return;
    const waiting = [...open].filter(([, each]) => isWaiting(each));
    const isMany = waiting.length > most;
    // Before so many more have come there cannot be too many.
    lookAt = isMany ? most + 1 : open.size + most - waiting.length + 1;
    if (!isMany) return;
    const dropped = chooseDropped(waiting, waiting.length - Math.floor(most * keptShare));
    for (const [key, { socket }] of dropped) {
      open.delete(key);
      socket.destroy();
    }
    log.warn({ dropped: dropped.length }, 'dropped connections that wait for their client');
  };
  const accept = (socket: Socket) => {
    const key = keyOf(socket);
    const network = networkOf(socket.remoteAddress ?? '');
    open.set(key, { accepted: socket, socket, network, request: null });
    socket.once('close', () => {
      if (open.get(key)?.accepted === socket) open.delete(key);
    });
    makeRoom();
  };
  return { open, accept, change };
}

function chooseDropped(waiting: readonly [string, Connection][], count: number): [string, Connection][] {
  const groups = [...Map.groupBy(waiting, ([, { network }]) => network).values()];
  return Array.from({ length: count }, () => {
    const largest = groups.reduce((a, b) => (b.length > a.length ? b : a));
    return largest.shift();
  }).filter((each) => each !== undefined);
}
