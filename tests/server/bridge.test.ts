import { expect, test } from 'vitest';
import { untilFeed } from '../helpers/live-feed.ts';
import { startServer } from '../helpers/server.ts';

const template = 'https://meet.example/{number}-{id}';

test('[BR1] an owner sets where calls are made; every replica knows it, also while the team is away', async () => {
  await using team = await startServer();
  const { body: bo } = await team.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Bo', role: 'responder' },
  });
  await using desk = await startServer({ upstreams: [team.url], upstreamToken: bo.token });
  expect((await untilFeed(desk, ({ upstreams }) => upstreams[0]?.state === 'connected')).bridge).toBeNull();

  const put = (json: unknown, token?: string) =>
    team.api<{ template: string | null; errors?: { field: string; expected: string }[] }>('/api/v1/bridge', {
      method: 'PUT',
      json,
      ...(token && { token }),
    });
  expect((await put({ template }, bo.token)).status).toBe(403);
  const refused = await put({ template: 'https://{title}.example/' });
  expect([refused.status, refused.body.errors?.[0]]).toEqual([
    400,
    { field: 'template', expected: expect.stringContaining('host is written out') },
  ]);
  expect((await put({})).status).toBe(400);
  expect((await put({ template: ` ${template} ` })).body).toEqual({ template });
  await untilFeed(desk, ({ bridge }) => bridge === template);
  expect((await desk.api('/api/v1/bridge')).body).toEqual({ template });

  await team.kill9();
  await desk.restart();
  expect((await untilFeed(desk, () => true)).bridge).toBe(template);
  await team.restart();
  expect((await put({ template: null })).body).toEqual({ template: null });
  await untilFeed(desk, ({ bridge }) => bridge === null);
});

type Level = { name: string; title: string; updateMinutes: number | null; isChanged: boolean };
type Refused = { errors?: { field: string; expected: string }[] };

test('[SL1] [SL3] [SL5] an owner changes a severity and a role; incidents keep it, also on a replica alone', async () => {
  await using team = await startServer();
  const { body: bo } = await team.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Bo', role: 'responder' },
  });
  await using desk = await startServer({ upstreams: [team.url], upstreamToken: bo.token });
  await untilFeed(desk, ({ upstreams }) => upstreams[0]?.state === 'connected');
  const put = <T = Refused>(path: string, json: unknown, token?: string) =>
    team.api<T>(`/api/v1/${path}`, { method: 'PUT', json, ...(token && { token }) });
  const before = await declareAt(desk);
  expect(before.declared).not.toHaveProperty('terms');

  expect((await put('severities/P1', { updateMinutes: 5 }, bo.token)).status).toBe(403);
  expect((await put('severities/P5', { updateMinutes: 5 })).status).toBe(404);
  const refused = await put('severities/P1', { updateMinutes: 4 });
  expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([400, 'updateMinutes']);
  const changed = await put<Level>('severities/P1', { updateMinutes: 5, title: 'Very bad' });
  expect(changed.body).toMatchObject({ name: 'P1', title: 'Very bad', updateMinutes: 5, isChanged: true });
  // As it was read it may be sent back.
  expect((await put<Level>('severities/P1', changed.body)).body).toEqual(changed.body);
  expect((await put('roles/Liaison', { scope: 'Talks to the bank.' })).status).toBe(200);
  const { body: roles } = await team.api<{ items: { name: string; title: string }[] }>('/api/v1/roles');
  expect(roles.items.at(-1)).toMatchObject({
    name: 'liaison',
    title: 'Liaison',
    limits: '',
    isChanged: true,
  });
  await untilFeed(desk, ({ scheme }) => scheme?.roles.length === 1);

  await team.kill9();
  await desk.restart();
  const alone = await declareAt(desk);
  expect(alone.declared.terms).toMatchObject({ P1: { updateMinutes: 5 } });
  expect(alone.updateDueAt! - alone.declared.at).toBe(5 * 60_000);

  await team.restart();
  expect((await team.api('/api/v1/severities/P1', { method: 'DELETE' })).status).toBe(204);
  const { body: levels } = await team.api<{ items: Level[] }>('/api/v1/severities');
  expect(levels.items.map(({ name, isChanged }) => [name, isChanged])).toEqual([
    ['P1', false],
    ['P2', false],
    ['P3', false],
    ['P4', false],
  ]);
});

type Declared = { declared: { at: number; terms?: object }; updateDueAt: number | null };

async function declareAt(server: Awaited<ReturnType<typeof startServer>>): Promise<Declared> {
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Down', severity: 'P1' },
  });
  return (await server.api<Declared>(`/api/v1/incidents/${body.id}`)).body;
}
