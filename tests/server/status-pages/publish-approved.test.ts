// What is published from a room is the text that was approved there.
import { roomName } from '#wire/document-name.ts';
import { expect, test } from 'vitest';
import { hashOf } from '#room/comms/hash.ts';
import type { Fact } from '#room/facts/fact.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';
import { joinRoom } from '../../helpers/stock-client.ts';

type Page = { id: string; components: { id: string }[] };
type Problem = { errors?: { field: string }[] };
type Update = { title: string | null; body: string; status: string };
type Room = { drafts: { sent: Fact<'sent'>[] }[] };

const words = 'Some payments fail\n\nOne in four cards is refused.';
const draft = 'd1';

async function openDraft(server: RunningServer, more: object = {}) {
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Down', ...more },
  });
  const fact = (json: object) => server.api(`/api/v1/incidents/${body.id}/facts`, { json });
  await fact({ kind: 'draft', draft, audience: 'customers' });
  const client = joinRoom(server.url, server.ownerToken, roomName(body.id));
  await client.synced();
  client.doc.getText(`draft/${draft}`).insert(0, words);
  await client.until(() => client.saved() === client.sent(), 'the words to be saved');
  client.close();
  return { id: body.id, approve: () => fact({ kind: 'approved', draft, hash: hashOf(words), text: words }) };
}

test('[SP84] only an approved draft is published, as the room has it, and the room keeps the copy', async () => {
  await using server = await startServer();
  const { body: page } = await server.api<Page>('/api/v1/pages', {
    json: { slug: 'acme', name: 'Acme', visibility: 'public', components: [{ name: 'API' }] },
  });
  const { id, approve } = await openDraft(server);
  const publish = (more: object = {}) =>
    server.api<Update & Problem>(`/api/v1/pages/${page.id}/updates`, {
      json: {
        title: 'Mine',
        body: 'Mine.',
        status: 'identified',
        incident: id,
        draft,
        hash: hashOf(words),
        ...more,
      },
    });
  expect(await publish()).toMatchObject({ status: 409, body: { errors: [{ field: 'draft' }] } });
  expect((await approve()).status).toBe(201);
  expect(await publish({ hash: hashOf('another') })).toMatchObject({
    status: 409,
    body: { errors: [{ field: 'hash' }] },
  });
  expect(await publish({ draft: 'nothing' })).toMatchObject({ status: 409 });
  expect(await publish({ incident: undefined })).toMatchObject({ body: { errors: [{ field: 'incident' }] } });
  const first = await publish({ components: [{ id: page.components[0]?.id, status: 'partial_outage' }] });
  expect(first).toMatchObject({
    status: 201,
    body: { title: 'Some payments fail', body: 'One in four cards is refused.', status: 'identified' },
  });
  const { body: room } = await server.api<Room>(`/api/v1/incidents/${id}`);
  expect(room.drafts[0]?.sent).toMatchObject([
    { channel: 'Acme (identified)', text: words, hash: hashOf(words) },
  ]);
  expect(room.drafts[0]?.sent[0]?.override).toBeUndefined();
  const drill = await openDraft(server, { drill: true });
  await drill.approve();
  expect(await publish({ incident: drill.id })).toMatchObject({ body: { errors: [{ field: 'incident' }] } });
});

test('[SP112] a key is one update, and a desktop hands over what was approved, whatever the draft says now', async () => {
  await using server = await startServer();
  const open = async (slug: string) =>
    (
      await server.api<Page>('/api/v1/pages', {
        json: { slug, name: 'Acme', visibility: 'public', components: [{ name: 'API' }] },
      })
    ).body;
  const [page, other] = [await open('acme'), await open('other')];
  const invited = await server.api<{ code: string }>('/api/v1/invitations', { json: { role: 'responder' } });
  const json = { code: invited.body.code, name: 'Bo', replica: true };
  const accepted = await server.api<{ token: string }>('/api/v1/invitations/accept', { token: null, json });
  const { token } = accepted.body;
  const { id, approve } = await openDraft(server);
  await approve();
  const key = '01JD0000000000000000000000';
  const publish = (more: object, { on = page, headers = {}, by = token } = {}) =>
    server.api<Update & Problem & { id: string; at: number }>(`/api/v1/pages/${on.id}/updates`, {
      json: { body: '-', status: 'identified', incident: id, draft, hash: hashOf(words), ...more },
      headers,
      token: by,
    });
  const updates = async () =>
    (await server.api<{ items: { id: string; at: number }[] }>(`/api/v1/pages/${page.id}/updates`)).body
      .items;

  const first = await publish({}, { by: server.ownerToken });
  expect(first.status).toBe(201);
  const client = joinRoom(server.url, server.ownerToken, roomName(id));
  await client.synced();
  client.doc.getText(`draft/${draft}`).insert(0, 'Now: ');
  await client.until(() => client.saved() === client.sent(), 'the change to be saved');
  client.close();
  const headers = { 'idempotency-key': key };
  expect(await publish({}, { headers })).toMatchObject({ status: 409 });
  const at = first.body.at - 60_000;
  const handed = { at, sequence: Date.now(), components: [{ id: 'gone', status: 'major_outage' }] };
  for (const hash of [hashOf('never approved'), undefined])
    expect(await publish({ ...handed, hash }, { headers })).toMatchObject({ status: 409 });
  expect(await publish(handed, { headers, by: server.ownerToken })).toMatchObject({ status: 400 });
  for (let turn = 0; turn < 2; turn++)
    expect(await publish(handed, { headers })).toMatchObject({
      status: 201,
      body: { id: key, at, title: 'Some payments fail', body: 'One in four cards is refused.' },
    });
  expect(await publish(handed, { headers, on: other })).toMatchObject({ status: 422 });
  // By when they were said, newest first.
  expect((await updates()).map((each) => each.id)).toEqual([first.body.id, key]);
  const drill = await openDraft(server, { drill: true });
  await drill.approve();
  expect(await publish({ ...handed, incident: drill.id })).toMatchObject({
    status: 409,
    body: { errors: [{ field: 'incident' }] },
  });
  // Of a clock that is ahead nothing is dated later than now.
  const ahead = await publish({ ...handed, at: Date.now() + 3_600_000 });
  expect(ahead.body.at).toBeLessThanOrEqual(Date.now());
});
