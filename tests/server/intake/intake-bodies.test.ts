// Bodies as senders encode them, over real HTTP, and what is kept of those that nobody can read.
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Kept = { at: number; taken: boolean; reason: string; bytes: number; body: string };

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

async function add(kind: string, more: object = {}) {
  const json = { name: `my ${kind}`, kind, ...more };
  const { status, body } = await server.api<{ id: string; key: string; path: string }>('/api/v1/intakes', {
    json,
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}
async function post(path: string, body: BodyInit, headers: Record<string, string> = {}) {
  const answer = await fetch(new URL(path, server.url), { method: 'POST', headers, body });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
const titles = async () =>
  (await server.api<{ items: IncidentSummary[] }>('/api/v1/incidents?status=all')).body.items.map(
    ({ title }) => title,
  );
const kept = async (id: string) =>
  (await server.api<{ items: Kept[] }>(`/api/v1/intakes/${id}/misunderstood`)).body.items;

const json = (title: string) => Buffer.from(JSON.stringify({ title, details: 'ü 漢' }));
const bytes = (buffer: Buffer) => new Uint8Array(buffer);

test.each([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['GZIP', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
  ['identity', (buffer: Buffer) => buffer],
  ['gzip, br', (buffer: Buffer) => brotliCompressSync(gzipSync(buffer))],
] as const)('[IT11] a body in %s is decoded', async (encoding, encode) => {
  const { path } = await add('webhook');
  const title = `In ${encoding} by ${encode.name || 'a function'}`;
  const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
  expect((await post(path, bytes(encode(json(title))), headers)).status).toBe(202);
  expect(await titles()).toContain(title);
});

test('[IT11] unknown encodings, broken ones and bombs are refused, and kept with their reason', async () => {
  const { path, id } = await add('webhook');
  const send = (body: Buffer, encoding: string) => post(path, bytes(body), { 'content-encoding': encoding });
  const unknown = await send(json('x'), 'compress');
  expect([unknown.status, unknown.headers.get('accept-encoding')]).toEqual([415, 'gzip, deflate, br, zstd']);
  expect(unknown.text).toContain('Content-Encoding');
  expect((await send(gzipSync(json('x')).subarray(0, 20), 'gzip')).status).toBe(400);
  expect((await send(gzipSync(Buffer.alloc(20_000_000, 32)), 'gzip')).status).toBe(413);
  const found = await kept(id);
  expect(found.map(({ taken, reason }) => [taken, reason.split(' ').slice(0, 6).join(' ')])).toEqual([
    [false, 'The body is larger than 524288'],
    [false, 'The body is not gzip, as'],
    [false, 'The body is encoded as compress;'],
  ]);
});

test.each([
  [
    'a byte order mark',
    Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), json('With a mark')]),
    'application/json',
    'With a mark',
  ],
  [
    'UTF-16 with its mark',
    Buffer.from(`\uFEFF${JSON.stringify({ title: 'In UTF-16 漢' })}`, 'utf16le'),
    'application/json',
    'In UTF-16 漢',
  ],
  [
    'Latin-1 as its type says',
    Buffer.from('{"title":"Störung"}', 'latin1'),
    'application/json; charset=iso-8859-1',
    'Störung',
  ],
  ['JSON called a form', json('Called a form'), 'application/x-www-form-urlencoded', 'Called a form'],
  ['a form', Buffer.from('summary=In+a+form&dedup=f'), 'application/x-www-form-urlencoded', 'In a form'],
  [
    'JSON in a form',
    Buffer.from(`payload=${encodeURIComponent('{"title":"JSON in a form"}')}`),
    'application/x-www-form-urlencoded',
    'JSON in a form',
  ],
  [
    'UTF-16 without its mark',
    Buffer.from('{"title":"No mark 漢"}', 'utf16le'),
    'application/json',
    'No mark 漢',
  ],
  ['gzip that does not say so', gzipSync(json('Gzip unsaid')), 'application/json', 'Gzip unsaid'],
  [
    'JSON in a JSON text',
    Buffer.from(JSON.stringify('{"title":"JSON twice"}')),
    'application/json',
    'JSON twice',
  ],
  ['a type that is none', json('No type'), 'json', 'No type'],
])('[IT11] %s is read', async (_, body, type, title) => {
  const { path } = await add('webhook');
  expect((await post(path, bytes(body), { 'content-type': type })).status).toBe(202);
  expect(await titles()).toContain(title);
});

test('[IT11] a body whose encoding a proxy undid is read; JSON of a template that escapes nothing too, with a note', async () => {
  const { path, id } = await add('webhook');
  const encoded = await post(path, bytes(json('Undone by a proxy')), { 'content-encoding': 'gzip' });
  expect(encoded.status).toBe(202);
  const odd = [
    '{"title":"Two\nlines\there",}',
    '{"title":"Not a number","value":NaN,"list":[1,-Infinity,],}',
  ];
  for (const body of odd) expect((await post(path, body)).status, body).toBe(202);
  expect(await titles()).toEqual(
    expect.arrayContaining(['Undone by a proxy', 'Two lines here', 'Not a number']),
  );
  expect((await kept(id)).map(({ taken, reason }) => [taken, reason.slice(0, 20)])).toEqual(
    odd.map(() => [true, 'the body is not JSON']),
  );
  for (const body of ['{"title":"x" "y"}', '{"title":"cut', '[,', '{"a":NaNa}', `{${'"\\"'.repeat(50_000)}`])
    expect((await post(path, body)).status, body.slice(0, 20)).toBe(400);
});

const formShop = async () =>
  (await server.api<{ items: IncidentSummary[] }>('/api/v1/incidents?status=all')).body.items.find(
    ({ title }) => title === 'Form shop is down',
  )?.status;

test('[IT11] Uptime Kuma’s form-data preset is read', async () => {
  const { path } = await add('uptime-kuma');
  const send = (status: number) => {
    const form = new FormData();
    const beat = { heartbeat: { status, msg: 'timeout' }, monitor: { id: 3, name: 'Form shop' }, msg: 'x' };
    form.set('data', JSON.stringify(beat));
    return fetch(new URL(path, server.url), { method: 'POST', body: form });
  };
  expect((await send(0)).status).toBe(202);
  expect(await formShop()).toBe('triage');
  expect((await send(1)).status).toBe(202);
  expect(await formShop()).toBe('resolved');
  const broken = await post(path, '--x\r\nnonsense', { 'content-type': 'multipart/form-data; boundary=x' });
  expect(broken.status).toBe(400);
});

test('[IT12] messages that are not understood are kept with the reason and without the key: the newest fifty', async () => {
  const { path, id, key } = await add('webhook');
  await post(path, `{"key":"${key}","name":`);
  await post(path, JSON.stringify({ nothing: `of use ${key}`, more: 'x'.repeat(5_000) }));
  await post(path, new Uint8Array(600_000));
  const [large, wrong, broken] = await kept(id);
  expect(broken).toMatchObject({
    taken: false,
    reason: 'The body is not JSON.',
    body: '{"key":"••••","name":',
  });
  expect(wrong?.reason).toMatch(/^summary: expected some text/);
  expect([wrong?.body.length, wrong?.body.includes(key)]).toEqual([2_000, false]);
  expect(large?.reason).toBe('The body is larger than 524288 bytes: 600000.');
  for (let count = 0; count < 55; count++) await post(path, `{${count}`);
  const all = await kept(id);
  expect([all.length, all[0]?.body]).toEqual([50, '{54']);
  const viewer = await server.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Vi', role: 'viewer' },
  });
  const asViewer = await server.api(`/api/v1/intakes/${id}/misunderstood`, { token: viewer.body.token });
  expect(asViewer.status).toBe(403);
});

