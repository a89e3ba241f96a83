// SI8: a provider that lies, answers without end, changes its keys or goes away between two questions. A real one is in
// tests/server/people/sign-in.test.ts.
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeProvider } from './provider.ts';

type Json = Record<string, unknown>;
type Answer = (response: ServerResponse) => void;
const makeKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const own = makeKey();
const part = (value: Json) => Buffer.from(JSON.stringify(value)).toString('base64url');
const nonce = 'the-nonce-of-this-sign-in';
const seconds = () => Math.floor(Date.now() / 1_000);

let now = 0;
let issuer = '';
let isAway = false;
/** What the next ID token says in place of the usual, and how it is signed. */
let token: { claims: Json; head: Json; key: KeyObject } | null = null;
let keys: { kid: string; key: KeyObject }[] = [];
let user: Json = {};
/** In place of the usual answer. */
let answers: Record<string, Answer> = {};
let refreshed = 0;
let server: ReturnType<typeof createServer>;

function makeToken(): string {
  const claims = {
    iss: issuer,
    sub: 'bo',
    aud: 'muster',
    nonce,
    iat: seconds(),
    exp: seconds() + 600,
    ...token?.claims,
  };
  const head = { alg: 'RS256', kid: 'k1', ...token?.head };
  const said = `${part(head)}.${part(claims)}`;
  if (head.alg === 'none') return `${said}.`;
  return `${said}.${sign('sha256', Buffer.from(said), token?.key ?? own.privateKey).toString('base64url')}`;
}

const json = (response: ServerResponse, value: Json) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));

const usual: Record<string, Answer> = {
  '/.well-known/openid-configuration': (response) =>
    json(response, {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/user`,
      jwks_uri: `${issuer}/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    }),
  '/keys': (response) =>
    json(response, {
      keys: keys.map(({ kid, key }) => ({ ...key.export({ format: 'jwk' }), kid, alg: 'RS256' })),
    }),
  '/token': (response) => {
    refreshed += 1;
    json(response, {
      access_token: `access ${refreshed}`,
      token_type: 'Bearer',
      expires_in: 60,
      refresh_token: `refresh ${refreshed}`,
      id_token: makeToken(),
    });
  },
  '/user': (response) => json(response, user),
};

