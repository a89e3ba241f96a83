import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { acceptInvitation, readInvitation } from './join.ts';

test('[AU3] both kinds of invitation link are understood', () => {
  const expected = { server: 'https://muster.example.com:4455', code: 'abc' };
  expect(readInvitation('https://muster.example.com:4455/join#abc')).toEqual(expected);
  expect(readInvitation('  https://muster.example.com:4455/join/#abc\n')).toEqual(expected);
  expect(readInvitation('muster://join?server=https%3A%2F%2Fmuster.example.com%3A4455#abc')).toEqual(
    expected,
  );
  expect(readInvitation('https://example.com/muster/join#abc')?.server).toBe('https://example.com/muster');
});

test.each([
  'nonsense',
  'https://muster.example.com/join',
  'muster://room?server=https://a#b',
  'file:///etc/passwd#x',
  'muster://join#x',
])('[AU3] %s is no invitation', (link) => {
  expect(readInvitation(link)).toBeNull();
});

test('[AU3] an accepted invitation brings a token that may carry a replica', async () => {
  let asked = '';
  await using server = await answer((request, response) => {
    request.on('data', (data) => (asked += String(data)));
    request.on('end', () => {
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ token: 't', person: { id: 'p', name: 'Ana', role: 'responder' } }));
    });
  });
  const joined = await acceptInvitation(`${server.url}/join#abc`, 'Ana');
  expect(joined).toEqual({
    ok: true,
    server: server.url,
    token: 't',
    person: { id: 'p', name: 'Ana', role: 'responder' },
  });
  expect(JSON.parse(asked)).toEqual({ code: 'abc', name: 'Ana', replica: true });
});

test.each([
  [404, { title: 'Not found' }, 'was used or has expired'],
  [410, { title: 'Gone' }, 'was used or has expired'],
  [429, { title: 'Too many' }, 'Wait a minute'],
  [400, { title: 'Bad', detail: 'name: at most 120 characters' }, 'at most 120 characters'],
  [503, { title: 'Busy', detail: 'the disk is full' }, 'refused or failed: the disk is full'],
  [404, '<html>not here</html>', 'not a Muster server'],
  [200, { hello: 'world' }, 'not a Muster server'],
])('[AU3] an answer of %d %j is said as: %s', async (status, body, words) => {
  await using server = await answer((_request, response) => {
    response.writeHead(status);
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  expect(await acceptInvitation(`${server.url}/join#abc`, 'Ana')).toMatchObject({
    ok: false,
    message: expect.stringContaining(words),
  });
});

test('[AU3] a server out of reach is named', async () => {
  const server = await answer(() => undefined);
  await server[Symbol.asyncDispose]();
  const joined = await acceptInvitation(`${server.url}/join#abc`, 'Ana');
  expect(joined).toMatchObject({
    ok: false,
    message: expect.stringContaining(`${server.url} cannot be reached`),
  });
});

async function answer(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
