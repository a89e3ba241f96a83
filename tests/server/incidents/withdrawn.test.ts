// WD: an incident that was none, over real HTTP and sockets, with real mail and checks, killed and cut off.
import { roomName } from '#wire/document-name.ts';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Fact } from '#room/facts/fact.ts';
import type { IncidentSummary, OpenPage } from '#room/feed/feed.ts';
import type { Insights } from '#room/insights/insights.ts';
import { databaseFileIn } from '#sync-server/storage/data-folder.ts';
import { openMailbox, type Mailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { makeMovableClock } from '../../helpers/clock.ts';
import { startDyingService } from '../../helpers/dying-service.ts';
import { makeId } from '../../helpers/facts.ts';
import { startOwnServer, type OwnServer } from '../../helpers/own-server.ts';
import { isLive, startReplicaOf, untilUpstream } from '../../helpers/replicas.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';
import { joinRoom } from '../../helpers/stock-client.ts';

const minute = 60_000;
const patience = { timeout: 60_000 };

type Line = { fact: Fact; by: string; retracted: object | null };
type Refused = { errors?: { field: string; expected: string }[] };
type Api = OwnServer['api'];

const apiOf =
  (server: RunningServer): Api =>
  (path, json) =>
    server.api(path, json === undefined ? {} : { json });
const declare = async (api: Api, title: string, more: object = {}) =>
  (await api<{ id: string }>('/api/v1/incidents', { title, ...more })).body.id;
const write = (api: Api, incident: string, json: unknown) =>
  api<{ items: { id: string }[] } & Refused>(`/api/v1/incidents/${incident}/facts`, json);
const lines = async (api: Api, incident: string) =>
  (await api<{ timeline: Line[] }>(`/api/v1/incidents/${incident}`)).body.timeline;
const list = async (api: Api, query = '') =>
  (await api<{ items: IncidentSummary[] }>(`/api/v1/incidents${query}`)).body.items;
const numberOf = async (api: Api, id: string) => (await list(api)).find((each) => each.id === id)?.number;
const withdraw = (withdrawn: object, why?: string) => ({
  kind: 'status',
  status: 'closed',
  withdrawn,
  ...(why === undefined ? {} : { why }),
});
/** The entries about duplicates that stand, and how many were struck out. */
async function told(api: Api, original: string) {
  const notes = (await lines(api, original)).filter(({ fact }) => fact.kind === 'note' && 'incident' in fact);
  return {
    stand: notes.flatMap(({ fact, by, retracted }) =>
      retracted === null && fact.kind === 'note' ? [`${by} ${fact.text} ${fact.incident}`] : [],
    ),
    struck: notes.filter(({ retracted }) => retracted !== null).length,
  };
}

test('[WD3] the original hears of its duplicate once, over kill -9 and a restart, and no longer once that is taken back', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const api = apiOf(server);
  const original = await declare(api, 'Payments are down');
  const copy = await declare(api, 'Checkout fails');
  const made = await write(api, copy, withdraw({ as: 'duplicate', duplicateOf: original }));
  expect(made.status).toBe(201);
  await server.kill9();
  await server.restart();
  const entry = `server ${await numberOf(api, copy)} was a duplicate of this: Checkout fails ${copy}`;
  await expect.poll(() => told(api, original), patience).toEqual({ stand: [entry], struck: 0 });
  await server.kill9();
  // As if the server had been killed after writing the entry and before that was on disk.
  const database = new DatabaseSync(databaseFileIn(server.dataFolder));
  expect(database.prepare('DELETE FROM duplicates_told').run().changes).toBe(1);
  database.close();
  await server.restart();
  await write(api, copy, { kind: 'note', text: 'looked at once more' });
  expect(await told(api, original)).toEqual({ stand: [entry], struck: 0 });
  // The room names the other incident, so that it can be read alone.
  const number = await numberOf(api, original);
  expect((await list(api, '?status=withdrawn'))[0]?.withdrawn).toEqual({
    as: 'duplicate',
    duplicateOf: original,
    number,
    why: null,
  });
  await write(api, copy, { kind: 'retracted', target: made.body.items[0]?.id, why: 'undone' });
  await expect.poll(() => told(api, original), patience).toEqual({ stand: [], struck: 1 });
  const third = await declare(api, 'The database is full');
  await write(api, copy, withdraw({ as: 'duplicate', duplicateOf: third }));
  await expect.poll(async () => (await told(api, third)).stand, patience).toEqual([entry]);
  await write(api, copy, withdraw({ as: 'duplicate', duplicateOf: original }));
  await expect.poll(() => told(api, third), patience).toEqual({ stand: [], struck: 1 });
  await expect.poll(() => told(api, original), patience).toEqual({ stand: [entry], struck: 1 });
});

