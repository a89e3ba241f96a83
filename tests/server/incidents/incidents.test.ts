import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { roomName } from '#wire/document-name.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IncidentSummary, Person } from '#room/feed/feed.ts';
import type { FeedMessage } from '#wire/feed/messages.ts';
import { makeRoomName, writeFact, makeId } from '../../helpers/facts.ts';
import { followFeed } from '../../helpers/follow-feed.ts';
import { joinRoom } from '../../helpers/stock-client.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Problem = { status: number; detail: string; errors?: { field: string; expected: string }[] };
type Made = { id: string; number: string | null; url: string };
type Room = {
  id: string;
  title: string;
  number: string | null;
  factCount: number;
  severity: { value: string };
  people: Record<string, string>;
  texts: Record<string, string>;
  timeline: { fact: { kind: string; text?: string; by: string } }[];
};

let server: RunningServer;
let me: Person;
beforeAll(async () => {
  server = await startServer({ ownerName: 'Ana' });
  me = (await server.api<Person>('/api/v1/me')).body;
});
afterAll(() => server[Symbol.asyncDispose]());

const declare = async (json: Record<string, unknown>): Promise<Made> => {
  const { status, body } = await server.api<Made>('/api/v1/incidents', { json });
  expect(status).toBe(201);
  return body;
};
const read = async (id: string) => (await server.api<Room>(`/api/v1/incidents/${id}`)).body;
const isIncident = (id: string) => (message: FeedMessage) =>
  message.type === 'incident' && message.incident.id === id;

test('[HT4] declaring answers id, number and link; the room has title, severity, service and summary', async () => {
  const answer = await server.api<Made>('/api/v1/incidents', {
    json: { title: 'Checkout fails', severity: 'P1', summary: 'Since noon', service: 'shop', drill: true },
  });
  expect(answer.status).toBe(201);
  const { id, number, url } = answer.body;
  expect(answer.headers.get('location')).toBe(`/api/v1/incidents/${id}`);
  expect(number).toMatch(/^INC-\d+$/);
  expect(url).toBe(`${server.url}/#/room/${id}`);
  const room = await read(id);
  expect(room).toMatchObject({
    id,
    number,
    title: 'Checkout fails',
    severity: { value: 'P1' },
    service: 'shop',
    drill: true,
  });
  expect(room.texts).toEqual({ summary: 'Since noon' });
  expect(room.people[me.id]).toBe('Ana');
});

test('[HT4] the list has open and all; what is resolved is not open', async () => {
  const { id } = await declare({ title: 'Short' });
  const idsOf = async (query: string) =>
    (await server.api<{ items: IncidentSummary[] }>(`/api/v1/incidents${query}`)).body.items.map(
      (item) => item.id,
    );
  expect(await idsOf('?status=open')).toContain(id);
  await server.api(`/api/v1/incidents/${id}/facts`, { json: { kind: 'status', status: 'resolved' } });
  expect(await idsOf('?status=open')).not.toContain(id);
  expect(await idsOf('?status=all')).toContain(id);
  expect(await idsOf('')).toContain(id);
});

test('[HT4] facts get id, noted and by from the server, whatever was sent', async () => {
  const { id } = await declare({ title: 'Facts' });
  const forged = {
    kind: 'note',
    text: 'hello',
    id: makeId(),
    noted: 1,
    by: 'somebody-else',
    extra: { kept: true },
  };
  const { status, body } = await server.api<{ items: Record<string, unknown>[] }>(
    `/api/v1/incidents/${id}/facts`,
    {
      json: [forged, { kind: 'acknowledged', at: 1_700_000_000_000 }],
    },
  );
  expect(status).toBe(201);
  expect(body.items[0]).toMatchObject({ kind: 'note', text: 'hello', by: me.id, extra: { kept: true } });
  expect(body.items[0]?.['id']).not.toBe(forged.id);
  expect(body.items[0]?.['noted']).toBeGreaterThan(1_700_000_000_000);
  expect(body.items[1]).toMatchObject({ at: 1_700_000_000_000 });
});

