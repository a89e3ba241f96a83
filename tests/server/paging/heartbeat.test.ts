import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { makeMovableClock } from '../../helpers/clock.ts';
import { ConfigRefused, readConfig } from '#sync-server/config.ts';
import { heartbeatEveryMs, startHeartbeat } from '#sync-server/paging/heartbeat.ts';
import { startServer } from '../../helpers/server.ts';

test('[ES24] an outside address hears each minute that paging works, and nothing while it is silent', async () => {
  let status = 200;
  let heard = 0;
  const server = createServer((asked, answer) => {
    heard += 1;
    expect(asked.url).toBe('/ping/canary-secret');
    answer.writeHead(status).end('OK');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  let log = '';
  const lines = pino({}, { write: (line: string) => void (log += line) });
  let silentSince: number | null = null;
  const clock = makeMovableClock(async () => undefined);
  const stop = startHeartbeat({
    url: `http://127.0.0.1:${port}/ping/canary-secret`,
    clock,
    pulse: { silentSince: () => silentSince },
    log: lines,
  });
  await expect.poll(() => heard).toBe(1);
  await clock.forward(heartbeatEveryMs);
  await expect.poll(() => heard).toBe(2);

  silentSince = clock.now();
  await clock.forward(5 * heartbeatEveryMs);
  silentSince = null;
  await clock.forward(heartbeatEveryMs);
  await expect.poll(() => heard).toBe(3);

  status = 500;
  await clock.forward(heartbeatEveryMs);
  await expect.poll(() => log).toContain('it answered 500');
  const { length } = log;
  await clock.forward(heartbeatEveryMs);
  await expect.poll(() => heard).toBe(5);
  status = 200;
  await clock.forward(heartbeatEveryMs);
  await expect.poll(() => log).toContain('answers again');
  // One line for each of both.
  expect(log.slice(length).trim().split('\n')).toHaveLength(1);

  server.closeAllConnections();
  server.close();
  await clock.forward(heartbeatEveryMs);
  await expect.poll(() => log).toContain('ECONNREFUSED');
  expect(log).not.toContain('canary-secret');
  stop();
});

const refusalOf = (argv: string[]) => {
  try {
    readConfig(argv, {});
  } catch (error) {
    if (error instanceof ConfigRefused) return error.message;
  }
  return null;
};
test('[ES24] a server that was given such an address uses it, and a wrong one is refused without being repeated', async () => {
  const paths: (string | undefined)[] = [];
  const receiver = createServer((asked, answer) => {
    paths.push(asked.url);
    answer.end();
  });
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  const { port } = receiver.address() as AddressInfo;
  await using server = await startServer({
    environment: { MUSTER_HEARTBEAT_URL: `http://127.0.0.1:${port}/ping/canary-secret` },
  });
  await expect.poll(() => paths).toEqual(['/ping/canary-secret']);
  expect(server.log()).not.toContain('canary-secret');
  receiver.closeAllConnections();
  receiver.close();

  const url = 'https://hc.example.org/canary-secret';
  for (const argv of [
    ['--heartbeat-url', 'ftp://hc.example.org/canary-secret'],
    ['--heartbeat-url', 'canary-secret'],
    ['--heartbeat-url', 'https://ana:canary-secret@hc.example.org/'],
    ['--heartbeat-url', url, '--upstream', 'http://127.0.0.1:1'],
  ]) {
    expect(refusalOf(argv)).toMatch(/^--heartbeat-url is set; expected /u);
    expect(refusalOf(argv)).not.toContain('canary-secret');
  }
  expect(readConfig(['--heartbeat-url', url], {})).toMatchObject({ heartbeatUrl: url });
}, 60_000);