test('[WD3] through a socket too, even where the original comes later than its duplicate', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const api = apiOf(server);
  const me = (await api<{ id: string }>('/api/v1/me')).body.id;
  const put = (document: string, ...drafts: object[]) => {
    const client = joinRoom(server.url, server.ownerToken, roomName(document));
    return client.synced().then(async () => {
      const now = Date.now();
      const facts = drafts.map((draft) => ({ id: makeId(), at: now, noted: now, by: me, ...draft }));
      client.doc.getArray('facts').push(facts);
      await client.until(() => client.saved() > 0, 'saved');
      client.close();
    });
  };
  const later = makeId();
  const copy = await declare(api, 'Checkout fails');
  await put(copy, withdraw({ as: 'duplicate', duplicateOf: later }));
  await expect.poll(async () => (await list(api, '?status=withdrawn')).length, patience).toBe(1);
  await put(later, { kind: 'declared', title: 'Payments are down', source: { type: 'person' } });
  await expect.poll(async () => (await told(api, later)).stand.length, patience).toBe(1);
  // No incident is a duplicate of itself, not even when a person writes so.
  await put(later, withdraw({ as: 'duplicate', duplicateOf: later }));
  await expect.poll(async () => (await list(api, '?status=withdrawn')).length, patience).toBe(2);
  expect((await told(api, later)).stand).toHaveLength(1);
});

test('[WD3] incidents cannot be withdrawn as duplicates of each other, by any number of steps', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const api = apiOf(server);
  const [one, two, three] = [
    await declare(api, 'One'),
    await declare(api, 'Two'),
    await declare(api, 'Three'),
  ];
  const copy = (of: string, original: string) =>
    write(api, of, withdraw({ as: 'duplicate', duplicateOf: original }));
  expect((await copy(one, two)).status).toBe(201);
  expect((await copy(two, three)).status).toBe(201);
  for (const original of [one, two])
    expect(await copy(three, original)).toMatchObject({
      status: 400,
      body: {
        errors: [
          {
            field: 'withdrawn.duplicateOf',
            expected: 'an incident that is not itself a duplicate of this one',
          },
        ],
      },
    });
});

test('[WD1] [WD3] a question that the API cannot answer is refused by its field', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const api = apiOf(server);
  const incident = await declare(api, 'Down');
  const refused = async (json: unknown) => {
    const { status, body } = await write(api, incident, json);
    return [status, body.errors?.[0]?.field];
  };
  const of = 'withdrawn.duplicateOf';
  expect(await refused(withdraw({ as: 'duplicate' }))).toEqual([400, of]);
  expect(await refused(withdraw({ as: 'duplicate', duplicateOf: incident }))).toEqual([400, of]);
  expect(await refused(withdraw({ as: 'duplicate', duplicateOf: makeId() }))).toEqual([400, of]);
  expect(await refused(withdraw({ as: 'dull' }))).toEqual([400, 'withdrawn.as']);
  expect(await refused({ ...withdraw({ as: 'mistake' }), status: 'resolved' })).toEqual([400, 'status']);
  const two = [{ kind: 'note', text: 'x' }, withdraw({ as: 'duplicate', duplicateOf: incident })];
  expect(await refused(two)).toEqual([400, `1.${of}`]);
  expect((await list(api, '?status=open')).map(({ id }) => id)).toEqual([incident]);
});

