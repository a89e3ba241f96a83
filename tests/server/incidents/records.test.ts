// An incident as a file, between two teams' servers: out, in, and merged back.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { openRecord, readRecord } from '#room/record/read-record.ts';
import { writeRecord } from '#room/record/write-record.ts';
import { isLive, startReplicaOf, untilUpstream } from '../../helpers/replicas.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Imported = {
  id: string;
  number: string;
  isNew: boolean;
  facts: number;
  files: number;
  filesMissing: string[];
};
type Shown = {
  title: string;
  number: string;
  timeline: { fact: { kind: string; text?: string } }[];
  texts: object;
};

const picture = Buffer.from('a picture of the graph');
const sha256 = createHash('sha256').update(picture).digest('hex');

async function save(server: RunningServer, id: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(`${server.url}/api/v1/incidents/${id}/record.muster`, {
    headers: { authorization: `Bearer ${server.ownerToken}` },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toMatch(/filename="INC-\d+\.muster"/);
  return new Uint8Array(await response.arrayBuffer());
}
const take = (server: RunningServer, file: Uint8Array<ArrayBuffer>, token?: string) =>
  server.api<Imported & { detail?: string }>('/api/v1/incidents/import', {
    method: 'POST',
    body: file,
    headers: { 'content-type': 'application/octet-stream' },
    ...(token !== undefined && { token }),
  });
const look = async (server: RunningServer, id: string) =>
  (await server.api<Shown>(`/api/v1/incidents/${id}`)).body;
const note = (server: RunningServer, id: string, text: string) =>
  server.api(`/api/v1/incidents/${id}/facts`, { json: { kind: 'note', text } });

/** The record with a room that somebody changed by hand, closed anew. */
async function forge(record: Uint8Array, change: (doc: Y.Doc) => Y.Doc | void) {
  const contents = readRecord(record);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, contents.update);
  const update = Y.encodeStateAsUpdate(change(doc) ?? doc);
  return new Uint8Array(await writeRecord({ ...contents, update }));
}

const nextYear = Date.now() + 365 * 86_400_000;
const addFact = (doc: Y.Doc, more: object) => {
  const id = '01JAAAAAAAAAAAAAAAAAAAAAAA';
  doc.getArray('facts').push([{ id, kind: 'note', by: 'ana', noted: 1, at: 1, text: 'forged', ...more }]);
};
/** What no socket may write either, with the reason. */
const forgeries: Record<string, [change: (doc: Y.Doc) => Y.Doc | void, why: string]> = {
  'an event of next year': [(doc) => addFact(doc, { at: nextYear }), 'ahead of this server'],
  'an id of far later': [(doc) => addFact(doc, { id: '7ZZZZZZZZZZZZZZZZZZZZZZZZZ' }), 'ahead of this server'],
  'words with a format': [
    (doc) => doc.getText('summary').insert(0, 'bold', { bold: true }),
    'texts here are plain',
  ],
  'a signature that is none': [(doc) => doc.getArray('journal').push(['x']), 'an entry of the journal'],
  'other words in the place of those that are here': [
    (doc) => {
      const other = new Y.Doc();
      other.clientID = [...doc.store.clients.keys()][0] ?? 0;
      const [declared] = doc.getArray<object>('facts').toArray();
      other.getArray('facts').push([{ ...declared, title: 'Nothing fails' }]);
      return other;
    },
    'content that differs',
  ],
};

async function declareWithFile(server: RunningServer): Promise<string> {
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Checkout fails', severity: 'P1', summary: 'Half of the shops cannot pay.' },
  });
  await server.api(`/api/v1/attachments/${sha256}`, {
    method: 'PUT',
    body: picture,
    headers: { 'content-type': 'application/octet-stream' },
  });
  const attached = {
    kind: 'attachment',
    name: 'graph.txt',
    type: 'text/plain',
    bytes: picture.length,
    sha256,
  };
  await server.api(`/api/v1/incidents/${body.id}/facts`, {
    json: [attached, { kind: 'note', text: 'first' }],
  });
  return body.id;
}

