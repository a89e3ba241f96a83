import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { contextOf } from './testing/context.ts';
import { http } from './http.ts';
import { parseHeaders } from './web/headers.ts';
import { parseRanges } from './web/web.ts';

type Answering = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(answer: Answering) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.dispose]: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const run = (settings: Record<string, unknown>, deadlineMs = 2_000) =>
  http.run(http.schema.parse(settings), contextOf(AbortSignal.timeout(deadlineMs)));

test('it follows redirects, and says so when they never end', async () => {
  using target = await serve((request, response) => {
    const n = Number(request.url?.slice(1));
    if (n === 0) response.end('there');
    else response.writeHead(302, { location: n > 50 ? '/99' : `/${n - 1}` }).end();
  });
  expect(await run({ url: `${target.url}/10` })).toMatchObject({ status: 'up' });
  expect(await run({ url: `${target.url}/11` })).toMatchObject({ reason: 'redirected more than 10 times' });
  expect(await run({ url: `${target.url}/99` })).toMatchObject({ reason: 'redirected more than 10 times' });
});

test('a redirect that was asked for is the answer', async () => {
  using target = await serve((_request, response) =>
    response.writeHead(301, { location: 'http://127.0.0.1:1/' }).end(),
  );
  expect(await run({ url: target.url, accepted: '301' })).toMatchObject({ status: 'up' });
  expect(await run({ url: target.url })).toMatchObject({ status: 'down', reason: 'connection refused' });
});

test('headers, which may be credentials, do not follow a redirect to another server', async () => {
  const seen: (string | undefined)[] = [];
  using other = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.end();
  });
  using target = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(302, { location: other.url }).end();
  });
  expect(await run({ url: target.url, headers: 'Authorization: Bearer secret' })).toMatchObject({
    status: 'up',
  });
  expect(seen).toEqual(['Bearer secret', undefined]);
});

test('it sends the method, headers and body it was told', async () => {
  let seen = '';
  using target = await serve((request, response) => {
    request.setEncoding('utf8');
    request.on(
      'data',
      (text: string) => (seen += `${request.method} ${String(request.headers['x-team'])} ${text}`),
    );
    request.on('end', () => response.end());
  });
  await run({ url: target.url, method: 'POST', headers: 'X-Team: web', body: 'ping' });
  expect(seen).toBe('POST web ping');
});

test('a missing keyword is down, a slow answer degraded', async () => {
  using target = await serve(
    (_request, response) => void setTimeout(() => response.end('all systems go'), 30),
  );
  expect(await run({ url: target.url, keyword: 'systems' })).toMatchObject({ status: 'up' });
  expect(await run({ url: target.url, keyword: 'ok' })).toMatchObject({
    status: 'down',
    reason: '“ok” is not in the answer',
  });
  expect(await run({ url: target.url, slowAfterMs: 10 })).toMatchObject({ status: 'degraded' });
});

test('a body that never ends is read no further than needed', async () => {
  using target = await serve((_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x')));
    };
    response.on('drain', more);
    more();
  });
  expect(await run({ url: target.url })).toMatchObject({ status: 'up' });
});

test('an answer that stalls after its headers is down at the deadline', async () => {
  using target = await serve((_request, response) => void response.writeHead(200).write('begin'));
  expect(await run({ url: target.url }, 200)).toMatchObject({
    status: 'down',
    reason: expect.stringMatching(/^timed out/),
  });
});

test('a connection closed in the middle of the answer is down', async () => {
  using target = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': 100 }).write('begin');
    setTimeout(() => response.destroy(), 10);
  });
  expect(await run({ url: target.url })).toMatchObject({ status: 'down', reason: 'connection closed early' });
});

test('a name that does not exist and TLS to a plain port are said plainly', async () => {
  using target = await serve((_request, response) => response.end());
  expect((await run({ url: 'http://no-such-host.invalid' })).reason).toMatch(/^name not found/);
  expect((await run({ url: target.url.replace('http:', 'https:') })).reason).toMatch(/no TLS connection/);
});

test.each([
  [{}, 'url'],
  [{ url: 'ftp://x' }, 'url'],
  [{ url: 'http://me:secret@x' }, 'url'],
  [{ url: 'http://x', accepted: '2xx' }, 'accepted'],
  [{ url: 'http://x', headers: 'no colon' }, 'headers'],
  [{ url: 'http://x', headers: 'A: b\u0000' }, 'headers'],
  [{ url: 'http://x', method: 'TRACE' }, 'method'],
  [{ url: 'http://x', slowAfterMs: 0 }, 'slowAfterMs'],
])('%j is refused for its %s', (settings, field) => {
  const result = http.schema.safeParse(settings);
  expect(result.error?.issues[0]?.path).toEqual([field]);
});

test('status ranges and headers are read as people write them', () => {
  expect(parseRanges(' 200-204 ,301')).toEqual([
    [200, 204],
    [301, 301],
  ]);
  expect(parseRanges('300-200')).toBeNull();
  expect(parseRanges('')).toBeNull();
  expect(parseHeaders('A: b:c\n\n a : d ')).toEqual({ a: ['b:c', 'd'] });
});

const part = async (range: string | null) => {
  using target = await serve((_request, response) => {
    response.writeHead(206, range === null ? {} : { 'content-range': range }).end('hello');
  });
  const { status, reason } = await run({ url: target.url, absent: 'needle' });
  return [status, reason];
};

test('[CK12] of an answer that is only a part, nothing is absent; a part that is all of it was read', async () => {
  const unread = 'the server sent a part of it (206)';
  for (const range of ['bytes 0-4/5000', 'bytes 5-9/10', 'bytes 0-4/*', 'nonsense', null])
    expect(await part(range)).toEqual(['unknown', expect.stringContaining(unread)]);
  expect(await part('bytes 0-4/5')).toEqual(['up', null]);
});

test('[CK12] words are found however a page, or who typed them, composes their accents', async () => {
  const [apart, composed] = ['Gru\u0308\u00dfe', 'Gr\u00fc\u00dfe'];
  for (const [page, words] of [
    [apart, composed],
    [composed, apart],
  ]) {
    using target = await serve((_request, response) => response.end(page));
    expect(await run({ url: target.url, keyword: words })).toMatchObject({ status: 'up' });
    expect(await run({ url: target.url, absent: words })).toMatchObject({ status: 'down' });
  }
});
