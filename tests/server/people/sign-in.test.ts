// SI: signing in with the company's accounts, against a real OpenID provider. The browser is a jar of cookies here; a real
// one signs in in tests/e2e.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInByBrowser } from '#main/server/company-sign-in.ts';
import { joinByLink } from '#main/server/join.ts';
import { lookEveryMs } from '#sync-server/sign-in/sign-ins.ts';
import { closeCodes } from '#wire/close-codes.ts';
import { companyFlags, openCompany, type Company } from '../../helpers/company.ts';
import { challengeOf, makeBrowser, makeVerifier, saidIn } from '../../helpers/sign-in-browser.ts';
import { followFeed } from '../../helpers/follow-feed.ts';
import { connectRaw } from '../../helpers/raw-client.ts';
import { makeMovableClock } from '../../helpers/clock.ts';
import { startOwnServer, type OwnServer } from '../../helpers/own-server.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Person = { id: string; name: string; role: string; contact?: { email?: string } };
type Entered = { token: string; person: Person };
type Problem = { detail: string };

const roles = 'leads=owner,engineers=responder,guests=viewer';
/** Nobody goes there. */
const never = async () => undefined;

let company: Company;
let server: RunningServer;
beforeAll(async () => {
  company = await openCompany({
    bo: { name: 'Bo Lind', email: 'bo@example.org', groups: ['engineers'] },
    cy: { name: 'Cy Young', email: 'cy@example.org', isVerified: false, groups: ['engineers'] },
    di: { name: 'Di', groups: ['others'] },
    eve: { name: 'Ana', email: 'bo@example.org', groups: ['guests'] },
    fay: { name: 'Fay', email: 'fay@example.org', groups: ['engineers'] },
    gus: { name: 'Gus', groups: ['engineers'] },
    ida: { name: 'Ida Berg', email: 'Ida@Example.org', groups: ['leads'] },
    jo: { name: 'Jo', email: 'jo@example.org', isVerified: false, groups: ['engineers'] },
    kelvin: { name: 'Kelvin', email: '\u212Aay@example.org', groups: ['engineers'] },
    kim: { name: 'Kim', email: 'shared@example.org', groups: ['engineers'] },
  });
  server = await startServer({ ownerName: 'Ana', ...companyFlags(company, roles) });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await company[Symbol.asyncDispose]();
});

const enter = (code: string | null, verifier: string, replica = false) =>
  server.api<Entered & Problem>('/api/v1/sign-in', { token: null, json: { code, verifier, replica } });

async function signIn(account: string, how: { replica?: boolean } = {}) {
  const verifier = makeVerifier();
  const end = await makeBrowser().signIn(`${server.url}/signin?challenge=${challengeOf(verifier)}`, account);
  return enter(saidIn(end).get('code'), verifier, how.replica);
}
const people = async () => (await server.api<{ items: Person[] }>('/api/v1/people')).body.items;
const find = async (id: string) => (await people()).find((each) => each.id === id);