test('[RC1] [RC4] an incident goes to another team as a file, and what both wrote since goes together', async () => {
  await using here = await startServer({ ownerName: 'Ana' });
  await using there = await startServer({ ownerName: 'Bo' });
  const id = await declareWithFile(here);
  const record = await save(here, id);
  const { manifest, attachments, log, markdown } = readRecord(record);
  expect(manifest).toMatchObject({ incident: id, title: 'Checkout fails', madeBy: 'Ana', leftOut: [] });
  expect(Object.values(manifest.people)).toContain('Ana');
  expect([...attachments.keys()]).toEqual([sha256]);
  expect(log.length).toBeGreaterThan(0);
  expect(markdown).toContain('Checkout fails');

  const taken = await take(there, record);
  expect(taken.status, JSON.stringify(taken.body)).toBe(201);
  expect(taken.body).toMatchObject({ id, isNew: true, files: 1, filesMissing: [] });
  const [mine, theirs] = [await look(here, id), await look(there, id)];
  expect(theirs).toEqual({ ...mine });
  const file = await there.api<string>(`/api/v1/attachments/${sha256}`);
  expect(file.body).toBe(String(picture));

  await note(here, id, 'written here');
  await note(there, id, 'written there');
  const back = await take(here, await save(there, id));
  expect(back.body).toMatchObject({ isNew: false, files: 0 });
  expect(back.body.facts).toBeGreaterThanOrEqual(1);
  const texts = (await look(here, id)).timeline.flatMap(({ fact }) => fact.text ?? []);
  expect(texts).toEqual(expect.arrayContaining(['first', 'written here', 'written there']));
  // A second time there is nothing new.
  expect((await take(here, await save(there, id))).body).toMatchObject({ facts: 0, files: 0 });
  const room = openRecord(readRecord(await save(here, id)));
  expect(room.room().factCount).toBe(((await look(here, id)) as unknown as { factCount: number }).factCount);
  room.close();
});

test('[RC3] [RC4] a record that is not whole, or comes from somebody without the right, changes nothing', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const id = await declareWithFile(server);
  const record = await save(server, id);
  await using other = await startServer({ ownerName: 'Bo' });
  const cut = await take(other, record.slice(0, record.length / 2));
  expect(cut.status).toBe(400);
  expect(cut.body.detail).toContain('cut off');
  const changed = record.slice();
  changed[200] = changed[200]! ^ 1;
  expect((await take(other, changed)).body.detail).toContain('damaged or was changed');
  expect((await take(other, new TextEncoder().encode('hello'))).body.detail).toBe(
    'This is not a Muster record.',
  );
  const { body: bea } = await other.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Bea', role: 'responder' },
  });
  expect((await take(other, record, bea.token)).status).toBe(403);
  const { body } = await other.api<{ items: unknown[] }>('/api/v1/incidents?status=all');
  expect(body.items).toEqual([]);
  expect((await server.api('/api/v1/incidents/01JD4Z7Q0000000000000000AB/record.muster')).status).toBe(404);

  expect((await take(other, record)).status).toBe(201);
  const taken = await look(other, id);
  for (const [name, [change, why]] of Object.entries(forgeries)) {
    const refused = await take(other, await forge(record, change));
    expect([refused.status, refused.body.detail], name).toEqual([400, expect.stringContaining(why)]);
  }
  expect(await look(other, id)).toEqual(taken);
});

test('[RC4] nobody is paged for it, and what was erased stays erased', async () => {
  await using here = await startServer({ ownerName: 'Ana' });
  await using there = await startServer({ ownerName: 'Bo' });
  const { body: bo } = await there.api<{ id: string }>('/api/v1/me');
  const steps = [{ targets: [{ kind: 'person', id: bo.id }], waitMinutes: 5 }];
  await there.api('/api/v1/policies', { json: { name: 'Everything', steps } });
  const id = await declareWithFile(here);
  const record = await save(here, id);
  // One that is declared there does page: the policy is in force. It was declared later, under the same number.
  const { body: own } = await there.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Search is down', severity: 'P1' },
  });
  expect((await take(there, record)).status).toBe(201);
  const numberOf = async (incident: string) => (await look(there, incident)).number;
  await expect.poll(() => numberOf(id)).toBe('INC-2');
  expect(await numberOf(own.id)).toBe('INC-1');
  const paged = async (incident: string) =>
    (await look(there, incident)).timeline.some(({ fact }) => fact.kind === 'paged');
  await expect.poll(() => paged(own.id)).toBe(true);
  expect(await paged(id)).toBe(false);
  await there.api(`/api/v1/attachments/${sha256}`, { method: 'DELETE' });
  expect((await take(there, record)).body).toMatchObject({ files: 0, filesMissing: ['graph.txt'] });
  const { leftOut } = readRecord(await save(there, id)).manifest;
  expect(leftOut).toEqual([{ sha256, name: 'graph.txt', why: 'erased' }]);
});

test('[RC4] a desktop passes it on to the team, and says so while the team is away', async () => {
  await using elsewhere = await startServer({ ownerName: 'Bo' });
  const record = await save(elsewhere, await declareWithFile(elsewhere));
  await using team = await startServer({ ownerName: 'Ana' });
  await using desktop = await startReplicaOf(team, 'Cy', team.url, 'owner');
  await untilUpstream(desktop, isLive);
  const taken = await take(desktop, record);
  expect(taken.status, JSON.stringify(taken.body)).toBe(201);
  expect((await look(team, taken.body.id)).title).toBe('Checkout fails');
  await team[Symbol.asyncDispose]();
  const away = await take(desktop, record);
  expect(away.status).toBe(503);
  expect(away.body.detail).toContain('only it can take a record in');
});