test('[SY15] a fact that is said to happen in an hour is refused by its field, and none of its list is written', async () => {
  const { id } = await declare({ title: 'Ahead' });
  const later = { kind: 'sent', draft: 'customers', channel: 'mail', text: 'x', at: Date.now() + 3_600_000 };
  const refused = await server.api<{ errors: unknown[] }>(`/api/v1/incidents/${id}/facts`, {
    json: [{ kind: 'note', text: 'now' }, later],
  });
  expect([refused.status, refused.body.errors]).toEqual([
    400,
    [{ field: '1.at', expected: 'now or a past time' }],
  ]);
  const { body } = await server.api<{ timeline: { fact: { kind: string } }[] }>(`/api/v1/incidents/${id}`);
  expect(body.timeline.map(({ fact }) => fact.kind)).not.toContain('note');
});

test('[SY12] a fact through the API reaches a client in the room, and the other way round', async () => {
  const { id } = await declare({ title: 'Both doors' });
  const client = joinRoom(server.url, server.ownerToken, roomName(id));
  await client.synced();
  const kinds = () => client.doc.getArray<{ kind: string; text?: string }>('facts').toArray();
  await server.api(`/api/v1/incidents/${id}/facts`, { json: { kind: 'note', text: 'from the API' } });
  await client.until(() => kinds().some(({ text }) => text === 'from the API'));
  writeFact(client.doc, me.id, 'from the room');
  await client.until(() => client.sent() > 0 && client.saved() === client.sent());
  expect((await read(id)).timeline.map(({ fact }) => fact.text)).toContain('from the room');
  client.close();
});

test('[HT6] the feed starts with a snapshot and tells a new incident and its changes', async () => {
  const before = Date.now();
  const feed = await followFeed(server.url, server.ownerToken);
  const snapshot = await feed.snapshot();
  expect(snapshot.server).toEqual({ role: 'primary', version: expect.stringMatching(/^\d+\./) });
  // Two processes of one machine read its clock some milliseconds apart.
  expect(snapshot.now).toBeGreaterThan(before - 500);
  expect(snapshot.now).toBeLessThan(Date.now() + 500);
  const { id } = await declare({ title: 'On the feed' });
  await feed.until(isIncident(id));
  await server.api(`/api/v1/incidents/${id}/facts`, { json: { kind: 'retitled', title: 'Renamed' } });
  await feed.until((message) => message.type === 'incident' && message.incident.title === 'Renamed');
  feed.close();
});

test('[RE3] an incident declared straight into a document is listed and numbered', async () => {
  const name = makeRoomName();
  const id = name.slice('room-'.length);
  const feed = await followFeed(server.url, server.ownerToken);
  await feed.snapshot();
  const client = joinRoom(server.url, server.ownerToken, name);
  await client.synced();
  const now = Date.now();
  const declared = {
    id: makeId(),
    kind: 'declared',
    at: now,
    noted: now,
    by: me.id,
    title: 'Offline',
    source: { type: 'person' },
  };
  client.doc.getArray('facts').push([declared]);
  await feed.until(
    (message) =>
      message.type === 'incident' && message.incident.id === id && message.incident.number !== null,
  );
  await client.until(() =>
    client.doc
      .getArray<{ kind: string }>('facts')
      .toArray()
      .some(({ kind }) => kind === 'numbered'),
  );
  client.close();
  feed.close();
});

test('[FA6] numbers grow and are given once, even when many declare at once and the server is killed', async () => {
  await using fresh = await startServer();
  const made: string[] = [];
  for (let round = 0; round < 3; round++) {
    const answers = Array.from({ length: 25 }, (_, n) =>
      fresh.api<Made>('/api/v1/incidents', { json: { title: `${round}.${n}` } }).then(
        ({ body }) => body.number,
        () => null,
      ),
    );
    // Killed in the middle: some were answered, some were written and not answered, some neither.
    await Promise.race(answers.slice(5));
    await fresh.kill9();
    const numbers = (await Promise.all(answers)).filter((number) => number !== null);
    made.push(...numbers);
    await fresh.restart();
  }
  const { items } = (await fresh.api<{ items: IncidentSummary[] }>('/api/v1/incidents')).body;
  const listed = items.map(({ number }) => number);
  expect(listed).not.toContain(null);
  expect(new Set(listed).size).toBe(listed.length);
  expect(made.filter((number) => !listed.includes(number))).toEqual([]);
  const highest = Math.max(...listed.map((number) => Number(number?.slice(4))));
  const { body } = await fresh.api<Made>('/api/v1/incidents', { json: { title: 'Next' } });
  expect(Number(body.number?.slice(4))).toBeGreaterThan(highest);
});

