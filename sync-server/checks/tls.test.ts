import { setDefaultCACertificates, getCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contextOf } from './testing/context.ts';
import { makeKeys, webs, type Keys } from './testing/targets.ts';
import { http } from './http.ts';
import { parseDays, tls } from './tls.ts';

const dayMs = 86_400_000;
const before = getCACertificates('default');
let authority: Keys;
beforeAll(async () => {
  authority = await makeKeys({ names: ['Test authority'], isAuthority: true });
  setDefaultCACertificates([...before, authority.cert]);
});
afterAll(() => setDefaultCACertificates(before));

const serve = (keys: Keys) => webs(keys, (_request, response) => response.end('fine'));
const run = (port: number, more: object = {}) =>
  tls.run(tls.schema.parse({ host: 'localhost', port, ...more }), contextOf(AbortSignal.timeout(5_000)));

test('[CK6] a good certificate is up, and told with its name, its issuer and its end', async () => {
  const keys = await makeKeys({ signedBy: authority });
  await using server = await serve(keys);
  const result = await run(server.port);
  expect(result).toMatchObject({
    status: 'up',
    certificate: { subject: 'localhost', issuer: 'Test authority' },
  });
  expect(result.certificate?.fingerprint).toMatch(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(result.certificate?.expiresAt).toBeGreaterThan(Date.now() + 89 * dayMs);
});

test.each([
  [29.5, 30],
  [13.5, 14],
  [6.5, 7],
  [0.5, 7],
])('[CK6] with %d days left it is degraded, and the reason names %d days', async (left, threshold) => {
  await using server = await serve(await makeKeys({ signedBy: authority, until: Date.now() + left * dayMs }));
  const result = await run(server.port);
  expect(result.status).toBe('degraded');
  expect(result.reason).toMatch(
    new RegExp(
      `^the certificate of localhost ends in ${Math.floor(left)} days, on .* \\(under ${threshold} days\\)$`,
    ),
  );
});

test('[CK6] an expired one, a self-signed one and one for another name are down, and looked at all the same', async () => {
  await using expired = await serve(
    await makeKeys({ signedBy: authority, from: Date.now() - 9 * dayMs, until: Date.now() - dayMs }),
  );
  expect(await run(expired.port)).toMatchObject({
    status: 'down',
    reason: 'certificate expired (localhost)',
  });
  await using selfSigned = await serve(await makeKeys());
  const result = await run(selfSigned.port);
  expect(result).toMatchObject({ status: 'down', reason: 'certificate is self-signed (localhost)' });
  expect(result.evidence?.certificate?.issuer).toBe('localhost');
  await using other = await serve(await makeKeys({ signedBy: authority, names: ['shop.example'] }));
  expect(await run(other.port)).toMatchObject({
    status: 'down',
    reason: 'certificate is for another name (shop.example)',
  });
  expect(await run(other.port, { name: 'shop.example' })).toMatchObject({ status: 'up' });
});

const day = (count: number) => Date.now() + count * dayMs;

/** A leaf of 300 days below an intermediate one. */
async function chain(intermediateUntil: number) {
  const between = await makeKeys({
    names: ['Test intermediate'],
    isAuthority: true,
    signedBy: authority,
    until: intermediateUntil,
    hasNames: false,
  });
  const leaf = await makeKeys({ signedBy: between, until: day(300) });
  return { leaf, between };
}

test('[CK6] the chain is as good as what ends first in it, for every kind that sees it', async () => {
  const { leaf, between } = await chain(day(4.5));
  await using server = await serve({ key: leaf.key, cert: `${leaf.cert}\n${between.cert}` });
  const result = await run(server.port);
  expect(result).toMatchObject({
    status: 'degraded',
    reason: expect.stringMatching(
      /^the certificate of Test intermediate, in the chain of localhost, ends in 4 days, on .* \(under 7 days\)$/,
    ),
    certificate: { subject: 'localhost', endsWith: 'Test intermediate' },
  });
  expect(result.certificate?.expiresAt).toBeLessThan(day(5));
  const settings = http.schema.parse({ url: `https://localhost:${server.port}/` });
  const seen = await http.run(settings, contextOf(AbortSignal.timeout(5_000)));
  expect(seen.certificate?.expiresAt).toBe(result.certificate?.expiresAt);
  expect((await run(server.port, { ignoresTrust: true })).status).toBe('degraded');
});

test('[CK6] the chain is followed by who signed whom, in whatever order it is sent', async () => {
  const { leaf, between } = await chain(day(4.5));
  const stranger = await makeKeys({ names: ['Stranger'] });
  const cert = [leaf.cert, stranger.cert, between.cert].join('\n');
  await using server = await serve({ key: leaf.key, cert });
  expect(await run(server.port)).toMatchObject({
    status: 'degraded',
    certificate: { endsWith: 'Test intermediate' },
  });
});

test('[CK6] a chain of which all is good is up, whatever else the server sends', async () => {
  const { leaf, between } = await chain(day(200));
  const old = await makeKeys({
    names: ['Old authority'],
    isAuthority: true,
    from: day(-20),
    until: day(-10),
    hasNames: false,
  });
  await using server = await serve({ key: leaf.key, cert: [leaf.cert, between.cert, old.cert].join('\n') });
  const result = await run(server.port);
  expect(result).toMatchObject({ status: 'up', reason: null });
  expect(result.certificate?.expiresAt).toBeGreaterThan(day(80));
});

test('an HTTP check of such a server says the same, and takes it when told to', async () => {
  await using server = await serve(await makeKeys());
  const ask = (more: object) =>
    http.run(
      http.schema.parse({ url: `https://localhost:${server.port}/`, ...more }),
      contextOf(AbortSignal.timeout(5_000)),
    );
  const refused = await ask({});
  expect(refused).toMatchObject({ status: 'down', reason: 'certificate is self-signed' });
  expect(refused.evidence?.certificate?.subject).toBe('localhost');
  const taken = await ask({ ignoresTls: true });
  expect(taken).toMatchObject({ status: 'up', certificate: { subject: 'localhost' } });
  expect(taken.phases?.tlsMs).toBeGreaterThan(0);
});

test('days are numbers from 1 to 365', () => {
  expect(parseDays('30, 14, 7')).toEqual([30, 14, 7]);
  expect(parseDays('')).toEqual([]);
  for (const wrong of ['0', '366', '7d', '1;2', '-1']) expect(parseDays(wrong)).toBeNull();
});
