// What single kinds say in states of their own, against real servers.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Answer } from 'dns-packet';
import { describe, expect, test } from 'vitest';
import { SMTPServer } from 'smtp-server';
import { checks } from './index.ts';
import { findProgram } from './testing/databases.ts';
import { contextOf } from './testing/context.ts';
import { grpcServer } from './testing/grpc-server.ts';
import { nameServer } from './testing/name-server.ts';
import { makeKeys, web } from './testing/targets.ts';

async function run(kind: string, settings: Record<string, unknown>, deadlineMs = 5_000) {
  const check = checks[kind]!;
  return check.run(check.schema.parse(settings), contextOf(AbortSignal.timeout(deadlineMs)));
}

describe.skipIf(findProgram('ping') === null)('with a ping program', () => {
  test('[CH1] it pings this machine, and says what an address nobody has answers', async ({ skip }) => {
    const here = await run('ping', { host: '127.0.0.1', count: 2 });
    skip(here.status === 'unknown', String(here.reason));
    expect(here).toMatchObject({ status: 'up', reason: null });
    expect(here.latencyMs).toBeGreaterThan(0);
    // TEST-NET-2 (RFC 5737) is nobody's.
    const nobody = await run('ping', { host: '198.51.100.1' }, 2_000);
    expect(nobody).toMatchObject({ status: 'down', latencyMs: null });
    expect(nobody.reason).toMatch(
      /^(?:timed out after|network unreachable|host unreachable|no echo came back)/,
    );
  });

  test('[CK1] it does not ping a metadata address', async () => {
    const { reason } = await run('ping', { host: '169.254.169.254' });
    expect(reason).toContain('link-local or metadata address');
  });
});

describe('dns', () => {
  const name = 'shop.example';
  const soa = {
    mname: 'ns1.shop.example',
    rname: 'ana.shop.example',
    serial: 7,
    refresh: 1,
    retry: 1,
    expire: 1,
    minimum: 1,
  };
  const records: Record<string, Answer[]> = {
    AAAA: [{ type: 'AAAA', name, data: '2001:db8::7' }],
    CNAME: [{ type: 'CNAME', name, data: 'front.shop.example' }],
    MX: [{ type: 'MX', name, data: { preference: 10, exchange: 'mail.shop.example' } }],
    NS: [{ type: 'NS', name, data: 'ns1.shop.example' }],
    TXT: [{ type: 'TXT', name, data: ['v=spf1 ', '-all'] }],
    SOA: [{ type: 'SOA', name, data: soa }],
    PTR: [{ type: 'PTR', name: '7.0.0.10.in-addr.arpa', data: name }],
    SRV: [{ type: 'SRV', name, data: { priority: 1, weight: 2, port: 443, target: 'eu.shop.example' } }],
    CAA: [{ type: 'CAA', name, data: { flags: 0, tag: 'issue', value: 'ca.example' } }],
  };

  test.each([
    ['AAAA', name, '2001:db8::7'],
    ['CNAME', name, 'Front.shop.example.'],
    ['MX', name, '10 mail.shop.example'],
    ['NS', name, 'ns1.shop.example'],
    ['TXT', name, 'v=spf1 -all'],
    ['SOA', name, 'ns1.shop.example ana.shop.example 7'],
    ['PTR', '10.0.0.7', name],
    ['SRV', name, '1 2 443 eu.shop.example'],
    ['CAA', name, '0 issue ca.example'],
  ])('[CH1] it asks for %s of %s and finds %s', async (type, asked, expected) => {
    await using server = await nameServer((question) => records[question.type] ?? null);
    const settings = { name: asked, type, server: `${server.host}:${server.port}` };
    expect(await run('dns', { ...settings, expected, match: 'nothing else' })).toMatchObject({
      status: 'up',
      reason: null,
    });
    const other = await run('dns', { ...settings, expected: 'something else' });
    expect(other.reason).toMatch(/^“something else” is not among the answers: “.+”$/);
  });

  test('[CH1] a name or a record that is not there is told apart', async () => {
    await using server = await nameServer((question) => (question.name === 'gone.example' ? null : []));
    const at = `${server.host}:${server.port}`;
    expect((await run('dns', { name: 'gone.example', server: at })).reason).toBe(
      'there is no gone.example (NXDOMAIN)',
    );
    expect((await run('dns', { name, type: 'MX', server: at })).reason).toBe('shop.example has no MX record');
  });
});

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

