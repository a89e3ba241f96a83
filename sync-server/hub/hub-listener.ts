// HU1: a second listener for the same application, opened and closed independently of the first.
import type { AddressInfo, Socket } from 'node:net';
import type { RequestListener } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { mostRequestMs } from '../http/slow-requests.ts';
import { handToDoor } from '../http/upgrade.ts';
import { boundWaitingConnections } from '../http/waiting-connections.ts';
import { createServer, createTlsServer } from '../outgoing/node-http.ts';
import type { Log } from '../sync/rooms.ts';

export type HubListener = {
  port: number;
  /** Accepts no new connections. */
  shut(): void;
  /** Ends every connection of this listener. */
  end(): void;
};

export type Where = {
  host: string;
  /** 0 picks a free one. */
  port: number;
  /** PEM; null serves plain HTTP. */
  tls: { key: string; certificate: string } | null;
};

/** A connection with TLS costs 50 kB before its first word. */
const mostWaiting = 500;

function makeServer(tls: Where['tls'], answer: RequestListener) {
  const options = { requestTimeout: mostRequestMs };
  if (tls === null) return createServer(options, answer);
  const { key, certificate: cert } = tls;
  return createTlsServer({ ...options, key, cert, minVersion: 'TLSv1.2', handshakeTimeout: 10_000 }, answer);
}

/** Rejects with the operating system's error when it cannot listen there. */
export async function openHubListener(
  http: FastifyInstance,
  { host, port, tls }: Where,
  log: Pick<Log, 'warn'>,
): Promise<HubListener> {
  const sockets = new Set<Socket>();
  const server = makeServer(tls, (request, response) => {
    http.routing(request, response);
  });
  boundWaitingConnections(server, log, mostWaiting);
  server.on('upgrade', (...upgrade) => handToDoor(http.server, ...upgrade));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    shut: () => void server.close(),
    end: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
