// SI8: strangers at the two addresses of the company's sign-in, which are open to everybody.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { companyFlags, openCompany, type Company } from '../../helpers/company.ts';
import { challengeOf, makeBrowser, makeVerifier, saidIn } from '../../helpers/sign-in-browser.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

let company: Company;
let server: RunningServer;
beforeAll(async () => {
  company = await openCompany({ bo: { name: 'Bo Lind', groups: ['engineers'] } });
  server = await startServer(companyFlags(company, 'engineers=responder'));
}, 60_000);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await company[Symbol.asyncDispose]();
});

const enter = (code: string | null, verifier: string) =>
  server.api('/api/v1/sign-in', { token: null, json: { code, verifier } });

test('[SI8] somebody who begins a thousand sign-ins makes nobody’s void', async () => {
  const verifier = makeVerifier();
  const browser = makeBrowser();
  const start = `${server.url}/signin?challenge=${challengeOf(verifier)}`;
  const begun = await browser.visit(start);
  const begin = () => fetch(`${server.url}/signin?challenge=${challengeOf('x')}`, { redirect: 'manual' });
  for (let count = 0; count < 1_100; count += 50) {
    const all = await Promise.all(Array.from({ length: 50 }, begin));
    expect(all.every(({ status }) => status === 303)).toBe(true);
  }
  const end = await browser.signIn(begun.response.headers.get('location') ?? '', 'bo');
  expect((await enter(saidIn(end).get('code'), verifier)).status).toBe(201);
});

test('[SI8] strangers fill neither the audit log nor the log with sign-ins that fail, and write none of their text there', async () => {
  const marks = ['invalid_request\u202E\n{"level":60}', 'x'.repeat(3_000)];
  const fail = async (error: string) => {
    const browser = makeBrowser();
    const { response } = await browser.visit(`${server.url}/signin?challenge=${challengeOf('x')}`);
    const state = new URL(response.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const asked = new URLSearchParams({ error, state, iss: company.issuer });
    return browser.visit(`${server.url}/signin/callback?${asked.toString()}`);
  };
  const before = server.log().length;
  for (let count = 0; count < 60; count += 1) {
    const { response } = await fail(marks[count % 2] ?? '');
    expect(response.headers.get('location')).toContain('refused=not-allowed');
  }
  const { body } = await server.api<{ items: { what: string }[] }>('/api/v1/audit?area=sign-in&limit=200');
  const failed = body.items.filter(({ what }) => what.includes('an error without a usual code'));
  expect(failed.length).toBeGreaterThan(5);
  expect(failed.length).toBeLessThan(40);
  expect(JSON.stringify(body)).not.toMatch(/xxxxxxxx|202E|level/u);
  expect(server.log().slice(before)).not.toMatch(/xxxxxxxx|level.":60/u);
});

test('[SI8] nobody comes in by no cookie that they made or changed, and by none a second time', async () => {
  const verifier = makeVerifier();
  const browser = makeBrowser();
  const { response } = await browser.visit(`${server.url}/signin?challenge=${challengeOf(verifier)}`);
  const [sealed = ''] = (response.headers.get('set-cookie') ?? '').split(';');
  const state = new URL(response.headers.get('location') ?? '').searchParams.get('state') ?? '';
  const come = async (cookie: string) =>
    (
      await fetch(`${server.url}/signin/callback?code=x&state=${state}`, {
        redirect: 'manual',
        headers: { cookie },
      })
    ).headers.get('location');
  const middle = Math.floor(sealed.length / 2);
  const changed = `${sealed.slice(0, middle)}${sealed[middle] === 'A' ? 'B' : 'A'}${sealed.slice(middle + 1)}`;
  for (const wrong of ['', 'muster-signin=', `muster-signin=${state}`, sealed.slice(0, -8), changed])
    expect(await come(wrong)).toContain('refused=too-late');
  expect(await come(sealed)).toContain('refused=failed');
  expect(await come(sealed)).toContain('refused=too-late');
});