const ends = (days: number) => [{ eventAction: 'expiration', eventDate: inDays(days) }];

describe('domain', () => {
  test.each([
    [404, {}, 'down', /^shop\.example is not registered$/],
    [429, {}, 'unknown', /^the registry does not answer this: 429 Too Many Requests$/],
    [200, { events: ends(200), status: ['active'] }, 'up', null],
    [200, { events: ends(200), status: ['redemption period'] }, 'down', /is being lost: redemption period$/],
    [200, { events: ends(200), status: ['client hold'] }, 'degraded', /is on hold: client hold$/],
    [200, { events: ends(10.5) }, 'degraded', /^shop\.example ends in 10 days, on .* \(under 14 days\)$/],
    [200, { events: ends(-1) }, 'down', /^shop\.example expired on /],
    [200, { events: [] }, 'unknown', /^the registry does not say when the domain ends$/],
  ] as const)('[CK6] a registry that answers %i %j makes it %s', async (status, body, result, reason) => {
    await using registry = await web((_request, response) =>
      response.writeHead(status).end(JSON.stringify(body)),
    );
    const found = await run('domain', {
      name: 'shop.example',
      server: `http://${registry.host}:${registry.port}`,
    });
    expect(found.status).toBe(result);
    if (reason === null) expect(found.reason).toBeNull();
    else expect(found.reason).toMatch(reason);
  });
});

test('[CH1] gRPC over TLS: a certificate nobody trusts is refused, or taken', async () => {
  await using server = await grpcServer({ '': 1 }, await makeKeys());
  const settings = { host: 'localhost', port: server.port, isSecure: true };
  const refused = await run('grpc', settings);
  expect(refused.status).toBe('down');
  expect(refused.reason).toMatch(/certificate/);
  expect(await run('grpc', { ...settings, ignoresTls: true })).toMatchObject({ status: 'up', reason: null });
  // Plain to a port of TLS.
  expect((await run('grpc', { ...settings, isSecure: false }, 2_000)).status).toBe('down');
});

test('[CH1] SMTP with TLS from the start tells the certificate, and refuses one that nobody trusts', async () => {
  const server = new SMTPServer({ secure: true, authOptional: true, logger: false, ...(await makeKeys()) });
  // It reports clients that turn away from its certificate.
  server.on('error', () => {});
  // Not as a target: node dies when a socket is destroyed beneath TLS that wraps it.
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const settings = { host: '127.0.0.1', port, security: 'TLS' };
  const result = await run('smtp', { ...settings, ignoresTls: true });
  expect(result).toMatchObject({ status: 'up', certificate: { subject: 'localhost' } });
  expect((await run('smtp', settings)).reason).toMatch(/^certificate is self-signed/);
  // The greeting of a server that waits for TLS never comes.
  expect((await run('smtp', { ...settings, security: 'none' }, 500)).reason).toMatch(/^timed out after/);
  await new Promise<void>((resolve) => server.close(resolve));
});

test('[CK1] a redirect to a metadata address is refused, also under another name', async () => {
  for (const location of [
    'http://169.254.169.254/latest/',
    'http://[::ffff:169.254.169.254]/',
    'http://2852039166/',
  ]) {
    await using away = await web((_request, response) => response.writeHead(302, { location }).end());
    const result = await run('http', { url: `http://${away.host}:${away.port}/` });
    expect(result.status).toBe('down');
    expect(result.reason).toContain('link-local or metadata address');
  }
});

test.each(['($f := function($n){$f($n + 1)}; $f(1))', '$match(text, /(x+x+)+y/)'])(
  '[CK5] the JSON query %s is ended after a second',
  async (query) => {
    await using api = await web((_request, response) =>
      response.end(JSON.stringify({ text: 'x'.repeat(60) })),
    );
    const settings = { url: `http://${api.host}:${api.port}/`, query, expected: '1' };
    expect((await run('json', settings)).reason).toBe('the query took longer than a second');
  },
);
