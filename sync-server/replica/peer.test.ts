// RE8: what a hostile upstream answers.
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { X509Certificate } from 'node:crypto';
import type { AddressInfo, Server } from 'node:net';
import { gzipSync } from 'node:zlib';
import { generate } from 'selfsigned';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ask } from './ask.ts';
import { followFeed } from './feed.ts';
import { fetchFile } from './file-transfer.ts';
import { forwardRequest, UpstreamAway, type ForwardTarget } from './forward.ts';
import type { AttachmentStore } from '../attachments/store.ts';

type Tls = { key: string; cert: string; fingerprint: string };

async function answer(listener: RequestListener, tls?: Tls) {
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = (server as Server).address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
async function makeTls(): Promise<Tls> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'hub' }]);
  const fingerprint = new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase();
  return { key, cert, fingerprint };
}
const target = (url: string, more: Partial<ForwardTarget> = {}): ForwardTarget => ({
  url,
  token: 'secret',
  since: 7,
  timeoutMs: 20_000,
  signal: new AbortController().signal,
  ...more,
});
const get = { method: 'GET', path: '/api/v1/me', headers: {}, body: null };
const anything = z.unknown();

test('[RE8] a packed answer is refused before it is unpacked', async () => {
  const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024));
  let asked = '';
  await using server = await answer((request, response) => {
    asked = String(request.headers['accept-encoding']);
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb);
  });
  await expect(ask(target(server.url), '/api/v1/me', anything)).rejects.toThrow(
    'sent a compressed answer (gzip)',
  );
  await expect(forwardRequest(get, target(server.url))).rejects.toBeInstanceOf(UpstreamAway);
  expect(asked).toBe('identity');
});

test('[RE8] an answer without end is cut off at its limit', async () => {
  let sent = 0;
  await using server = await answer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = () => {
      while (!response.destroyed && sent < 64 * 1024 * 1024) {
        sent += 65_536;
        if (response.write(Buffer.alloc(65_536, 32))) continue;
        response.once('drain', more);
        break;
      }
    };
    more();
  });
  await expect(ask(target(server.url), '/api/v1/time', anything)).rejects.toThrow('larger than 262144 bytes');
  await expect(forwardRequest(get, target(server.url), 1_000_000)).rejects.toThrow(
    'larger than 1000000 bytes',
  );
  expect(sent).toBeLessThan(64 * 1024 * 1024);
});

test.each([301, 302, 303, 307, 308])(
  '[RE8] a redirect (%d) is not followed, wherever it is answered',
  async (code) => {
    const visited: string[] = [];
    await using inner = await answer((request, response) => {
      visited.push(request.url ?? '');
      response.end('{}');
    });
    await using server = await answer((_request, response) => {
      response.writeHead(code, { location: `${inner.url}/inner` }).end();
    });
    const there = target(server.url);
    await expect(ask(there, '/api/v1/me', anything)).rejects.toThrow('redirect');
    await expect(forwardRequest({ ...get, method: 'POST', body: '{}' }, there)).rejects.toThrow('redirect');
    const files = {} as AttachmentStore;
    await expect(fetchFile(files, 'a'.repeat(64), there)).rejects.toThrow('redirect');
    const end = await followFeed({
      ...there,
      silenceMs: 20_000,
      onMessage: () => undefined,
      onHeard: () => undefined,
    });
    expect(end).toEqual({ kind: 'away', reason: expect.stringContaining('redirect') });
    expect(visited).toEqual([]);
  },
);

test('[RE8] an answer that never ends in time is given up', async () => {
  await using server = await answer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{');
  });
  await expect(forwardRequest(get, target(server.url, { timeoutMs: 300 }))).rejects.toThrow(
    'no answer in time',
  );
});

test('[HU8] only the certificate that was named gets a request, and the token with it', async () => {
  const [right, wrong] = [await makeTls(), await makeTls()];
  const tokens: string[] = [];
  const listener: RequestListener = (request, response) => {
    tokens.push(String(request.headers.authorization));
    response.end('{}');
  };
  await using server = await answer(listener, right);
  await using other = await answer(listener, wrong);
  const { fingerprint } = right;
  await expect(forwardRequest(get, target(other.url, { fingerprint }))).rejects.toMatchObject({
    isRefused: true,
    message: expect.stringContaining('another certificate'),
  });
  expect(tokens).toEqual([]);
  // Without one, a certificate that nobody signed is worth nothing.
  await expect(forwardRequest(get, target(server.url))).rejects.toBeInstanceOf(UpstreamAway);
  expect(tokens).toEqual([]);
  expect((await forwardRequest(get, target(server.url, { fingerprint }))).status).toBe(200);
  expect(tokens).toEqual(['Bearer secret']);
});
