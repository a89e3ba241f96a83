import { request } from 'node:http';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '#room/feed/feed.ts';
import type { Role } from '#room/team/scales.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Invitation = { id: string; code: string; url: string; link: string; role: Role; expiresAt: number };
type Listed = { items: (Omit<Invitation, 'code'> & { madeBy: { id: string; name: string } })[] };
type Problem = { errors?: { field: string; expected: string }[] };

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ ownerName: 'Ana' });
});
afterAll(() => server[Symbol.asyncDispose]());

test('[AU3] an invitation link lets one person in, once', async () => {
  const { status, body } = await server.api<Invitation>('/api/v1/invitations', {
    json: { role: 'responder' },
  });
  expect(status).toBe(201);
  expect(body.url).toBe(`${server.url}/join#${body.code}`);
  expect(body.link).toBe(`muster://join?server=${encodeURIComponent(server.url)}#${body.code}`);
  expect(body.expiresAt).toBeGreaterThan(Date.now() + 167 * 3_600_000);
  const accept = () =>
    server.api<{ token: string; person: Person }>('/api/v1/invitations/accept', {
      token: null,
      json: { code: body.code, name: 'Hal', replica: true },
    });
  const accepted = await accept();
  expect(accepted.status).toBe(201);
  expect(accepted.body.person).toMatchObject({ name: 'Hal', role: 'responder' });
  expect((await server.api('/api/v1/me', { token: accepted.body.token })).body).toEqual(accepted.body.person);
  const again = await accept();
  expect(again.status).toBe(404);
  expect(JSON.stringify(again.body)).toMatch(/used, has ended, was revoked, or was not copied whole/);
  expect(server.log()).not.toContain(body.code);
});

async function addOwner(name: string) {
  const { body } = await server.api<Person & { token: string }>('/api/v1/people', {
    json: { name, role: 'owner' },
  });
  const { body: made } = await server.api<Invitation>('/api/v1/invitations', {
    token: body.token,
    json: { role: 'owner' },
  });
  return { ...body, made };
}
const accept = (code: string, more: object = {}) =>
  server.api<{ token: string }>('/api/v1/invitations/accept', {
    token: null,
    json: { code, name: 'Mal', ...more },
  });
const list = async () => (await server.api<Listed>('/api/v1/invitations')).body.items;

test.each(['removed', 'made a responder'])(
  '[AU6] an owner who is %s leaves no invitation behind',
  async (fate) => {
    const { id, name, made } = await addOwner(`Olga, ${fate}`);
    expect(await list()).toContainEqual(expect.objectContaining({ id: made.id, madeBy: { id, name } }));
    const { status } =
      fate === 'removed'
        ? await server.api(`/api/v1/people/${id}`, { method: 'DELETE' })
        : await server.api(`/api/v1/people/${id}`, { method: 'PUT', json: { name, role: 'responder' } });
    expect(status).toBeLessThan(300);
    expect((await list()).map((each) => each.id)).not.toContain(made.id);
    expect((await accept(made.code)).status).toBe(404);
    if (fate !== 'removed') {
      await server.api(`/api/v1/people/${id}`, { method: 'PUT', json: { name, role: 'owner' } });
      expect((await accept(made.code)).status, 'an owner again').toBe(404);
    }
  },
);

test('[AU6] an invitation is listed without its code, and revoked by owners alone', async () => {
  const { body: made } = await server.api<Invitation>('/api/v1/invitations', { json: { role: 'viewer' } });
  const text = JSON.stringify(await list());
  expect(text).toContain(made.id);
  expect(text).not.toContain(made.code);
  const { body: rob } = await server.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Rob', role: 'responder' },
  });
  const path = `/api/v1/invitations/${made.id}`;
  expect((await server.api(path, { method: 'DELETE', token: rob.token })).status).toBe(403);
  expect((await server.api('/api/v1/invitations', { token: rob.token })).status).toBe(403);
  expect((await server.api(path, { method: 'DELETE' })).status).toBe(204);
  expect((await server.api(path, { method: 'DELETE' })).status, 'once').toBe(404);
  expect((await accept(made.code)).status).toBe(404);
});

test.each([721, 8_760, 0, -1])(
  '[AU3] an invitation for %d hours is refused, naming the field',
  async (hours) => {
    const json = { role: 'viewer', expiresInHours: hours };
    const { status, body } = await server.api<Problem>('/api/v1/invitations', { json });
    expect([status, body.errors?.map(({ field }) => field)]).toEqual([400, ['expiresInHours']]);
  },
);

/** As a caller who says in the Host header what he likes. */
async function inviteAs(
  target: RunningServer,
  host: string,
): Promise<Partial<Invitation> & { status?: number }> {
  const asked = request(`${target.url}/api/v1/invitations`, {
    method: 'POST',
    headers: {
      host,
      authorization: `Bearer ${target.ownerToken}`,
      'content-type': 'application/json',
      'x-forwarded-host': host,
    },
  });
  asked.end(JSON.stringify({ role: 'viewer' }));
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return JSON.parse(text) as Partial<Invitation> & { status?: number };
}

test.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'a@evil'])(
  '[AU5] [HT10] a caller that names this computer %s gets no link at all',
  async (host) => {
    expect(await inviteAs(server, host)).toMatchObject({ status: 421 });
  },
);

test.each(['203.0.113.9:4455', '127.0.0.1:9'])(
  '[AU5] a link never leads to %s because a Host header says so',
  async (host) => {
    const { url, link, code } = await inviteAs(server, host);
    expect(url).toBe(`${server.url}/join#${code}`);
    expect(link).toBe(`muster://join?server=${encodeURIComponent(server.url)}#${code}`);
  },
);

test('[AU5] links begin with --base-url, its path included, however the server was asked', async () => {
  await using behind = await startServer({ flags: ['--base-url', 'https://ops.example.org/muster/'] });
  for (const host of ['ops.example.org', '203.0.113.9', `127.0.0.1:${behind.port}`]) {
    const { url, link, code } = await inviteAs(behind, host);
    expect(url).toBe(`https://ops.example.org/muster/join#${code}`);
    expect(link).toBe(`muster://join?server=https%3A%2F%2Fops.example.org%2Fmuster#${code}`);
  }
  const { body } = await behind.api<{ id: string; url: string }>('/api/v1/incidents', {
    json: { title: 'T' },
  });
  expect(body.url).toBe(`https://ops.example.org/muster/#/room/${body.id}`);
});