test('[WD5] [WD6] it has a state of its own in the list, is found by its words, and is in no number and no CSV', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const api = apiOf(server);
  const real = await declare(api, 'Payments are down', { severity: 'P1' });
  const alarm = await declare(api, 'Checkout fails', { severity: 'P1' });
  await write(api, real, { kind: 'status', status: 'closed' });
  await write(api, alarm, [
    { kind: 'status', status: 'resolved' },
    withdraw({ as: 'false-alarm' }, 'The probe was broken'),
  ]);
  const ids = async (query: string) => (await list(api, query)).map(({ id }) => id);
  expect(await ids('?status=withdrawn')).toEqual([alarm]);
  expect(await ids('?status=over')).toEqual([real]);
  expect(await ids('?status=closed')).toEqual([real]);
  expect(await ids('?status=open')).toEqual([]);
  expect(await ids('?status=over,withdrawn')).toEqual([alarm, real]);
  expect(await ids('')).toEqual([alarm, real]);
  expect((await list(api)).map(({ review }) => review === null)).toEqual([true, true].map((_, i) => i === 0));
  await expect.poll(() => ids('?q=probe'), patience).toEqual([alarm]);
  const read = async () => (await api<Insights>('/api/v1/insights')).body;
  await expect.poll(async () => (await read()).count.now, patience).toBe(1);
  expect(await read()).toMatchObject({
    incidents: [{ id: real }],
    excluded: { drills: [], withdrawn: [alarm] },
  });
  const csv = (await api<string>('/api/v1/insights.csv')).body;
  expect([csv.includes('Payments are down'), csv.includes('Checkout fails')]).toEqual([true, false]);
  // What is reopened counts again.
  await write(api, alarm, { kind: 'status', status: 'investigating' });
  await expect.poll(async () => (await read()).count.now, patience).toBe(2);
});

test('[WD7] of a check that goes on failing nothing more is raised; when it fails anew an incident is', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  await using service = await startDyingService();
  const api = apiOf(server);
  const monitor = { name: 'Checkout', kind: 'http', settings: { url: service.url } };
  const { body } = await api<{ id: string }>('/api/v1/monitors', {
    ...monitor,
    intervalSeconds: 1,
    confirmations: 1,
  });
  const isUp = async () =>
    (await api<{ status: string }>(`/api/v1/monitors/${body.id}`)).body.status === 'up';
  await expect.poll(isUp, patience).toBe(true);
  await service.kill();
  await expect.poll(async () => (await list(api, '?status=open')).length, patience).toBe(1);
  const first = (await list(api))[0]?.id ?? '';
  await write(api, first, withdraw({ as: 'false-alarm' }, 'We moved it'));
  const samples = async () =>
    (await api<{ items: { status: string }[] }>(`/api/v1/monitors/${body.id}/samples?since=0`)).body.items;
  const failures = async () => (await samples()).filter(({ status }) => status === 'down').length;
  const before = await failures();
  await expect.poll(failures, patience).toBeGreaterThan(before + 2);
  expect((await list(api)).map(({ id }) => id)).toEqual([first]);
  await service.revive();
  await expect.poll(isUp, patience).toBe(true);
  await service.kill();
  await expect.poll(async () => (await list(api, '?status=open')).length, patience).toBe(1);
  expect((await list(api)).map(({ withdrawn }) => withdrawn?.as)).toEqual([undefined, 'false-alarm']);
});

let mail: Mailbox;
beforeEach(async () => {
  mail = await openMailbox();
});
afterEach(() => mail[Symbol.asyncDispose]());

const plainText = (text: string) => text.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=');

/** Bo is mailed at once; five minutes later everybody on the second step. */
async function preparePaging(api: Api) {
  const add = async (path: string, json: object) =>
    (await api<{ id: string }>(`/api/v1/${path}`, json)).body.id;
  const settings = { host: '127.0.0.1', port: mail.port, security: 'none', from: 'muster@example.org' };
  const channel = await add('channels', { name: 'Mail', kind: 'email', settings });
  const person = await add('people', { name: 'Bo', role: 'responder' });
  return { add, channel, person };
}

