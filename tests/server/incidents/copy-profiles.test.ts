// RV23: what a team hides in copies of its reviews, kept under names, over a real server and a replica without its team.
import { expect, test } from 'vitest';
import { untilUpstream, isLive, startReplicaOf } from '../../helpers/replicas.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

const path = '/api/v1/copy-profiles';
const keep = (server: RunningServer, name: string, json: object, token?: string) =>
  server.api<{ errors?: { field: string; expected: string }[] }>(`${path}/${encodeURIComponent(name)}`, {
    method: 'PUT',
    json,
    ...(token !== undefined && { token }),
  });

async function declare(server: RunningServer): Promise<string> {
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Globex cannot pay' },
  });
  return body.id;
}
const review = async (server: RunningServer, id: string, query: string) =>
  server.api<string>(`/api/v1/incidents/${id}/review.md${query}`);

test('[RV23] a kept profile hides in every copy what it says, with the entries that were chosen for this incident', async () => {
  await using server = await startServer({ ownerName: 'Ana Reyes' });
  const id = await declare(server);
  const { body: made } = await server.api<{ items: { id: string }[] }>(`/api/v1/incidents/${id}/facts`, {
    json: [{ kind: 'note', text: 'Ana Reyes called Initech' }],
  });
  expect((await review(server, id, '')).body).toContain('Globex');
  expect((await keep(server, 'For customers', { people: 'roles', hide: ['Globex', 'Initech'] })).status).toBe(
    200,
  );
  const { body } = await server.api<{ items: object[] }>(path);
  expect(body.items).toMatchObject([{ name: 'For customers', people: 'roles', hide: ['Globex', 'Initech'] }]);
  const copy = (await review(server, id, '?profile=For%20customers')).body;
  expect(copy).toContain('customer A cannot pay');
  expect(copy).toMatch(/Responder \d+ called customer B/u);
  expect(copy).not.toMatch(/Globex|Initech|Reyes/u);
  const without = (await review(server, id, `?profile=For%20customers&without=${made.items[0]?.id}`)).body;
  expect(without).not.toContain('called');
  await server.restart();
  expect((await review(server, id, '?profile=For%20customers')).body).toBe(copy);
  expect((await server.api(`${path}/For%20customers`, { method: 'DELETE' })).status).toBe(204);
  expect((await server.api<{ items: object[] }>(path)).body.items).toEqual([]);
});

test('[RV23] faults are named, and only owners keep profiles', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const id = await declare(server);
  const unknown = await server.api<{ errors: object[] }>(`/api/v1/incidents/${id}/review.md?profile=Press`);
  expect(unknown.status).toBe(400);
  expect(unknown.body.errors).toEqual([
    { field: 'profile', expected: 'the name of a profile; the team has none yet' },
  ]);
  const nothing = await keep(server, 'Press', { people: 'names' });
  expect(nothing.status).toBe(400);
  expect(nothing.body.errors?.[0]).toMatchObject({
    field: 'people',
    expected: expect.stringContaining('something to hide'),
  });
  const comma = await keep(server, 'Press', { hide: ['Globex, Initech'] });
  expect(comma.status).toBe(400);
  expect(JSON.stringify(comma.body.errors)).toContain('without a comma');
  const { body: bo } = await server.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Bo', role: 'responder' },
  });
  expect((await keep(server, 'Press', { people: 'roles' }, bo.token)).status).toBe(403);
  expect((await server.api<{ items: object[] }>(path, { token: bo.token })).body.items).toEqual([]);
});

test('[RV23] a replica makes the copy while the team’s server is away', async () => {
  await using server = await startServer({ ownerName: 'Ana Reyes' });
  await using replica = await startReplicaOf(server, 'Bo');
  const id = await declare(server);
  await keep(server, 'Press', { hide: ['Globex'] });
  await untilUpstream(replica, isLive);
  const copy = async () => (await review(replica, id, '?profile=Press')).body;
  await expect.poll(async () => JSON.stringify(await copy())).toContain('customer A cannot pay');
  await server[Symbol.asyncDispose]();
  expect(await copy()).toContain('customer A cannot pay');
});