describe('signing in', () => {
  test('[SI1] the start page learns whose accounts there are; without a provider there are none', async () => {
    const host = new URL(company.issuer).host;
    expect((await server.api('/api/v1/sign-in', { token: null })).body).toEqual({ company: { host } });
    await using plain = await startServer();
    expect((await plain.api('/api/v1/sign-in', { token: null })).body).toEqual({ company: null });
    const start = await fetch(`${plain.url}/signin?challenge=${challengeOf('x')}`, { redirect: 'manual' });
    expect(start.status).toBe(404);
  });

  test('[SI2] the first sign-in makes the person, the next is the same person on another device', async () => {
    const first = await signIn('bo');
    expect([first.status, first.body.person]).toMatchObject([201, { name: 'Bo Lind', role: 'responder' }]);
    expect((await find(first.body.person.id))?.contact?.email).toBe('bo@example.org');
    const second = await signIn('bo', { replica: true });
    expect(second.body.person.id).toBe(first.body.person.id);
    expect(second.body.token).not.toBe(first.body.token);
    const { body } = await server.api<{ items: { kind: string; expiresAt: number; isThis: boolean }[] }>(
      '/api/v1/tokens',
      { token: first.body.token },
    );
    expect(body.items.map(({ kind }) => kind).toSorted()).toEqual(['browser', 'desktop']);
    const days = body.items.map(({ expiresAt }) => Math.round((expiresAt - Date.now()) / 86_400_000));
    expect(days).toEqual([30, 30]);
    const audit = await server.api('/api/v1/audit?area=sign-in');
    expect(JSON.stringify(audit.body)).toContain('Bo Lind');
    expect(JSON.stringify(audit.body)).not.toContain(first.body.token);
  });

  test('[SI3] an address that nobody verified is no contact, and the address of somebody who has an account makes nobody the same person', async () => {
    const cy = await signIn('cy');
    expect((await find(cy.body.person.id))?.contact?.email).toBeUndefined();
    const bo = await signIn('bo');
    const eve = await signIn('eve');
    expect(eve.body.person.id).not.toBe(bo.body.person.id);
    // Called as an owner is, she is told apart.
    expect(eve.body.person).toMatchObject({ role: 'viewer', name: 'Ana (bo@example.org)' });
  });

  test('[SI3] somebody whose groups give no role is refused in words that help, and it is on record', async () => {
    const before = (await people()).length;
    const refused = await signIn('di');
    expect(refused.status).toBe(403);
    expect(refused.body.detail).toContain('None of your groups');
    expect(await people()).toHaveLength(before);
    const audit = await server.api<{ items: { result: string; target: { name: string } }[] }>(
      '/api/v1/audit?area=sign-in',
    );
    expect(audit.body.items.some(({ result, target }) => result === 'refused' && target.name === 'Di')).toBe(
      true,
    );
  });

  test('[SI5] a code works once, with its verifier alone, and only in the browser that began', async () => {
    const verifier = makeVerifier();
    const start = `${server.url}/signin?challenge=${challengeOf(verifier)}`;
    const code = saidIn(await makeBrowser().signIn(start, 'bo')).get('code');
    expect((await enter(code, makeVerifier())).status).toBe(404);
    // A wrong verifier spent it.
    expect((await enter(code, verifier)).status).toBe(404);

    const begun = await fetch(start, { redirect: 'manual' });
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const callback = await fetch(`${server.url}/signin/callback?code=stolen&state=${state}`, {
      redirect: 'manual',
    });
    expect(callback.headers.get('location')).toContain('refused=too-late');
    for (const wrong of ['', '?challenge=short', `?challenge=${challengeOf('x')}&port=1&state=x`])
      expect((await fetch(`${server.url}/signin${wrong}`, { redirect: 'manual' })).status).toBe(400);
  });

  test('[SI2] a desktop is sent back to its own port, with its own state', async () => {
    const verifier = makeVerifier();
    const state = challengeOf('the state of a desktop');
    const start = `${server.url}/signin?challenge=${challengeOf(verifier)}&port=45678&state=${state}`;
    const end = await makeBrowser().signIn(start, 'fay');
    expect(end.origin).toBe('http://127.0.0.1:45678');
    expect(end.searchParams.get('state')).toBe(state);
    const entered = await enter(end.searchParams.get('code'), verifier, true);
    expect(entered.body.person.name).toBe('Fay');
  });
});

/** Somebody whom the owner added before there was a sign-in, with this address. */
async function addBefore(name: string, email: string) {
  const added = await server.api<Person & { token: string }>('/api/v1/people', {
    json: { name, role: 'responder' },
  });
  const { id } = added.body;
  const put = { method: 'PUT', token: added.body.token, json: { name, contact: { email } } };
  expect((await server.api(`/api/v1/people/${id}`, put)).status).toBe(200);
  return added.body;
}
const signInEntries = async () =>
  (
    await server.api<{ items: { what: string; result: string; target: { id: string } }[] }>(
      '/api/v1/audit?area=sign-in',
    )
  ).body.items;
const meOf = async (token: string) => (await server.api('/api/v1/me', { token })).status;

