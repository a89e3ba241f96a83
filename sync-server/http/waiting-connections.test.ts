// Real connections that let a real server wait: none fills it, and those who ask are answered.
import { once } from 'node:events';
import { createServer, get, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { boundWaitingConnections } from './waiting-connections.ts';

const most = 20;
/** More than the network takes at once. */
const much = Buffer.alloc(32 * 1024 * 1024);
let server: Server;
let dropped: number[];
let sockets: Socket[];
beforeEach(async () => {
  dropped = [];
  sockets = [];
  server = createServer((request, response) => {
    if (request.url === '/work') return; // answers nothing
    if (request.url === '/large') response.write(much);
    else response.end('here');
  });
  const log = { warn: (about: unknown) => void dropped.push((about as { dropped: number }).dropped) };
  boundWaitingConnections(server, log, most);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
const port = () => (server.address() as AddressInfo).port;

async function open(from: string, words = ''): Promise<Socket> {
  const accepted = once(server, 'connection');
  const socket = connect({ port: port(), host: '127.0.0.1', localAddress: from });
  socket.on('error', () => undefined);
  sockets.push(socket);
  await Promise.all([once(socket, 'connect'), accepted]);
  if (words !== '') await new Promise<void>((resolve) => socket.write(words, () => resolve()));
  return socket;
}
/** How many of them the server has closed. A closed one ends once it is read. */
const ended = (given: readonly Socket[]) => given.filter((each) => each.destroyed || each.readableEnded);
const asked = () =>
  new Promise<number>((resolve, reject) => {
    get({ port: port(), host: '127.0.0.1', localAddress: '127.0.0.9', agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    }).on('error', reject);
  });

const half = 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ';
const body = 'POST /work HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf';
const large = 'GET /large HTTP/1.1\r\nHost: x\r\n\r\n';
const answered = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

test.each([
  ['never send anything', ''],
  ['send half a head', half],
  ['send half a body', body],
  ['do not read their answer', large],
  ['ask once and stay', answered],
])('[HT13] of connections that %s only so many stay, and others are answered', async (_name, words) => {
  const all: Socket[] = [];
  for (let count = 0; count < 3 * most; count += 1) {
    const heard = words === '' || words === half ? null : once(server, 'request');
    const socket = await open('127.0.0.2', words);
    if (words === large) socket.pause();
    else socket.resume();
    all.push(socket);
    await heard;
  }
  expect(await asked()).toBe(200);
  expect(dropped.length).toBeGreaterThan(0);
  await vi.waitFor(async () => {
    const there = await new Promise<number>((resolve) => server.getConnections((_, n) => resolve(n)));
    expect(there).toBeLessThanOrEqual(most + 1);
  }, 60_000);
});

test('[HT13] those go first of the network that has the most of them, longest waiting first', async () => {
  const honest = await open('127.0.0.3', answered);
  await once(honest, 'data');
  honest.resume();
  const flood: Socket[] = [];
  for (let count = 0; count < 2 * most; count += 1) {
    const socket = await open('127.0.0.2');
    socket.resume();
    flood.push(socket);
  }
  await vi.waitFor(() => expect(ended(flood).length).toBeGreaterThanOrEqual(most), 60_000);
  const last = flood.at(-1)!;
  expect([ended([honest]).length, ended([last]).length]).toEqual([0, 0]);
  expect(flood.indexOf(ended(flood)[0]!)).toBe(0);
  // It is answered on the connection that it has kept.
  const again = once(honest, 'data');
  honest.write(answered);
  await again;
});

test('[HT13] a request in work is not dropped, however many others wait', async () => {
  const heard = once(server, 'request');
  const working = await open('127.0.0.2', 'GET /work HTTP/1.1\r\nHost: x\r\n\r\n');
  await heard;
  for (let count = 0; count < 3 * most; count += 1) await open('127.0.0.2');
  await vi.waitFor(() => expect(dropped.length).toBeGreaterThan(1), 60_000);
  working.resume();
  expect(await asked()).toBe(200);
  expect(ended([working])).toEqual([]);
});

test('[HT13] a connection on which nothing moves any more is ended, unless the server works on it', async () => {
  server.timeout = 200;
  const heard = once(server, 'request');
  const working = await open('127.0.0.2', 'GET /work HTTP/1.1\r\nHost: x\r\n\r\n');
  working.resume();
  await heard;
  const asking = once(server, 'request');
  const reader = await open('127.0.0.2', large);
  reader.pause();
  await asking;
  const silent = await open('127.0.0.2');
  silent.resume();
  await once(silent, 'close');
  await vi.waitFor(async () => {
    const there = await new Promise<number>((resolve) => server.getConnections((_, n) => resolve(n)));
    expect(there).toBe(1);
  }, 60_000);
  expect(ended([working])).toEqual([]);
});
