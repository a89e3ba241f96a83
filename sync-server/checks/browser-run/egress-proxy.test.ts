import { once } from 'node:events';
import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { makeEgress } from '../../outgoing/egress.ts';
import { openEgressProxy } from './egress-proxy.ts';
import { garbage, refused, target, web } from '../testing/targets.ts';

async function open() {
  const proxy = await openEgressProxy(makeEgress({ allowsLinkLocal: false }));
  return { ...proxy, port: Number(new URL(proxy.url).port), [Symbol.asyncDispose]: () => proxy.close() };
}

/** What the proxy says to these first words, to the end of the connection or of one answer. */
async function say(port: number, words: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(words);
  const [first] = (await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [''])])) as [
    Buffer,
  ];
  socket.destroy();
  return String(first);
}

test('[CK11] the proxy forwards plain requests with their bodies', async () => {
  await using proxy = await open();
  await using site = await web((asked, response) => asked.pipe(response));
  const path = `http://${site.host}:${site.port}/`;
  const asking = request({ host: '127.0.0.1', port: proxy.port, method: 'POST', path });
  asking.end('hello');
  const [answer] = (await once(asking, 'response')) as [AsyncIterable<Buffer>];
  let text = '';
  for await (const chunk of answer) text += chunk.toString();
  expect(text).toBe('hello');
});

test('[CK11] the proxy opens tunnels', async () => {
  await using proxy = await open();
  await using echo = await target(createServer((socket) => socket.pipe(socket)));
  const socket = connect(proxy.port, '127.0.0.1');
  socket.write(`CONNECT 127.0.0.1:${echo.port} HTTP/1.1\r\n\r\n`);
  expect(String((await once(socket, 'data'))[0])).toContain('200 Connection Established');
  socket.write('ping');
  expect(String((await once(socket, 'data'))[0])).toBe('ping');
  socket.destroy();
});

test.each([
  ['GET http://169.254.169.254/ HTTP/1.1\r\nhost: x\r\n\r\n', ''],
  ['CONNECT 169.254.169.254:80 HTTP/1.1\r\n\r\n', '502'],
  ['CONNECT [::ffff:169.254.169.254]:80 HTTP/1.1\r\n\r\n', '502'],
  ['GET ftp://127.0.0.1/ HTTP/1.1\r\nhost: x\r\n\r\n', '400'],
  ['CONNECT :::::: HTTP/1.1\r\n\r\n', '400'],
])('[CK1] the proxy refuses %j, and goes on', async (words, status) => {
  await using proxy = await open();
  expect(await say(proxy.port, words)).toMatch(status === '' ? /^$/ : new RegExp(`^HTTP/1.1 ${status} `));
  await using site = await web((_asked, response) => response.end());
  const plain = `GET http://${site.host}:${site.port}/ HTTP/1.1\r\nhost: x\r\n\r\n`;
  expect(await say(proxy.port, plain)).toMatch(/^HTTP\/1.1 200 OK/);
});

test('[CK11] the proxy knows why there was no answer', async () => {
  await using proxy = await open();
  await using nobody = await refused();
  await using rude = await garbage();
  for (const { port } of [nobody, rude]) {
    const address = `http://127.0.0.1:${port}/`;
    expect(await say(proxy.port, `GET ${address} HTTP/1.1\r\nhost: x\r\n\r\n`)).toBe('');
  }
  expect(proxy.failureOf(new URL(`http://127.0.0.1:${nobody.port}/`))).toMatchObject({
    code: 'ECONNREFUSED',
  });
  expect(proxy.failureOf(new URL(`http://127.0.0.1:${rude.port}/x`))).toMatchObject({
    code: expect.stringMatching(/^HPE_/),
  });
  expect(proxy.failureOf(new URL('http://127.0.0.1:1/'))).toBeNull();
});