test('[WD4] paging stops, and who was paged hears once that it was none, with nothing to press', async () => {
  const clock = makeMovableClock(() => Promise.resolve());
  await using server = await startOwnServer({ clock });
  const api: Api = (path, json) => server.api(path, json);
  const { add, person } = await preparePaging(api);
  await server.api(
    `/api/v1/people/${person}`,
    { name: 'Bo', contact: { email: 'bo@example.org' } },
    { method: 'PUT' },
  );
  const steps = [5, 5].map((waitMinutes) => ({ targets: [{ kind: 'person', id: person }], waitMinutes }));
  await add('policies', { name: 'All', steps });
  const incident = await declare(api, 'Checkout fails', { severity: 'P2' });
  const mailed = (count: number) => vi.waitFor(() => expect(mail.received).toHaveLength(count), patience);
  await mailed(1);
  expect(mail.received[0]?.text).toContain('/acknowledge/');
  const pages = async () => (await api<{ items: OpenPage[] }>('/api/v1/open-pages')).body.items.length;
  expect(await pages()).toBe(1);
  await write(api, incident, withdraw({ as: 'false-alarm' }, 'The probe was broken'));
  await mailed(2);
  const said = mail.received[1];
  expect(said?.header('Subject')).toContain(`${await numberOf(api, incident)} was a false alarm`);
  const text = plainText(said?.text ?? '');
  expect(text).toContain('It was a false alarm: The probe was broken. Nothing is left to do.');
  expect(text).not.toContain('/acknowledge/');
  expect(await pages()).toBe(0);
  await server.restart();
  for (let hour = 0; hour < 3; hour++) await clock.forward(60 * minute);
  expect(mail.received).toHaveLength(2);
  // Taken back it is an incident that pages again.
  await write(api, incident, { kind: 'status', status: 'investigating' });
  await mailed(3);
  expect(mail.received[2]?.text).toContain('/acknowledge/');
});

test('[WD4] somebody outside who was asked by hand is told too, of a duplicate by the name of its original', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const api = apiOf(server);
  await preparePaging(api);
  const original = await declare(api, 'Payments are down');
  const incident = await declare(api, 'Checkout fails');
  await api(`/api/v1/incidents/${incident}/page`, {
    targets: [{ address: 'dba@vendor.example' }],
    text: 'Please look',
  });
  await vi.waitFor(() => expect(mail.received).toHaveLength(1), patience);
  await write(api, incident, withdraw({ as: 'duplicate', duplicateOf: original }));
  await vi.waitFor(() => expect(mail.received).toHaveLength(2), patience);
  const text = plainText(mail.received[1]?.text ?? '');
  expect(text).toContain(`It was a duplicate of ${await numberOf(api, original)}. Nothing is left to do.`);
  expect([text.includes('/acknowledge/'), text.includes('#/room/')]).toEqual([false, false]);
});

test('[WD8] withdrawn on a desktop that is cut off, everything follows once its team hears of it', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const api = apiOf(server);
  await preparePaging(api);
  const original = await declare(api, 'Payments are down');
  const copy = await declare(api, 'Checkout fails');
  await api(`/api/v1/incidents/${copy}/page`, {
    targets: [{ address: 'dba@vendor.example' }],
    text: 'Please look',
  });
  await vi.waitFor(() => expect(mail.received).toHaveLength(1), patience);
  await using desktop = await startReplicaOf(server, 'Bo');
  const there = apiOf(desktop);
  await untilUpstream(desktop, isLive);
  await expect.poll(async () => (await list(there)).length, patience).toBe(2);
  await server.kill9();
  await untilUpstream(desktop, ({ state }) => state === 'away');
  await write(there, copy, withdraw({ as: 'duplicate', duplicateOf: original }, 'The same outage'));
  expect((await list(there, '?status=withdrawn')).map(({ id }) => id)).toEqual([copy]);
  expect((await told(there, original)).stand).toEqual([]);
  await server.restart();
  await expect.poll(async () => (await told(api, original)).stand.length, patience).toBe(1);
  await vi.waitFor(() => expect(mail.received).toHaveLength(2), patience);
  expect(plainText(mail.received[1]?.text ?? '')).toContain('The same outage. Nothing is left to do.');
  await expect.poll(async () => (await told(there, original)).stand.length, patience).toBe(1);
});
