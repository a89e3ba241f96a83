// Real targets for checks, on loopback at a free port, closed at the end of their scope.
import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { generate } from 'selfsigned';

export type TestTarget = { host: string; port: number; [Symbol.asyncDispose](): Promise<void> };

/** Owns the server from here on: connections that are still open at the end are cut. */
export async function target(server: Server): Promise<TestTarget> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

export const web = (answer: RequestListener): Promise<TestTarget> => target(createHttpServer(answer));
export const webs = (keys: Keys, answer: RequestListener): Promise<TestTarget> =>
  target(createHttpsServer({ key: keys.key, cert: keys.cert }, answer));

/** Accepts connections and sends nothing. */
export const silent = (): Promise<TestTarget> => target(createServer());
/** Sends bytes that fit no protocol. */
export const garbage = (): Promise<TestTarget> =>
  target(createServer((socket) => socket.end(Buffer.alloc(4_000, 0xff))));
/** A port where nobody listens. */
export async function refused(): Promise<TestTarget> {
  const gone = await target(createServer());
  await gone[Symbol.asyncDispose]();
  return gone;
}

export type Keys = { key: string; cert: string };
export type KeysFor = {
  names?: readonly string[];
  from?: number;
  until?: number;
  signedBy?: Keys;
  isAuthority?: boolean;
  /** False for an old-style certificate: a common name and no subjectAltName. */
  hasNames?: boolean;
};

const dayMs = 86_400_000;

/** A key and a certificate, self-signed unless `signedBy`; times are epoch milliseconds. */
export async function makeKeys(asked: KeysFor = {}): Promise<Keys> {
  const {
    names = ['localhost'],
    from = Date.now() - dayMs,
    until = Date.now() + 90 * dayMs,
    signedBy,
    isAuthority = false,
    hasNames = true,
  } = asked;
  const altNames = [
    ...names.map((value) => ({ type: 2 as const, value })),
    { type: 7 as const, ip: '127.0.0.1' },
  ];
  const { private: key, cert } = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
    keySize: 2048,
    algorithm: 'sha256',
    notBeforeDate: new Date(from),
    notAfterDate: new Date(until),
    ...(signedBy ? { ca: signedBy } : {}),
    extensions: [
      { name: 'basicConstraints', cA: isAuthority },
      ...(hasNames ? [{ name: 'subjectAltName' as const, altNames }] : []),
    ],
  });
  return { key, cert };
}