describe('[SI7] somebody who was here before', () => {
  test('is the same person by a verified address; earlier devices end, and the log says so', async () => {
    const before = await addBefore('Ida', 'ida@example.org');
    const room = await connectRaw(server.url, before.token, 'library');
    await room.frame(() => true);
    const entered = await signIn('ida');
    expect(entered.body.person).toMatchObject({ id: before.id, name: 'Ida Berg', role: 'owner' });
    expect(await room.closed).toBe(closeCodes.notAuthenticated);
    expect(await meOf(before.token)).toBe(401);
    expect(await meOf(entered.body.token)).toBe(200);
    expect((await signIn('ida')).body.person.id).toBe(before.id);
    const told = (await signInEntries()).find(({ what }) => what.includes('verified address; 1 earlier'));
    expect(told).toMatchObject({ result: 'done', target: { id: before.id } });
  });

  test('is not, by an address that is not verified or that several have; the log says why', async () => {
    const jo = await addBefore('Jo', 'jo@example.org');
    const entered = await signIn('jo');
    expect(entered.status).toBe(201);
    expect(entered.body.person.id).not.toBe(jo.id);
    const [one, two] = [
      await addBefore('Kim', 'shared@example.org'),
      await addBefore('Kit', 'shared@example.org'),
    ];
    expect([one.id, two.id]).not.toContain((await signIn('kim')).body.person.id);
    for (const { token } of [jo, one, two]) expect(await meOf(token)).toBe(200);
    const refused = (await signInEntries()).filter(({ result }) => result === 'refused');
    expect(refused.find(({ target }) => target.id === jo.id)?.what).toContain('has not verified');
    expect(refused.find(({ target }) => target.id === one.id)?.what).toContain('several people');
  });

  test('is not, by an address that only looks the same: the sign for kelvin is no k', async () => {
    const kay = await addBefore('Kay', 'kay@example.org');
    expect((await signIn('kelvin')).body.person.id).not.toBe(kay.id);
    expect(await meOf(kay.token)).toBe(200);
  });
});

describe('[SI6] a desktop', () => {
  test('joins by the address of the server: the browser signs in and leads back to the desktop', async () => {
    const { visit, signIn: goThrough } = makeBrowser();
    let said = '';
    const open = async (address: string) => {
      const end = await goThrough(address, 'fay');
      // Somebody else's request to the port is nothing.
      expect((await fetch(`${end.origin}/?code=x&state=y`)).status).toBe(404);
      said = await (await visit(end.href)).response.text();
    };
    const joined = await joinByLink(`${server.url}/`, 'Anything', open);
    expect(joined).toMatchObject({ ok: true, server: server.url, person: { name: 'Fay' } });
    expect(said).toContain('go back to Muster');
    const { body } = await server.api<{ items: { kind: string; isThis: boolean }[] }>('/api/v1/tokens', {
      token: joined.ok ? joined.token : null,
    });
    expect(body.items.find(({ isThis }) => isThis)?.kind).toBe('desktop');
  });

  test('says why it could not: no such sign-in, no group, nobody came', async () => {
    await using plain = await startServer();
    expect(await joinByLink(plain.url, 'Di', never)).toMatchObject({
      ok: false,
      message: expect.stringContaining('invitation link'),
    });
    const { visit, signIn: goThrough } = makeBrowser();
    const asDi = async (address: string) => void (await visit((await goThrough(address, 'di')).href));
    expect(await joinByLink(server.url, 'Di', asDi)).toMatchObject({
      ok: false,
      message: expect.stringContaining('None of your groups'),
    });
    expect(await signInByBrowser(server.url, never, { waitMs: 50 })).toMatchObject({ ok: false });
  });
});

const readMe = (own: OwnServer, token: string) => own.api<Person>('/api/v1/me', undefined, { token });
const startOwn = async () => {
  const clock = makeMovableClock(async () => undefined);
  const own = await startOwnServer({
    clock,
    environment: {
      MUSTER_OIDC_ISSUER: company.issuer,
      MUSTER_OIDC_CLIENT_ID: company.clientId,
      MUSTER_OIDC_CLIENT_SECRET: company.clientSecret,
      MUSTER_OIDC_ROLES: roles,
    },
  });
  return { clock, own };
};
const enterAt = async (own: OwnServer, account: string) => {
  const verifier = makeVerifier();
  const begin = `${own.url}/signin?challenge=${challengeOf(verifier)}`;
  const code = saidIn(await makeBrowser().signIn(begin, account)).get('code');
  return (await own.api<Entered>('/api/v1/sign-in', { code, verifier })).body;
};

