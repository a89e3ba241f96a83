import { expect, test } from 'vitest';
import { untilFeed } from '../../helpers/live-feed.ts';
import { startServer } from '../../helpers/server.ts';

const template = 'https://meet.example/{number}-{id}';

test('[BR1] an owner sets where calls are made; every replica knows it, even while the team is away', async () => {
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

type Text = { name: string; audience: string; stage: string | null; text: string; isChanged: boolean };

const textPath = (name: string) => `/api/v1/comms-templates/${encodeURIComponent(name)}`;

test('[CM10] an owner changes, adds, removes and resets the texts of updates; a replica has them alone', async () => {
  await using team = await startServer();
  const { body: bo } = await team.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Bo', role: 'responder' },
  });
  await using desk = await startServer({ upstreams: [team.url], upstreamToken: bo.token });
  await untilFeed(desk, ({ upstreams }) => upstreams[0]?.state === 'connected');
  const put = <T = Refused>(name: string, json: unknown, token?: string) =>
    team.api<T>(textPath(name), { method: 'PUT', json, ...(token && { token }) });
  const list = async () => (await team.api<{ items: Text[] }>('/api/v1/comms-templates')).body.items;
  const shipped = await list();
  expect(shipped).toHaveLength(20);
  expect(shipped.every(({ text, isChanged }) => text !== '' && !isChanged)).toBe(true);

  expect((await put('customers-resolved', { text: 'Over.' }, bo.token)).status).toBe(403);
  const wrong = await put('customers-resolved', { audience: 'support' });
  expect([wrong.status, wrong.body.errors?.[0]?.field]).toEqual([400, 'audience']);
  expect((await put('Cards / both', { audience: 'customers' })).body.errors?.[0]?.field).toBe('text');
  expect((await put('x', { audience: 'customers', text: 'x'.repeat(4_001) })).status).toBe(400);
  const changed = await put<Text>('customers-resolved', { text: 'Over.' });
  expect(changed.body).toMatchObject({ stage: 'resolved', text: 'Over.', isChanged: true });
  expect((await put<Text>('customers-resolved', changed.body)).body).toEqual(changed.body);
  expect((await put('Cards / both', { audience: 'customers', text: 'Cards fail.' })).status).toBe(200);
  await untilFeed(desk, ({ scheme }) => scheme?.commsTemplates?.length === 2);
  expect((await list()).at(-1)).toMatchObject({ name: 'Cards / both', stage: null });

  await team.kill9();
  await desk.restart();
  await untilFeed(
    desk,
    ({ scheme }) => scheme?.commsTemplates?.some(({ text }) => text === 'Over.') === true,
  );

  await team.restart();
  for (const name of ['customers-resolved', 'Cards / both'])
    expect((await team.api(textPath(name), { method: 'DELETE' })).status).toBe(204);
  expect(await list()).toEqual(shipped);
});

test('[FM6] an owner changes a page of the handbook, adds one, puts both back; a replica has them alone', async () => {
  await using team = await startServer();
  const { body: bo } = await team.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Bo', role: 'responder' },
  });
  await using desk = await startServer({ upstreams: [team.url], upstreamToken: bo.token });
  await untilFeed(desk, ({ upstreams }) => upstreams[0]?.state === 'connected');
  const put = (name: string, json: unknown, token?: string) =>
    team.api<Refused & { name: string; isChanged: boolean }>(`/api/v1/handbook/${name}`, {
      method: 'PUT',
      json,
      ...(token && { token }),
    });
  const list = async () =>
    (await team.api<{ items: { name: string; title?: string }[] }>('/api/v1/handbook')).body.items;
  expect(await list()).toEqual([]);
  expect((await put('commander', { text: 'Ours.' }, bo.token)).status).toBe(403);
  for (const [name, json, field] of [
    ['commander', { title: 'Lead' }, 'text'],
    ['our-tools', { text: 'Look here.' }, 'title'],
    ['our_tools', { title: 'Our tools', text: 'Look here.' }, 'name'],
    ['commander', { text: 'x'.repeat(20_001) }, 'text'],
  ] as const) {
    const wrong = await put(name, json);
    expect([wrong.status, wrong.body.errors?.[0]?.field]).toEqual([400, field]);
  }
  const changed = await put('commander', { text: 'Ours.' });
  expect([changed.status, changed.body.isChanged]).toEqual([200, true]);
  expect((await put('commander', changed.body)).body).toEqual(changed.body);
  expect((await put('Our-Tools', { title: 'Our tools', text: 'Look here.' })).body.name).toBe('our-tools');
  await untilFeed(desk, ({ scheme }) => scheme?.handbook?.length === 2);
  expect((await list()).map(({ name }) => name)).toEqual(['commander', 'our-tools']);

  await team.kill9();
  await desk.restart();
  await untilFeed(desk, ({ scheme }) => scheme?.handbook?.some(({ text }) => text === 'Ours.') === true);

  await team.restart();
  for (const name of ['commander', 'our-tools'])
    expect((await team.api(`/api/v1/handbook/${name}`, { method: 'DELETE' })).status).toBe(204);
  expect((await team.api('/api/v1/handbook/commander', { method: 'DELETE' })).status).toBe(404);
  expect(await list()).toEqual([]);
});

type Declared = { declared: { at: number; terms?: object }; updateDueAt: number | null };

async function declareAt(server: Awaited<ReturnType<typeof startServer>>): Promise<Declared> {
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Down', severity: 'P1' },
  });
  return (await server.api<Declared>(`/api/v1/incidents/${body.id}`)).body;
}
