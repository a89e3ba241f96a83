// What a team sets for itself. Its replica has all of it, also alone and over a restart.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { untilFeed } from '../../helpers/live-feed.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

const template = 'https://meet.example/{number}-{id}';

let team: RunningServer;
let desk: RunningServer;
let bo: { token: string };
beforeAll(async () => {
  team = await startServer();
  const json = { name: 'Bo', role: 'responder' };
  bo = (await team.api<{ token: string }>('/api/v1/people', { json })).body;
  desk = await startServer({ upstreams: [team.url], upstreamToken: bo.token });
  await untilFeed(desk, ({ upstreams }) => upstreams[0]?.state === 'connected');
});
afterAll(async () => {
  await desk[Symbol.asyncDispose]();
  await team[Symbol.asyncDispose]();
});

type Refused = { errors?: { field: string; expected: string }[] };
const putAt = <T = Refused>(path: string, json: unknown, token?: string) =>
  team.api<T>(`/api/v1/${path}`, { method: 'PUT', json, ...(token && { token }) });
const putBridge = (json: unknown, token?: string) =>
  putAt<Refused & { template: string | null }>('bridge', json, token);
const putText = <T = Refused>(name: string, json: unknown, token?: string) =>
  putAt<T>(`comms-templates/${encodeURIComponent(name)}`, json, token);
const putPage = (name: string, json: unknown, token?: string) =>
  putAt<Refused & { name: string; isChanged: boolean }>(`handbook/${name}`, json, token);

test('[BR1] an owner sets where calls are made, and every replica knows it', async () => {
  expect((await untilFeed(desk, () => true)).bridge).toBeNull();

  expect((await putBridge({ template }, bo.token)).status).toBe(403);
  const refused = await putBridge({ template: 'https://{title}.example/' });
  expect([refused.status, refused.body.errors?.[0]]).toEqual([
    400,
    { field: 'template', expected: expect.stringContaining('host is written out') },
  ]);
  expect((await putBridge({})).status).toBe(400);
  expect((await putBridge({ template: ` ${template} ` })).body).toEqual({ template });
  await untilFeed(desk, ({ bridge }) => bridge === template);
  expect((await desk.api('/api/v1/bridge')).body).toEqual({ template });
});

type Level = { name: string; title: string; updateMinutes: number | null; isChanged: boolean };

test('[SL1] [SL3] [SL5] an owner changes a severity and a role, and a replica hears of it', async () => {
  const before = await declareAt(desk);
  expect(before.declared).not.toHaveProperty('terms');

  expect((await putAt('severities/P1', { updateMinutes: 5 }, bo.token)).status).toBe(403);
  expect((await putAt('severities/P5', { updateMinutes: 5 })).status).toBe(404);
  const refused = await putAt('severities/P1', { updateMinutes: 4 });
  expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([400, 'updateMinutes']);
  const workdays = { timeZone: 'Europe/Berlin', holidays: ['2026-12-25'] };
  for (const [field, wrong] of [
    ['workdays.timeZone', { ...workdays, timeZone: 'Berlin' }],
    ['workdays.holidays.0', { ...workdays, holidays: ['2026-02-30'] }],
  ] as const) {
    const { status, body } = await putAt('severities/P4', { workdays: wrong });
    expect([status, body.errors?.[0]?.field]).toEqual([400, field]);
  }
  const changed = await putAt<Level>('severities/P1', { updateMinutes: 5, title: 'Very bad', workdays });
  expect(changed.body).toMatchObject({
    name: 'P1',
    title: 'Very bad',
    updateMinutes: 5,
    workdays,
    isChanged: true,
  });
  // As it was read it may be sent back.
  expect((await putAt<Level>('severities/P1', changed.body)).body).toEqual(changed.body);
  expect((await putAt('roles/Liaison', { scope: 'Talks to the bank.' })).status).toBe(200);
  const { body: roles } = await team.api<{ items: { name: string; title: string }[] }>('/api/v1/roles');
  expect(roles.items.at(-1)).toMatchObject({
    name: 'liaison',
    title: 'Liaison',
    limits: '',
    isChanged: true,
  });
  await untilFeed(desk, ({ scheme }) => scheme?.roles.length === 1);
});

type Text = { name: string; audience: string; stage: string | null; text: string; isChanged: boolean };

const textPath = (name: string) => `/api/v1/comms-templates/${encodeURIComponent(name)}`;
const listTexts = async () => (await team.api<{ items: Text[] }>('/api/v1/comms-templates')).body.items;
let shipped: Text[] = [];

