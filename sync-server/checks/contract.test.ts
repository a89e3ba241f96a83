// What every kind of check promises (CH1), over the list: joining the list is joining these tests.
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contextOf } from './testing/context.ts';
import { checks } from './index.ts';

type Target = { port: number };
const sockets = new Set<Socket>();
const servers: Server[] = [];
const targets: Record<'healthy' | 'broken' | 'silent' | 'garbage' | 'refused', Target> = {
  healthy: { port: 0 },
  broken: { port: 0 },
  silent: { port: 0 },
  garbage: { port: 0 },
  refused: { port: 0 },
};

async function listen(server: Server): Promise<Target> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return { port: (server.address() as AddressInfo).port };
}

beforeAll(async () => {
  targets.healthy = await listen(createHttpServer((_request, response) => response.end('fine')));
  targets.broken = await listen(
    createHttpServer((_request, response) => {
      response.statusCode = 503;
      response.end();
    }),
  );
  targets.silent = await listen(createServer());
  targets.garbage = await listen(createServer((socket) => socket.end(Buffer.alloc(4_000, 0xff))));
  const closed = createServer();
  targets.refused = await listen(closed);
  closed.close();
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

/** How each kind is pointed at a target. A new kind adds its line. */
const settingsFor: Record<string, (target: Target) => Record<string, unknown>> = {
  http: ({ port }) => ({ url: `http://127.0.0.1:${port}/health` }),
};

const soon = () => AbortSignal.timeout(300);

describe.each(Object.entries(checks))('%s', (kind, check) => {
  const run = (target: Target, signal: AbortSignal) =>
    check.run(check.schema.parse(settingsFor[kind]?.(target)), contextOf(signal));

  test('[CH1] up when the target answers, with how long it took', async () => {
    const result = await run(targets.healthy, soon());
    expect(result).toMatchObject({ status: 'up', reason: null });
    expect(result.latencyMs).toBeGreaterThan(0);
  });

  test('[CH1] down when the target says it is broken', async () => {
    expect(await run(targets.broken, soon())).toMatchObject({
      status: 'down',
      reason: '503 Service Unavailable',
    });
  });

  test('[CH1] down when nobody listens', async () => {
    expect(await run(targets.refused, soon())).toEqual({
      status: 'down',
      reason: 'connection refused',
      latencyMs: null,
    });
  });

  test('[CH1] down when the deadline passes without an answer', async () => {
    const startedAt = performance.now();
    const result = await run(targets.silent, soon());
    expect(result).toMatchObject({ status: 'down', latencyMs: null });
    expect(result.reason).toMatch(/^timed out after \d+ ms$/);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  test('[CH1] down when the answer is garbage', async () => {
    const result = await run(targets.garbage, soon());
    expect(result.status).toBe('down');
    expect(result.reason).toBe('the answer is not HTTP');
  });

  test('[CH1] ended before it began, it does not throw', async () => {
    expect((await run(targets.healthy, AbortSignal.abort())).status).toBe('down');
  });

  test('its form describes every setting, and names what is wrong', () => {
    for (const field of Object.values(check.fields)) expect(field.label).not.toBe('');
    const wrong = check.schema.safeParse({ nonsense: 1 });
    expect(wrong.success).toBe(false);
  });

  test('what metrics show of it holds nothing secret', () => {
    const settings = check.schema.parse(settingsFor[kind]?.({ port: 81 }));
    expect(JSON.stringify(check.target(settings))).not.toContain('health');
  });
});
