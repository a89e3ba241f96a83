// What is published from a room is the text that was approved there.
import { expect, test } from 'vitest';
import { hashOf } from '#room/comms/hash.ts';
import type { Fact } from '#room/fact.ts';
import { startServer, type RunningServer } from '../helpers/server.ts';
import { joinRoom } from '../helpers/stock-client.ts';

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
  const client = joinRoom(server.url, server.ownerToken, `room-${body.id}`);
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