test('[CM10] an owner changes and adds texts of updates', async () => {
  shipped = await listTexts();
  expect(shipped).toHaveLength(20);
  expect(shipped.every(({ text, isChanged }) => text !== '' && !isChanged)).toBe(true);

  expect((await putText('customers-resolved', { text: 'Over.' }, bo.token)).status).toBe(403);
  const wrong = await putText('customers-resolved', { audience: 'support' });
  expect([wrong.status, wrong.body.errors?.[0]?.field]).toEqual([400, 'audience']);
  expect((await putText('Cards / both', { audience: 'customers' })).body.errors?.[0]?.field).toBe('text');
  expect((await putText('x', { audience: 'customers', text: 'x'.repeat(4_001) })).status).toBe(400);
  const changed = await putText<Text>('customers-resolved', { text: 'Over.' });
  expect(changed.body).toMatchObject({ stage: 'resolved', text: 'Over.', isChanged: true });
  expect((await putText<Text>('customers-resolved', changed.body)).body).toEqual(changed.body);
  expect((await putText('Cards / both', { audience: 'customers', text: 'Cards fail.' })).status).toBe(200);
  await untilFeed(desk, ({ scheme }) => scheme?.commsTemplates?.length === 2);
  expect((await listTexts()).at(-1)).toMatchObject({ name: 'Cards / both', stage: null });
});

const listPages = async () =>
  (await team.api<{ items: { name: string; title?: string }[] }>('/api/v1/handbook')).body.items;

test('[FM6] an owner changes a page of the handbook and adds one', async () => {
  expect(await listPages()).toEqual([]);
  expect((await putPage('commander', { text: 'Ours.' }, bo.token)).status).toBe(403);
  for (const [name, json, field] of [
    ['commander', { title: 'Lead' }, 'text'],
    ['our-tools', { text: 'Look here.' }, 'title'],
    ['our_tools', { title: 'Our tools', text: 'Look here.' }, 'name'],
    ['commander', { text: 'x'.repeat(20_001) }, 'text'],
  ] as const) {
    const wrong = await putPage(name, json);
    expect([wrong.status, wrong.body.errors?.[0]?.field]).toEqual([400, field]);
  }
  const changed = await putPage('commander', { text: 'Ours.' });
  expect([changed.status, changed.body.isChanged]).toEqual([200, true]);
  expect((await putPage('commander', changed.body)).body).toEqual(changed.body);
  expect((await putPage('Our-Tools', { title: 'Our tools', text: 'Look here.' })).body.name).toBe(
    'our-tools',
  );
  await untilFeed(desk, ({ scheme }) => scheme?.handbook?.length === 2);
  expect((await listPages()).map(({ name }) => name)).toEqual(['commander', 'our-tools']);
});

test('[BR1] [SL1] [SL3] [SL5] [CM10] [FM6] a replica alone has all of it over a restart; back again, the owner puts it back', async () => {
  await team.kill9();
  await desk.restart();
  const { bridge, scheme } = await untilFeed(desk, () => true);
  expect(bridge).toBe(template);
  expect(scheme?.commsTemplates?.map(({ text }) => text)).toContain('Over.');
  expect(scheme?.handbook?.map(({ text }) => text)).toContain('Ours.');
  const alone = await declareAt(desk);
  expect(alone.declared.terms).toMatchObject({ P1: { updateMinutes: 5 } });
  expect(alone.updateDueAt! - alone.declared.at).toBe(5 * 60_000);

  await team.restart();
  const putBack = async (path: string) => (await team.api(path, { method: 'DELETE' })).status;
  const withoutBridge = await team.api('/api/v1/bridge', { method: 'PUT', json: { template: null } });
  expect(withoutBridge.body).toEqual({ template: null });
  await untilFeed(desk, (now) => now.bridge === null);
  expect(await putBack('/api/v1/severities/P1')).toBe(204);
  const { body: levels } = await team.api<{ items: Level[] }>('/api/v1/severities');
  expect(levels.items.map(({ name, isChanged }) => [name, isChanged])).toEqual([
    ['P1', false],
    ['P2', false],
    ['P3', false],
    ['P4', false],
  ]);
  for (const name of ['customers-resolved', 'Cards / both']) expect(await putBack(textPath(name))).toBe(204);
  expect(await listTexts()).toEqual(shipped);
  for (const name of ['commander', 'our-tools']) expect(await putBack(`/api/v1/handbook/${name}`)).toBe(204);
  expect(await putBack('/api/v1/handbook/commander')).toBe(404);
  expect(await listPages()).toEqual([]);
});

type Declared = { declared: { at: number; terms?: object }; updateDueAt: number | null };

async function declareAt(server: RunningServer): Promise<Declared> {
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Down', severity: 'P1' },
  });
  return (await server.api<Declared>(`/api/v1/incidents/${body.id}`)).body;
}