beforeEach(async () => {
  [now, isAway, token, answers, refreshed] = [Date.now(), false, null, {}, 0];
  keys = [{ kid: 'k1', key: own.publicKey }];
  user = { sub: 'bo', name: 'Bo Lind', email: 'bo@example.org', email_verified: true, groups: ['engineers'] };
  server = createServer((request, response) => {
    const path = request.url ?? '';
    if (isAway) response.destroy();
    else (answers[path] ?? usual[path] ?? ((other) => other.writeHead(404).end()))(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const open = () =>
  makeProvider(
    {
      issuer,
      clientId: 'muster',
      clientSecret: 'secret',
      groupsClaim: 'groups',
      roles: [{ group: '*', role: 'viewer' }],
    },
    () => now,
  );
const finish = (provider = open()) =>
  provider.finish(
    { state: 'a-state', verifier: 'v'.repeat(43), nonce },
    new URL('http://127.0.0.1/signin/callback?code=c&state=a-state'),
  );

/** As long as somebody reads; says how much was taken. */
const endless = (headers: Record<string, string>, chunk: Buffer) => {
  let sent = 0;
  const answer: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    const more = () => {
      while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      response.once('drain', more);
    };
    more();
  };
  return { answer, sent: () => sent };
};

test('[SI2] a whole answer says who somebody is', async () => {
  const { claims } = await finish();
  expect(claims).toMatchObject({
    subject: 'bo',
    name: 'Bo Lind',
    email: 'bo@example.org',
    groups: ['engineers'],
  });
});

describe('[SI8] nobody comes in by a provider’s answer that', () => {
  test.each<[string, Json, Json?]>([
    ['is of another provider', { iss: 'https://elsewhere.example' }],
    ['is for another program', { aud: 'another' }],
    ['is for several programs and was asked for by another', { aud: ['muster', 'another'], azp: 'another' }],
    ['is of another sign-in', { nonce: 'another' }],
    ['has no nonce', { nonce: undefined }],
    ['has ended', { exp: seconds() - 120 }],
    ['has no end', { exp: undefined }],
    ['holds only later', { nbf: seconds() + 3_600 }],
    ['is not signed', {}, { alg: 'none' }],
    ['is signed with the client’s secret', {}, { alg: 'HS256' }],
    ['is signed by a key that the provider has not', {}, { kid: 'another' }],
    ['names nobody', { sub: '' }],
    ['names half a surrogate pair', { sub: '\uD800' }],
    ['names more than 255 characters', { sub: 'x'.repeat(256) }],
    ['names a number', { sub: 7 }],
  ])('%s', async (_what, claims, head = {}) => {
    token = { claims, head, key: own.privateKey };
    user = { ...user, sub: claims['sub'] ?? 'bo' };
    await expect(finish()).rejects.toThrow();
  });

  test('is signed by somebody else, under the name of the provider’s key', async () => {
    token = { claims: {}, head: {}, key: makeKey().privateKey };
    await expect(finish()).rejects.toThrow();
  });

  test('tells of another person than it signed', async () => {
    user = { ...user, sub: 'cy' };
    await expect(finish()).rejects.toThrow();
  });

  test.each(['/token', '/user', '/keys', '/.well-known/openid-configuration'])(
    'never ends, or unpacks to more than there is memory, at %s',
    async (path) => {
      const raw = endless({}, Buffer.alloc(65_536, ' '));
      answers[path] = raw.answer;
      await expect(finish()).rejects.toThrow();
      // A megabyte, and what lay in buffers on the way.
      expect(raw.sent()).toBeLessThan(24 * 1024 * 1024);
      answers[path] = (response) =>
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
          .end(gzipSync(Buffer.alloc(64 * 1024 * 1024, ' ')));
      await expect(finish()).rejects.toThrow();
    },
  );

  test('leads elsewhere', async () => {
    let asked = 0;
    answers['/elsewhere'] = (response) => {
      asked += 1;
      json(response, user);
    };
    answers['/user'] = (response) => response.writeHead(302, { location: '/elsewhere' }).end();
    await expect(finish()).rejects.toThrow();
    expect(asked).toBe(0);
  });
});

test('[SI8] a provider changes its keys and its addresses, and people come in without a restart', async () => {
  const provider = open();
  await finish(provider);
  const next = makeKey();
  keys = [{ kid: 'k2', key: next.publicKey }];
  token = { claims: {}, head: { kid: 'k2' }, key: next.privateKey };
  now += 3_600_000;
  answers['/.well-known/openid-configuration'] = (response) =>
    json(response, {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token-2`,
      userinfo_endpoint: `${issuer}/user`,
      jwks_uri: `${issuer}/keys`,
    });
  answers['/token-2'] = usual['/token']!;
  answers['/token'] = (response) => response.writeHead(404).end();
  expect((await finish(provider)).claims.subject).toBe('bo');
  // What it was told last stands while it cannot be asked.
  now += 3_600_000;
  answers['/.well-known/openid-configuration'] = (response) => response.writeHead(503).end();
  expect((await finish(provider)).claims.subject).toBe('bo');
});

test.each<[string, Json, Json]>([
  ['one group as a text', { groups: 'engineers' }, { groups: ['engineers'] }],
  ['groups that are none', { groups: [7, null, '', {}, ['leads'], 'engineers'] }, { groups: ['engineers'] }],
  ['no groups', { groups: undefined }, { groups: [] }],
  ['verified as a text, as Cognito says it', { email_verified: 'true' }, { email: 'bo@example.org' }],
  ['not verified as a text', { email_verified: 'false' }, { email: null, unverifiedEmail: 'bo@example.org' }],
  ['an address with a line end', { email: 'bo@example.org\r\nBcc: all@example.org' }, { email: null }],
  ['an address with half a pair', { email: 'bo\uD83D@example.org' }, { email: null, unverifiedEmail: null }],
  ['a list of addresses', { email: ['bo@example.org'] }, { email: null }],
  ['an endless address', { email: `${'x'.repeat(5_000)}@example.org` }, { email: null }],
  ['a name that is none', { name: { first: 'Bo' }, preferred_username: 'bo' }, { name: 'bo' }],
])('[SI3] the provider says %s', async (_what, said, claims) => {
  user = { ...user, ...said };
  expect((await finish()).claims).toMatchObject(claims);
});

const inToken = (claims: Json) => (token = { claims, head: {}, key: own.privateKey });
describe('[SI3] groups that stand in the ID token alone, as Entra ID sends them,', () => {
  beforeEach(() => {
    user = { sub: 'bo', name: 'Bo Lind' };
    inToken({ groups: ['engineers', 7, ' ', 'leads'] });
  });

  test('count, cleaned', async () => {
    expect((await finish()).claims).toMatchObject({ name: 'Bo Lind', groups: ['engineers', 'leads'] });
  });

  test('give way to those of the userinfo answer, even where that is an empty list', async () => {
    user = { ...user, groups: ['others'] };
    expect((await finish()).claims.groups).toEqual(['others']);
    user = { ...user, groups: [] };
    expect((await finish()).claims.groups).toEqual([]);
    user = { ...user, groups: null };
    expect((await finish()).claims.groups).toEqual(['engineers', 'leads']);
  });

  test('stand until a renewal brings an ID token with others', async () => {
    const provider = open();
    let { tokens } = await finish(provider);
    const look = async () => {
      const found = await provider.look('bo', tokens);
      if (found.kind !== 'known') throw new Error(found.reason);
      tokens = found.tokens;
      return found.claims.groups;
    };
    expect(await look()).toEqual(['engineers', 'leads']);
    now += 120_000;
    answers['/token'] = (response) =>
      json(response, { access_token: 'another', token_type: 'Bearer', expires_in: 60 });
    expect(await look()).toEqual(['engineers', 'leads']);
    delete answers['/token'];
    now += 120_000;
    inToken({ groups: ['guests'], nonce: undefined });
    expect(await look()).toEqual(['guests']);
    now += 120_000;
    inToken({ sub: 'cy', groups: ['owners'], nonce: undefined });
    expect(await look()).toEqual(['guests']);
  });

  test('never make an address of the userinfo answer a verified one', async () => {
    inToken({ email: 'ana@example.org', email_verified: true });
    user = { ...user, email: 'bo@example.org' };
    expect((await finish()).claims).toMatchObject({ email: null, unverifiedEmail: 'bo@example.org' });
    user = { sub: 'bo' };
    expect((await finish()).claims).toMatchObject({ email: 'ana@example.org', name: null });
  });
});

test('[SI4] a provider that goes away right after it renewed costs nobody their sign-in', async () => {
  const provider = open();
  const { tokens } = await finish(provider);
  answers['/user'] = (response) => response.destroy();
  now += 120_000;
  const away = await provider.look('bo', tokens);
  expect(away).toMatchObject({ kind: 'away', tokens: { refresh: 'refresh 2' } });
  isAway = true;
  now += 3_600_000;
  expect(await provider.look('bo', tokens)).toMatchObject({ kind: 'away' });
});
