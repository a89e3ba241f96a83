import { expect, onTestFinished, test, vi } from 'vitest';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { followFeed } from './live-feed.ts';

test('[DE10] a desktop that wakes asks its server for everything anew, also over a connection that stood all the while', async () => {
  const followers: ServerResponse[] = [];
  const server = createServer((_request, response) => {
    followers.push(response.writeHead(200, { 'content-type': 'text/event-stream' }));
    response.write(`data: ${JSON.stringify({ type: 'people', people: [] })}\n\n`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [onMessage, log] = [vi.fn(), vi.fn()];
  const feed = followFeed({
    address: async () => ({ url: `http://127.0.0.1:${port}`, token: 'token' }),
    onMessage,
    log,
  });
  onTestFinished(async () => {
    feed.stop();
    server.closeAllConnections();
    await once(server.close(), 'close');
  });
  await vi.waitFor(() => expect(onMessage).toHaveBeenCalledTimes(1), 60_000);
  feed.again();
  await vi.waitFor(() => expect(onMessage).toHaveBeenCalledTimes(2), 60_000);
  await vi.waitFor(() => expect(followers[0]?.destroyed).toBe(true), 60_000);
  expect(followers).toHaveLength(2);
  expect(log).not.toHaveBeenCalled();
});