test('[HT4] the list is there again after kill -9, without opening a room', async () => {
  await using fresh = await startServer();
  const { body } = await fresh.api<Made>('/api/v1/incidents', { json: { title: 'Kept', severity: 'P2' } });
  await fresh.kill9();
  await fresh.restart();
  const { items } = (await fresh.api<{ items: IncidentSummary[] }>('/api/v1/incidents')).body;
  expect(items).toMatchObject([{ id: body.id, number: 'INC-1', title: 'Kept', severity: 'P2' }]);
});

test('[RV1] the review comes out in every format, with names, facts and texts', async () => {
  const { id } = await declare({ title: 'Reviewed <b>', severity: 'P2', summary: 'All about it' });
  const note = { kind: 'action', text: 'Restarted the database' };
  await server.api(`/api/v1/incidents/${id}/facts`, { json: [{ kind: 'acknowledged' }, note] });
  const get = (extension: string) => server.api<string>(`/api/v1/incidents/${id}/review.${extension}`);
  const [markdown, html, json] = await Promise.all([get('md'), get('html'), get('json')]);
  expect(markdown.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
  expect(markdown.body).toContain('Restarted the database');
  expect(markdown.body).toContain('All about it');
  expect(markdown.body).toContain('Ana');
  expect(html.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(html.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
  expect(html.body).not.toContain('<b>');
  expect(html.body).toContain('Restarted the database');
  expect(JSON.stringify(json.body)).toContain('Restarted the database');
  const zoned = await get('md?zone=Europe/Berlin');
  expect(zoned.body).toMatch(/Europe\/Berlin \(UTC\+0[12]:00\)/);
  const refused = await server.api<Problem>(`/api/v1/incidents/${id}/review.md?zone=Mars`);
  expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([400, 'zone']);
  const hidden = await get('md?people=roles&hosts=hidden');
  expect(hidden.body).toContain('Restarted the database');
  expect(hidden.body).not.toMatch(/\bAna\b/u);
  const other = await get('md?hide=Restarted,database');
  expect(other.body).toContain('customer A the customer B');
  const { record } = json.body as unknown as { record: { facts: { id: string; kind: string }[] } };
  const action = record.facts.find(({ kind }) => kind === 'action');
  expect((await get(`md?without=${action?.id}`)).body).not.toContain('Restarted the database');
  for (const [query, field] of [
    ['without=here', 'without'],
    ['hide=' + 'ab,cd,'.repeat(1_100), 'hide'],
  ]) {
    const wrong = await server.api<Problem>(`/api/v1/incidents/${id}/review.md?${query}`);
    expect([wrong.status, wrong.body.errors?.[0]?.field]).toEqual([400, field]);
  }
  expect(
    (await server.api<Problem>(`/api/v1/incidents/${id}/review.md?people=all`)).body.errors?.[0]?.field,
  ).toBe('people');
  expect((await get('odt')).status).toBe(404);
});

test('[RV17] a picture that was attached is in the page of the review, and in no copy with roles', async () => {
  const { id } = await declare({ title: 'Seen', severity: 'P2' });
  const picture = await readFile(new URL('../../../docs/screenshot.png', import.meta.url));
  const sha256 = createHash('sha256').update(picture).digest('hex');
  await fetch(`${server.url}/api/v1/attachments/${sha256}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${server.ownerToken}` },
    body: picture,
  });
  const attachment = {
    kind: 'attachment',
    name: 'desk.png',
    type: 'image/png',
    bytes: picture.length,
    sha256,
  };
  await server.api(`/api/v1/incidents/${id}/facts`, { json: attachment });
  const get = async (query: string) =>
    (await server.api<string>(`/api/v1/incidents/${id}/review.html${query}`)).body;
  expect(await get('')).toMatch(/<img src="data:image\/png;base64,iVBORw0KGgo[^"]+" alt="desk\.png"/u);
  const copy = await get('?people=roles');
  expect(copy).toContain('desk.png');
  expect(copy).not.toContain('<img');
  expect(await get('?attachments=hidden')).not.toContain('desk.png');
});

test('[RV5] the review as a Word document is a file of that type', async () => {
  const { id } = await declare({ title: 'Written down', severity: 'P2' });
  const response = await fetch(`${server.url}/api/v1/incidents/${id}/review.docx`, {
    headers: { authorization: `Bearer ${server.ownerToken}` },
  });
  expect(response.headers.get('content-type')).toContain('wordprocessingml.document');
  const bytes = new Uint8Array(await response.arrayBuffer());
  expect(Number(response.headers.get('content-length'))).toBe(bytes.length);
  expect(new TextDecoder().decode(bytes.subarray(0, 2))).toBe('PK');
});

test.each([
  [{}, ['title']],
  [{ title: '   ' }, ['title']],
  [{ title: 'x'.repeat(301) }, ['title']],
  [{ title: 'x', severity: 'P9' }, ['severity']],
  [{ title: 'x', drill: 'yes' }, ['drill']],
  [{ title: 'x', summary: 'y'.repeat(20_001) }, ['summary']],
  [{ title: 'x', sverity: 'P1' }, ['sverity']],
  ['title', ['(body)']],
])('[HT1] declaring %j is refused, naming %j', async (json, fields) => {
  const { status, body, headers } = await server.api<Problem>('/api/v1/incidents', { json });
  expect(status).toBe(400);
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(body.errors?.map(({ field }) => field)).toEqual(fields);
  for (const { expected } of body.errors ?? []) expect(expected).not.toBe('');
});

test.each([
  [{ kind: 'note' }, 'text'],
  [{ kind: 'note', text: 7 }, 'text'],
  [{ kind: 'note', text: 'x'.repeat(20_001) }, 'text'],
  [{ kind: 'nonsense' }, 'kind'],
  [{ kind: 'numbered', number: 'INC-9' }, 'kind'],
  [{ kind: 'severity', severity: 'P0' }, 'severity'],
  [{ kind: 'note', text: 'x', at: 'yesterday' }, 'at'],
  [[{ kind: 'note', text: 'fine' }, { kind: 'note' }], '1.text'],
  [[], '(body)'],
  [Array.from({ length: 501 }, () => ({ kind: 'note', text: 'x' })), '(body)'],
  [{ kind: 'note', text: 'x', blob: 'y'.repeat(70_000) }, 'blob'],
  [null, '(body)'],
])('[FA2] facts %j are refused at %s, and none of them is written', async (json, field) => {
  const { id } = await declare({ title: 'Refusals' });
  const before = (await read(id)).factCount;
  const { status, body } = await server.api<Problem>(`/api/v1/incidents/${id}/facts`, { json });
  expect(status).toBe(400);
  expect(body.errors?.map((error) => error.field)).toContain(field);
  expect((await read(id)).factCount).toBe(before);
});

test('[FA11] a script hears of a misspelt field, which is kept; without one the answer is as ever', async () => {
  const { id } = await declare({ title: 'Spelling' });
  const write = (json: unknown) =>
    server.api<{ items: { id: string }[]; unread?: unknown }>(`/api/v1/incidents/${id}/facts`, { json });
  const { status, body } = await write([
    { kind: 'note', text: 'fine' },
    { kind: 'status', status: 'identified', wy: 'the disk' },
  ]);
  expect(status).toBe(201);
  expect(body.unread).toEqual([
    { fact: body.items[1]?.id, field: 'wy', known: expect.arrayContaining(['status', 'why']) },
  ]);
  expect(body.items[1]).toMatchObject({ wy: 'the disk' });
  expect((await write({ kind: 'note', text: 'fine' })).body).not.toHaveProperty('unread');
});

test.each([
  '/api/v1/incidents/01ARZ3NDEKTSV4RRFFQ69G5FAV',
  '/api/v1/incidents/01ARZ3NDEKTSV4RRFFQ69G5FAV/review.md',
])('[HT1] %s is 404: there is no such incident', async (path) => {
  const { status, body } = await server.api<Problem>(path);
  expect(status).toBe(404);
  expect(body.detail).toMatch(/no incident 01ARZ3/);
});

test('[HT1] an id that is none, a wrong status and facts for nothing are told apart', async () => {
  expect((await server.api('/api/v1/incidents/nonsense')).status).toBe(400);
  expect((await server.api('/api/v1/incidents?status=fixed')).status).toBe(400);
  const facts = { json: { kind: 'note', text: 'x' } };
  expect((await server.api('/api/v1/incidents/01ARZ3NDEKTSV4RRFFQ69G5FAV/facts', facts)).status).toBe(404);
});
