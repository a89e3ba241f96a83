// CM11: a script writes the texts of a room, without a socket.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Room = { texts: Record<string, string>; timeline: { fact: { kind: string; wrote?: string } }[] };
type Answer = { name?: string; text?: string; detail?: string; errors?: { field: string }[] };

let server: RunningServer;
let incident: string;
beforeAll(async () => {
  server = await startServer({ ownerName: 'Ana' });
  const json = { title: 'Checkout fails', summary: 'Since noon' };
  incident = (await server.api<{ id: string }>('/api/v1/incidents', { json })).body.id;
});
afterAll(() => server[Symbol.asyncDispose]());

const put = (name: string, json: object, token?: string) =>
  server.api<Answer>(`/api/v1/incidents/${incident}/texts/${encodeURIComponent(name)}`, {
    method: 'PUT',
    json,
    ...(token && { token }),
  });
const read = async () => (await server.api<Room>(`/api/v1/incidents/${incident}`)).body;
const add = (json: object) => server.api(`/api/v1/incidents/${incident}/facts`, { json });

test('[CM11] a script writes a draft, which is approved and published like one that somebody typed', async () => {
  const draft = { draft: 'script', audience: 'customers', stage: 'investigating' };
  expect((await put('draft/script', { text: 'Too early' })).status).toBe(404);
  await add({ kind: 'draft', ...draft });
  const text = 'Checkout is down\n\nWe look into it.';
  expect(await put('draft/script', { text })).toMatchObject({
    status: 200,
    body: { name: 'draft/script', text },
  });
  expect((await read()).texts['draft/script']).toBe(text);
  const hash = createHash('sha256').update(text).digest('hex');
  expect((await add({ kind: 'approved', draft: 'script', hash })).status).toBe(201);
  const page = { slug: 'shop', name: 'Shop', visibility: 'public', components: [{ name: 'Checkout' }] };
  const { id } = (await server.api<{ id: string }>('/api/v1/pages', { json: page })).body;
  const update = { title: '-', body: '-', status: 'investigating', incident, draft: 'script', hash };
  expect(await server.api(`/api/v1/pages/${id}/updates`, { json: update })).toMatchObject({
    status: 201,
    body: { title: 'Checkout is down', body: 'We look into it.' },
  });
  await server.restart();
  expect((await read()).texts['draft/script']).toBe(text);
});

test('[CM11] it replaces only the text that it read, and no text that the room does not have', async () => {
  const refused = await put('summary', { text: 'Everything is broken' });
  expect([refused.status, refused.body.detail]).toEqual([
    412,
    'The text is another one by now. Read it again, then decide.',
  ]);
  expect((await read()).texts['summary']).toBe('Since noon');
  const json = { text: 'Since noon, in Europe 😁', before: 'Since noon' };
  expect((await put('summary', json)).status).toBe(200);
  expect((await put('summary', { text: '', before: json.text })).status).toBe(200);
  expect((await read()).texts).not.toHaveProperty('summary');
  for (const name of ['facts', 'journal', 'meta', 'draft/none', 'review/none'])
    expect((await put(name, { text: 'x' })).status, name).toBe(404);
  expect((await put('summary', { text: 'x'.repeat(100_001) })).body.errors).toMatchObject([
    { field: 'text' },
  ]);
});

test('[CM11] [RS12] in a review people see once who wrote; a viewer writes nothing', async () => {
  await put('review/improve', { text: '- Alert sooner' });
  await put('review/improve', { text: '- Alert sooner\n- Test more', before: '- Alert sooner' });
  const { texts, timeline } = await read();
  expect(texts['review/improve']).toBe('- Alert sooner\n- Test more');
  expect(timeline.flatMap(({ fact }) => fact.wrote ?? [])).toEqual(['review/improve']);
  const vi = { name: 'Vi', role: 'viewer' };
  const { token } = (await server.api<{ token: string }>('/api/v1/people', { json: vi })).body;
  expect((await put('summary', { text: 'x' }, token)).status).toBe(403);
});
