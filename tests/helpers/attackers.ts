// Attackers on the network of a hub: one listens, one passes on what it hears.
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { generate } from 'selfsigned';
import { askServer } from '#main/server/ask-server.ts';
import type { Answered, Door } from './hub.ts';

export type Listener = AsyncDisposable & {
  /** The same server, through the tapped connection. */
  url: string;
  /** All traffic, both ways. */
  heard(): string;
};

const end = async (server: Server) => {
  const closed = once(server, 'close');
  server.close();
  await closed;
};
const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** Forwards every byte to `target` and records it. */
export async function listenIn(target: string): Promise<Listener> {
  const { hostname, port, protocol } = new URL(target);
  const heard: Buffer[] = [];
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes: Buffer) => {
        heard.push(bytes);
        to.write(bytes);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `${protocol}//127.0.0.1:${portOf(server)}`,
    heard: () => Buffer.concat(heard).toString('latin1'),
    [Symbol.asyncDispose]: () => end(server),
  };
}

export type FalseHub = AsyncDisposable & {
  url: string;
  /** The real hub's answers to what was passed on. */
  passedOn(): readonly number[];
  /** Every token that was shown to the attacker. */
  tokens(): readonly string[];
};

/**
 * Presents the real hub's door as its own and forwards newcomers' answers to the hub. `change` alters both on the
 * way.
 */
export async function pretendToBe(
  hub: string,
  change: { door?: (door: Door, own: string) => Door; answer?: (answered: Answered) => Answered } = {},
): Promise<FalseHub> {
  const passedOn: number[] = [];
  const tokens: string[] = [];
  const isTls = hub.startsWith('https:');
  const pair = isTls ? await generate([{ name: 'commonName', value: 'hub' }]) : null;
  const own = pair === null ? '' : new X509Certificate(pair.cert).fingerprint256;
  const answer: RequestListener = (request, response) => {
    if (request.headers.authorization) tokens.push(request.headers.authorization);
    const tell = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const take = async () => {
      let text = '';
      for await (const chunk of request) text += String(chunk);
      if (request.url === '/api/v1/hub/door') {
        const { status, body } = await askServer(`${hub}/api/v1/hub/door`, 'any');
        return tell(status, change.door?.(body as Door, own) ?? body);
      }
      if (request.url !== '/api/v1/hub/accept') return tell(404, { detail: 'no' });
      const answered = JSON.parse(text) as Answered;
      const real = await askServer(`${hub}/api/v1/hub/accept`, 'any', change.answer?.(answered) ?? answered);
      passedOn.push(real.status);
      return tell(real.status, real.body);
    };
    take().catch(() => response.destroy());
  };
  const server =
    pair === null
      ? createHttpServer(answer)
      : createTlsServer({ key: pair.private, cert: pair.cert }, answer);
  server.on('upgrade', (request, socket) => {
    tokens.push(String(request.headers['sec-websocket-protocol']));
    socket.destroy();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `${isTls ? 'https' : 'http'}://127.0.0.1:${portOf(server)}`,
    passedOn: () => passedOn,
    tokens: () => tokens,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await end(server);
    },
  };
}
