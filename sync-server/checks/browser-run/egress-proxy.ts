// A proxy for one run of a browser, so that no request of a page escapes CK1: no redirect, picture or WebSocket.
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Egress } from '../../outgoing/egress.ts';
import { createServer, requestHttp } from '../../outgoing/node-http.ts';

export type EgressProxy = {
  /** The proxy's address, for the browser. */
  url: string;
  /** Why the last connection to this host and port failed; null when none did. */
  failureOf(url: URL): unknown;
  close(): Promise<void>;
};

type Tunnelling = { egress: Egress; failures: Map<string, unknown>; track: (socket: Duplex) => void };

/** Answers CONNECT: joins the browser's socket to the host that it names. */
function openTunnel(
  asked: string,
  { socket, head }: { socket: Socket; head: Buffer },
  { egress, failures, track }: Tunnelling,
) {
  if (!URL.canParse(asked)) {
    socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    return;
  }
  const { hostname, port } = new URL(asked);
  const fail = (error: unknown) => {
    failures.set(keyOf(hostname, port || '80'), error);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  };
  const outward = dial(hostname, port || '80', egress, fail);
  if (outward === null) return;
  track(outward);
  outward.once('connect', () => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    outward.write(head);
    outward.pipe(socket).pipe(outward);
  });
  outward.once('error', fail);
  socket.once('close', () => outward.destroy());
  outward.once('close', () => socket.destroySoon());
}

export async function openEgressProxy(egress: Egress): Promise<EgressProxy> {
  const failures = new Map<string, unknown>();
  const sockets = new Set<Duplex>();
  const track = (socket: Duplex) => {
    sockets.add(socket);
    // An error closes the socket; both sides react to the close.
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  };
  const server = createServer((request, response) => forward(request, response, { egress, failures }));
  server.on('connection', track);
  server.on('connect', (request, socket: Socket, head: Buffer) => {
    openTunnel(`http://${request.url ?? ''}`, { socket, head }, { egress, failures, track });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failureOf: ({ hostname, port, protocol }) =>
      failures.get(keyOf(hostname, port || (protocol === 'https:' ? '443' : '80'))) ?? null,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

const bare = (hostname: string) => hostname.replace(/^\[(.*)\]$/, '$1');
const keyOf = (hostname: string, port: string) => `${bare(hostname)} ${port}`;

function dial(hostname: string, port: string, egress: Egress, fail: (error: unknown) => void): Socket | null {
  try {
    egress.assertAllowed(hostname);
    return connect({ host: bare(hostname), port: Number(port), lookup: egress.guardedLookup });
  } catch (error) {
    fail(error);
    return null;
  }
}

type Forwarding = { egress: Egress; failures: Map<string, unknown> };

/** Plain HTTP comes as a request with a whole address (RFC 9112, 3.2.2). */
function forward(request: IncomingMessage, response: ServerResponse, { egress, failures }: Forwarding) {
  const url = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : null;
  if (url?.protocol !== 'http:') {
    response.writeHead(400).end();
    return;
  }
  const { hostname, port } = url;
  const fail = (error: unknown) => {
    failures.set(keyOf(hostname, port || '80'), error);
    // Close without an answer: the page must not take ours for the server's.
    response.destroy();
  };
  try {
    egress.assertAllowed(hostname);
    const { 'proxy-connection': _hop, 'proxy-authorization': _secret, ...headers } = request.headers;
    const { method = 'GET' } = request;
    const outward = requestHttp(url, { method, headers, agent: false, lookup: egress.guardedLookup });
    outward.on('error', fail);
    outward.on('response', (answer) => {
      answer.on('error', fail);
      try {
        response.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.rawHeaders);
        answer.pipe(response);
      } catch (error) {
        // Node reads some answers that it refuses to write.
        fail(error);
      }
    });
    response.on('close', () => outward.destroy());
    request.pipe(outward);
  } catch (error) {
    fail(error);
  }
}
