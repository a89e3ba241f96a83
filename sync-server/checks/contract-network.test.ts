// CH1 for the kinds that speak other protocols, against real servers.
import { createServer } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { grpcServer } from './testing/grpc-server.ts';
import { nameServer } from './testing/name-server.ts';
import { keepsThePromise } from './testing/promise.ts';
import { makeKeys, target, web, webs } from './testing/targets.ts';

type At = { host: string; port: number };
const dayMs = 86_400_000;

const rdap = (days: number) =>
  web((_request, response) =>
    response.end(
      JSON.stringify({
        events: [{ eventAction: 'expiration', eventDate: new Date(Date.now() + days * dayMs).toISOString() }],
      }),
    ),
  );

const mail = (options: object) => {
  const server = new SMTPServer({ authOptional: true, logger: false, ...options });
  return target(server.server);
};

keepsThePromise('tcp', async () => ({
  settings: (at: At) => ({ ...at, send: 'hello', expected: 'welcome' }),
  up: await target(createServer((socket) => socket.once('data', () => socket.write('welcome\r\n')))),
  broken: {
    at: await target(createServer((socket) => socket.end('go away\r\n'))),
    reason: '“welcome” is not in what it said, which begins “go away”',
  },
  garbage: '“welcome” is not in what it said, which begins “ÿÿÿ',
}));

keepsThePromise('tls', async () => ({
  settings: (at: At) => ({ ...at, ignoresTrust: true }),
  up: await webs(await makeKeys(), (_request, response) => response.end()),
  broken: {
    at: await webs(
      await makeKeys({ until: Date.now() - dayMs, from: Date.now() - 9 * dayMs }),
      (_request, response) => response.end(),
    ),
    reason: /^the certificate of localhost expired on \d{4}-\d\d-\d\d$/,
  },
  garbage: 'no TLS connection (wrong port or protocol?)',
}));

keepsThePromise('dns', async () => ({
  settings: ({ host, port }: At) => ({
    name: 'shop.example',
    type: 'A',
    server: `${host}:${port}`,
    expected: '10.0.0.7',
  }),
  up: await nameServer(({ name }) => [{ type: 'A', name, data: '10.0.0.7' }]),
  broken: {
    at: await nameServer(({ name }) => [{ type: 'A', name, data: '10.0.0.8' }]),
    reason: '“10.0.0.7” is not among the answers: “10.0.0.8”',
  },
  garbage: /the answer is not DNS|timed out|does not answer/,
  mute: await nameServer(() => 'silence'),
  rude: await nameServer(() => Buffer.alloc(40, 0xff)),
}));

keepsThePromise('domain', async () => {
  return {
    settings: ({ host, port }: At) => ({ name: 'shop.example', server: `http://${host}:${port}` }),
    up: await rdap(200),
    broken: { at: await rdap(-3), reason: /^shop\.example expired on / },
    failsAs: 'unknown' as const,
    garbage: 'the registry cannot be asked: the answer is not HTTP',
    refused: 'the registry cannot be asked: connection refused',
  };
});

keepsThePromise('grpc', async () => ({
  settings: (at: At) => ({ ...at, service: 'shop.Cart' }),
  up: await grpcServer({ '': 1, 'shop.Cart': 1 }),
  broken: { at: await grpcServer({ '': 1, 'shop.Cart': 2 }), reason: 'shop.Cart says NOT_SERVING' },
  garbage: /^no answer: |the answer is not gRPC|timed out/,
}));

keepsThePromise('smtp', async () => {
  const busy = new Error('too busy');
  return {
    settings: (at: At) => ({ ...at, security: 'STARTTLS', ignoresTls: true }),
    up: await mail(await makeKeys()),
    broken: {
      at: await mail({
        onConnect: (_session: unknown, callback: (error: Error) => void) =>
          callback(Object.assign(busy, { responseCode: 421 })),
      }),
      reason: /^it answers “421 too busy”$/,
    },
    garbage: 'the answer is not SMTP: “ÿÿÿ',
  };
});
