import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { handToDoor } from './upgrade.ts';

test('[MP6] a client that waited at a door that closed meanwhile is told to come back, and does not wait forever', async () => {
  const door = new EventEmitter();
  const http = createServer();
  http.on('upgrade', (...upgrade) => handToDoor(door, ...upgrade));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const socket = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}/sync/library`);
  const [, answer] = await once(socket, 'unexpected-response');
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '2']);
  answer.destroy();
  http.close();
  http.closeAllConnections();
});