test('[IT10] an expression that fails costs its part, not the alert, and is kept', async () => {
  const settings = { details: '$number(state)', link: '$error("no")', severityFrom: '$length(7)' };
  const { path, id } = await add('webhook', { settings });
  const answer = await post(path, JSON.stringify({ title: 'Belt torn', state: 'alerting' }));
  expect(answer.status, answer.text).toBe(202);
  expect(await titles()).toContain('Belt torn');
  const [note] = await kept(id);
  expect(note?.taken).toBe(true);
  for (const part of ['details: ', 'link: ', 'severityFrom: ']) expect(note?.reason).toContain(part);
});

test('[IT10] PagerDuty events with odd keys, names and summaries are taken', async () => {
  const { key } = await add('pagerduty');
  const send = (more: string, summary = '"Odd"') =>
    post(
      '/v2/enqueue',
      `{"routing_key":"${key}","event_action":"trigger","payload":{"summary":${summary},"source":"db-9","severity":"critical"}${more}}`,
    );
  for (const more of [
    ',"dedup_key":null',
    ',"dedup_key":""',
    ',"links":null,"images":7',
    `,"dedup_key":"${'k'.repeat(300)}"`,
  ])
    expect([more.slice(0, 30), (await send(more)).status]).toEqual([more.slice(0, 30), 202]);
  expect((await send('', `"${'long '.repeat(400)}"`)).status).toBe(202);
  expect((await send(',"dedup_key":"blank"', '" "')).status).toBe(202);
  expect(await titles()).toContain('An alert without a summary from db-9');
  const deep = `${'{"a":'.repeat(60)}1${'}'.repeat(60)}`;
  const named = '{"constructor":1,"__proto__":{"x":2},"prototype":3}';
  for (const details of [deep, named]) {
    const body = `{"routing_key":"${key}","event_action":"trigger","dedup_key":"d${details.length}","payload":{"summary":"Deep","source":"s","severity":"info","custom_details":${details}}}`;
    expect((await post('/v2/enqueue', body)).status).toBe(202);
  }
  expect((await titles()).filter((title) => title === 'Deep')).toHaveLength(2);
});

const at = (ms: number) => new Date(Date.now() + ms).toISOString();
const statesOf = async (title: string) =>
  (await server.api<{ items: IncidentSummary[] }>('/api/v1/incidents?status=all')).body.items
    .filter((each) => each.title === title)
    .map(({ status, severity }) => [status, severity]);

test('[IT16] Prometheus itself sends to the address of the intake, as it would to an Alertmanager', async () => {
  const { path } = await add('alertmanager');
  const alert = (endsAt: string) => ({
    labels: { alertname: 'QueueLags', instance: 'a:9100', severity: 'critical' },
    annotations: { summary: 'The queue lags on a' },
    startsAt: at(-60_000),
    endsAt,
    generatorURL: 'https://prometheus.example/graph',
  });
  const send = async (endsAt: string) => {
    const answer = await post(`${path}/api/v2/alerts`, JSON.stringify([alert(endsAt)]));
    expect(answer.status, answer.text).toBe(202);
  };
  await send(at(240_000));
  await send(at(240_000));
  expect(await statesOf('The queue lags on a')).toEqual([['triage', 'P1']]);
  await send(at(-1_000));
  expect(await statesOf('The queue lags on a')).toEqual([['resolved', 'P1']]);
});