describe('[SI4] a minute later, by the server’s clock', () => {
  test('a person who was put out at the provider is out everywhere; while it is away, nobody is', async () => {
    const { clock, own } = await startOwn();
    await using _own = own;
    company.accounts.set('gus', { name: 'Gus', email: 'gus@example.org', groups: ['engineers'] });
    const { token, person } = await enterAt(own, 'gus');
    const other = await enterAt(own, 'gus');
    const program = await own.api<{ token: string }>(
      '/api/v1/tokens',
      { name: 'A program', scopes: ['incidents:read'] },
      { token },
    );
    const room = await connectRaw(own.url, token, 'library');
    await room.frame(() => true);
    const feed = await followFeed(own.url, other.token);
    await feed.snapshot();

    company.goAway();
    for (let count = 1; count <= 3; count += 1) {
      const before = company.turnedAway();
      await clock.forward(lookEveryMs);
      await expect.poll(() => company.turnedAway()).toBeGreaterThan(before + 1);
    }
    company.comeBack();
    expect((await readMe(own, token)).status).toBe(200);

    company.accounts.set('gus', { name: 'Gus', groups: ['engineers'], isDisabled: true });
    await expect
      .poll(async () => {
        await clock.forward(lookEveryMs);
        return (await readMe(own, token)).status;
      })
      .toBe(401);
    expect(await room.closed).toBe(closeCodes.notAuthenticated);
    await feed.ended;
    for (const each of [other.token, program.body.token])
      expect((await own.api('/api/v1/incidents', undefined, { token: each })).status).toBe(401);
    const everybody = await own.api<{ items: Person[] }>('/api/v1/people');
    expect(everybody.body.items.map(({ id }) => id)).not.toContain(person.id);

    // Let in again at the provider, they are who they were.
    company.accounts.set('gus', { name: 'Gus', groups: ['leads'] });
    const back = await enterAt(own, 'gus');
    expect(back.person).toMatchObject({ id: person.id, role: 'owner' });
    const kept = await own.api<Person>(`/api/v1/people/${person.id}`);
    expect(kept.body.contact?.email).toBe('gus@example.org');
  });

  test('[SI3] name and role follow the provider; a person without a group is out', async () => {
    const { clock, own } = await startOwn();
    await using _own = own;
    company.accounts.set('hal', { name: 'Hal', groups: ['engineers'] });
    const { token } = await enterAt(own, 'hal');
    const look = async () => {
      await clock.forward(lookEveryMs);
      const { status, body } = await readMe(own, token);
      return status === 200 ? `${body.name}, ${body.role}` : status;
    };
    company.accounts.set('hal', { name: 'Hal Incandenza', groups: ['engineers', 'leads'] });
    await expect.poll(look).toBe('Hal Incandenza, owner');
    company.accounts.set('hal', { name: 'Hal Incandenza', groups: [] });
    await expect.poll(look).toBe(401);
  });

  test('[SI3] groups that stand in the ID token alone give the role, also at each look and after a renewal', async () => {
    const { clock, own } = await startOwn();
    await using _own = own;
    company.accounts.set('ina', { name: 'Ina', groups: ['engineers'], isGroupedByToken: true });
    const { token, person } = await enterAt(own, 'ina');
    expect(person.role).toBe('responder');
    const look = async () => {
      await clock.forward(lookEveryMs);
      const { status, body } = await readMe(own, token);
      return status === 200 ? body.role : status;
    };
    expect(await look()).toBe('responder');
    company.accounts.set('ina', { name: 'Ina', groups: ['leads'], isGroupedByToken: true });
    await expect.poll(look).toBe('owner');
    company.accounts.set('ina', { name: 'Ina', groups: ['others'], isGroupedByToken: true });
    await expect.poll(look).toBe(401);
  });

  test('[SI2] a device that is used stays signed in, one that is not is signed out after 30 days', async () => {
    const { clock, own } = await startOwn();
    await using _own = own;
    const used = await enterAt(own, 'fay');
    const unused = await enterAt(own, 'bo');
    for (let count = 0; count < 4; count += 1) {
      clock.jump(8 * 24 * 3_600_000);
      expect((await readMe(own, used.token)).status).toBe(200);
      await expect
        .poll(async () => {
          await clock.forward(lookEveryMs);
          const { body } = await own.api<{ items: { isThis: boolean; expiresAt: number }[] }>(
            '/api/v1/tokens',
            undefined,
            { token: used.token },
          );
          return Math.round(
            ((body.items.find(({ isThis }) => isThis)?.expiresAt ?? 0) - clock.now()) / 86_400_000,
          );
        })
        .toBe(30);
    }
    expect((await readMe(own, unused.token)).status).toBe(401);
  });
});
