import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { target } from '../checks/testing/targets.ts';
import { dial } from './dial.ts';
import { makeEgress } from './egress.ts';

/** An egress whose names stand for these addresses. */
const named = (...addresses: string[]) =>
  makeEgress({
    allowsLinkLocal: false,
    lookup: (_name, _options, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
  });
const soon = () => AbortSignal.timeout(10_000);
const accepting = () => target(createServer((socket) => socket.resume()));

// 127.0.0.2 is this computer as well, and nobody listens there; nobody has 192.0.2.1 (RFC 5737).
test.each([[['127.0.0.2', '127.0.0.1']], [['::1', '127.0.0.1']], [['127.0.0.2', '::1', '127.0.0.1']]])(
  '[CK14] of %j the one that answers is taken',
  async (addresses) => {
    await using server = await accepting();
    const socket = await dial({
      host: 'shop.example',
      port: server.port,
      signal: soon(),
      egress: named(...addresses),
    });
    expect(socket.remoteAddress).toBe('127.0.0.1');
    socket.destroy();
  },
);

test('[CK14] one that does not answer at all is not waited for', async () => {
  await using server = await accepting();
  const egress = named('192.0.2.1', '127.0.0.1');
  const socket = await dial({ host: 'shop.example', port: server.port, signal: soon(), egress });
  expect(socket.remoteAddress).toBe('127.0.0.1');
  socket.destroy();
});

test('[CK14] when none answers the reason is what the first of them said', async () => {
  await using gone = await accepting();
  await gone[Symbol.asyncDispose]();
  const asked = { host: 'shop.example', port: gone.port, signal: soon() };
  await expect(dial({ ...asked, egress: named('::1', '127.0.0.1') })).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  });
  await expect(dial({ ...asked, egress: named() })).rejects.toMatchObject({ code: 'ENOTFOUND' });
});

test('[CK1] one forbidden address of several is enough', async () => {
  const egress = named('127.0.0.1', 'fd00:ec2::23');
  await expect(dial({ host: 'shop.example', port: 1, signal: soon(), egress })).rejects.toThrow('link-local');
});
