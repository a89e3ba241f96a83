// What a check sends: its headers, whose host it means, and where its body ends.
import { setDefaultCACertificates, getCACertificates } from 'node:tls';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { parseHeaders, wrongInHeaders } from './headers.ts';
import { checks } from '../index.ts';
import { contextOf } from '../testing/context.ts';
import { makeKeys, target, web, webs, type Keys } from '../testing/targets.ts';

const before = getCACertificates('default');
let authority: Keys;
beforeAll(async () => {
  authority = await makeKeys({ names: ['Test authority'], isAuthority: true });
  setDefaultCACertificates([...before, authority.cert]);
});
afterAll(() => setDefaultCACertificates(before));

async function run(kind: string, settings: object) {
  const check = checks[kind]!;
  return check.run(check.schema.parse(settings), contextOf(AbortSignal.timeout(10_000)));
}
const up = { status: 'up', reason: null };

/** How each kind that speaks HTTP is told to send headers. */
const kinds: Record<string, (url: string, headers: string) => object> = {
  http: (url, headers) => ({ url, headers, keyword: 'fine' }),
  keyword: (url, headers) => ({ url, headers, keyword: 'fine' }),
  json: (url, headers) => ({ url, headers, query: 'state', expected: 'fine' }),
  journey: (url, headers) => ({ steps: [{ name: 'one', url, headers, query: 'state = "fine"' }] }),
};

test.each(Object.keys(kinds))('[CK16] %s sends the Host it was told', async (kind) => {
  await using site = await web((request, response) =>
    response.writeHead(request.headers.host === 'shop.example:8443' ? 200 : 421).end('{"state": "fine"}'),
  );
  const settings = kinds[kind]!;
  const url = `http://127.0.0.1:${site.port}/`;
  expect(await run(kind, settings(url, 'Host: shop.example:8443'))).toMatchObject(up);
  expect((await run(kind, settings(url, ''))).reason).toContain('421');
});

test.each(Object.keys(kinds))(
  '[CK16] %s asks for the certificate of that Host, and checks it',
  async (kind) => {
    const keys = await makeKeys({ names: ['shop.example'], signedBy: authority });
    const names: unknown[] = [];
    const server = createSecureServer(
      { ...keys, SNICallback: (name, done) => (names.push(name), done(null)) },
      (_request, response) => response.end('{"state": "fine"}'),
    );
    await using site = await target(server);
    const url = `https://127.0.0.1:${site.port}/`;
    expect(await run(kind, kinds[kind]!(url, 'host: shop.example:8443'))).toMatchObject(up);
    expect(names).toEqual(['shop.example']);
    const other = await run(kind, kinds[kind]!(url, 'Host: other.example'));
    expect(other.status).toBe('down');
    expect(other.reason).toContain('certificate is for another name');
  },
);

test('[CK16] a WebSocket does so as well', async () => {
  const keys = await makeKeys({ names: ['shop.example'], signedBy: authority });
  const server = createSecureServer(keys);
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => socket.send(`you meant ${request.headers.host}`));
  await using site = await target(server);
  const settings = { url: `wss://127.0.0.1:${site.port}/`, headers: 'Host: shop.example' };
  expect(await run('websocket', { ...settings, expected: 'you meant shop.example' })).toMatchObject(up);
  expect((await run('websocket', { ...settings, headers: 'Host: other.example' })).reason).toBe(
    'certificate is for another name',
  );
});

test('[CK16] a Host beyond ASCII is sent as IDNA has it', async () => {
  await using site = await web((request, response) => response.end(request.headers.host));
  const settings = { url: `http://127.0.0.1:${site.port}/`, headers: 'Host: köln.example:8443' };
  expect(await run('http', { ...settings, keyword: 'xn--kln-sna.example:8443' })).toMatchObject(up);
});

test('[CK16] the Host goes to the configured server alone', async () => {
  const hosts: (string | undefined)[] = [];
  await using other = await web((request, response) => {
    hosts.push(request.headers.host);
    response.end('fine');
  });
  await using site = await web((request, response) => {
    hosts.push(request.headers.host);
    response.writeHead(302, { location: `http://127.0.0.1:${other.port}/` }).end();
  });
  await run('http', { url: `http://127.0.0.1:${site.port}/`, headers: 'Host: shop.example' });
  expect(hosts).toEqual(['shop.example', `127.0.0.1:${other.port}`]);
});

test('[CK16] a body in chunks has no length beside it, any other has its own', async () => {
  const seen: unknown[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString();
    seen.push([request.headers['transfer-encoding'], request.headers['content-length'], body]);
    response.end();
  });
  await using site = await target(server);
  const settings = { url: `http://127.0.0.1:${site.port}/`, method: 'POST', body: 'größe' };
  await run('http', { ...settings, headers: 'Transfer-Encoding: chunked' });
  await run('http', { ...settings, headers: 'Transfer-Encoding: chunked\nContent-Length: 3' });
  await run('http', { ...settings, headers: 'Content-Length: 3' });
  expect(seen).toEqual([
    ['chunked', undefined, 'größe'],
    ['chunked', undefined, 'größe'],
    [undefined, '7', 'größe'],
  ]);
});

test('[CK16] headers that cannot be sent are refused, and the reason says why', () => {
  expect(wrongInHeaders('Host: a.example\nHost: b.example')).toMatch(/^one Host, /);
  expect(wrongInHeaders('Host: http://a.example/')).toMatch(/^one Host, /);
  expect(wrongInHeaders('Host: a example')).toMatch(/^one Host, /);
  expect(wrongInHeaders('Transfer-Encoding: gzip')).toBe('no Transfer-Encoding but chunked');
  expect(wrongInHeaders('nonsense')).toBe('lines of the form Name: value');
  for (const good of ['Host: [::1]:8080', 'Host: {{HOST}}', 'Host: münchen.example', '__proto__: x'])
    expect([good, wrongInHeaders(good)]).toEqual([good, null]);
  expect(parseHeaders('constructor: x')).toEqual({ constructor: ['x'] });
});

test('[CK16] a certificate without names is down for every kind, although its common name fits', async () => {
  const keys = await makeKeys({ names: ['localhost'], signedBy: authority, hasNames: false });
  await using site = await webs(keys, (_request, response) => response.end('{"state": "fine"}'));
  for (const kind of Object.keys(kinds)) {
    const { status, reason } = await run(kind, kinds[kind]!(`https://localhost:${site.port}/`, ''));
    expect([kind, status]).toEqual([kind, 'down']);
    expect(reason).toContain('certificate names no host');
  }
  expect(await run('tls', { host: 'localhost', port: site.port })).toMatchObject({
    status: 'down',
    reason: expect.stringContaining('certificate names no host'),
  });
});
