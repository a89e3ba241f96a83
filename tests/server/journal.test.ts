// The signed journal as people have it: a team's server and a desktop's, apart and together again, killed before it
// signed, and the record verified by the command line, each in its own process.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { openRecord, readRecord } from '#room/record/read-record.ts';
import { verifyAt } from '#sync-server/records/verify-command.ts';
import { openWire } from '#sync-server/replica/testing/wire.ts';
import { isLive, startReplicaOf, untilUpstream } from '../helpers/replicas.ts';
import { builtServer, startServer, type RunningServer } from '../helpers/server.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'muster-journal-'));
afterAll(() => rmSync(folder, { recursive: true }));
const root = path.join(import.meta.dirname, '../..');
const unsigned = path.join(import.meta.dirname, '../fixtures/records/unsigned.muster');

type Said = { code: number; out: string; err: string };
const run = (args: readonly string[]): Promise<Said> =>
  new Promise((resolve) => {
    execFile(process.execPath, [...args], { cwd: root }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
/** The server's command line, in a process of its own. */
const verify = (file: string) => run([builtServer, '--verify', file]);
/** What it does, in this process: for questions that are asked often. */
const look = async (file: string) => {
  const { exitCode: code, text: out } = await verifyAt(file);
  return { code, out };
};

let files = 0;
async function save(server: RunningServer, id: string): Promise<string> {
  const response = await fetch(`${server.url}/api/v1/incidents/${id}/record.muster`, {
    headers: { authorization: `Bearer ${server.ownerToken}` },
  });
  expect(response.status).toBe(200);
  const file = path.join(folder, `${(files += 1)}.muster`);
  writeFileSync(file, new Uint8Array(await response.arrayBuffer()));
  return file;
}
const declare = async (server: RunningServer): Promise<string> => {
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Checkout fails', severity: 'P1', summary: 'Half of the shops cannot pay.' },
  });
  return body.id;
};
const note = async (server: RunningServer, id: string, text: string) =>
  expect((await server.api(`/api/v1/incidents/${id}/facts`, { json: { kind: 'note', text } })).status).toBe(
    201,
  );
const notes = async (server: RunningServer, id: string) => {
  type Shown = { timeline: { fact: { kind: string; text?: string } }[] };
  const { body } = await server.api<Shown>(`/api/v1/incidents/${id}`);
  return body.timeline.flatMap(({ fact }) => (fact.kind === 'note' ? (fact.text ?? []) : []));
};
const headIn = (text: string) => /head ((?:\w{4}-){7}\w{4})/.exec(text)?.[1];

test('[JN2] [JN3] [JN4] [JN6] entries that a desktop and its team wrote apart verify on both sides after they meet', async () => {
  await using team = await startServer({ ownerName: 'Ana' });
  await using wire = await openWire(() => team.url);
  await using bo = await startReplicaOf(team, 'Bo', wire.url);
  const id = await declare(team);
  await untilUpstream(bo, isLive);
  await expect.poll(async () => (await bo.api(`/api/v1/incidents/${id}`)).status).toBe(200);
  await note(bo, id, 'from the desktop');

  wire.cut();
  await untilUpstream(bo, ({ state }) => state === 'away');
  for (let round = 0; round < 3; round++) {
    await note(bo, id, `apart at the desktop ${round}`);
    await note(team, id, `apart at the team ${round}`);
  }
  // Each side can show what it has, even while they are apart.
  const apart = await verify(await save(bo, id));
  expect(apart, apart.err).toMatchObject({ code: 0, out: expect.stringContaining('whole: ') });
  expect(apart.out).toContain('signed by Bo');
  wire.heal();
  await untilUpstream(bo, isLive);
  await expect.poll(async () => (await notes(team, id)).length).toBe(7);
  await expect.poll(async () => (await notes(bo, id)).length).toBe(7);

  const atTeam = await save(team, id);
  const whole = await verify(atTeam);
  expect(whole).toMatchObject({ code: 0, err: '' });
  expect(whole.out).toMatch(
    /^whole: \d+ entries by 2 devices, head (\w{4}-){7}\w{4}, signed by The team’s server, team /,
  );
  await untilUpstream(bo, isLive);
  const head = headIn(whole.out);
  await expect.poll(async () => headIn((await look(await save(bo, id))).out)).toBe(head);
  // The review of a record says the same.
  expect(readRecord(readFileSync(atTeam)).markdown).toContain(head);
});

test('[JN6] the exit code says it: 1 for what was changed, is not signed or no record, 2 for what cannot be read', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const id = await declare(server);
  const file = await save(server, id);
  expect(await verify(file)).toMatchObject({ code: 0 });
  const bytes = readFileSync(file);
  bytes[300] = bytes[300]! ^ 1;
  const changed = path.join(folder, 'changed.muster');
  writeFileSync(changed, bytes);
  expect(await verify(changed)).toMatchObject({
    code: 1,
    out: expect.stringContaining('damaged or was changed'),
  });
  expect(await verify(path.join(folder, 'nowhere.muster'))).toMatchObject({ code: 2, out: '' });
  writeFileSync(changed, 'no record');
  expect(await verify(changed)).toMatchObject({
    code: 1,
    out: 'not whole:\n- This is not a Muster record.\n',
  });
  // As people start it.
  expect(await run(['scripts/start.ts', 'verify', file])).toMatchObject({ code: 0 });
  expect(await run(['scripts/start.ts', 'verify', changed])).toMatchObject({ code: 1 });
  expect(await run(['scripts/start.ts', 'verify', path.join(folder, 'nowhere.muster')])).toMatchObject({
    code: 2,
  });
  // Any byte of a record counts, the first too.
  bytes[300] = bytes[300] ^ 1;
  bytes[0] = bytes[0]! ^ 1;
  writeFileSync(changed, bytes);
  expect(await look(changed)).toMatchObject({ code: 1 });
});

test('[JN8] a record of the version before opens, and says that it is not signed', async () => {
  expect(await verify(unsigned)).toMatchObject({
    code: 1,
    out: 'not signed: 5 entries from before signing began\n',
  });
  const room = openRecord(readRecord(readFileSync(unsigned)));
  expect(room.room().title).toBe('Checkout fails');
  room.close();
});

test('[JN2] a server that is killed between writing and signing signs at its next start', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const id = await declare(server);
  await note(server, id, 'written just before the end');
  await server.kill9();
  await server.restart();
  // The review says only what is signed already, and asks for nothing.
  const review = async () => (await server.api<string>(`/api/v1/incidents/${id}/review.md`)).body;
  await expect.poll(review).toContain('Head of the journal');
  const head = await review();
  const { out, code } = await look(await save(server, id));
  expect([code, out]).toEqual([0, expect.stringMatching(/^whole: \d+ entries by 1 device, head/)]);
  expect(head).toContain(headIn(out));
});

test('[JN8] a room from before signing began stays as it is, and what comes later is signed', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const id = await declare(server);
  expect(await server.stop()).toBe(0);
  // As the version before left it: nothing signed, and no mark of how far.
  const database = new DatabaseSync(path.join(server.dataFolder, 'muster.db'));
  database.exec("DELETE FROM values_kept WHERE name = 'journal signed up to'");
  database.exec("DELETE FROM document_updates WHERE author = 'journal'");
  database.close();
  await server.restart();
  const old = await look(await save(server, id));
  expect(old.out).toMatch(
    /^whole: \d+ entries by 0 devices, \d+ entries from before signing began, head none/,
  );
  await note(server, id, 'signed');
  const later = await look(await save(server, id));
  expect(later.out).toMatch(
    /^whole: \d+ entries by 1 device, \d+ entries from before signing began, head \w{4}-/,
  );
});

test('[JN9] a lost computer’s key ends: it is signed out, no longer gets a pass, and what it signed after is named', async () => {
  await using team = await startServer({ ownerName: 'Ana' });
  await using wire = await openWire(() => team.url);
  await using bo = await startReplicaOf(team, 'Bo', wire.url);
  await using eve = await startReplicaOf(team, 'Eve');
  const id = await declare(team);
  await untilUpstream(bo, isLive);
  await expect.poll(async () => (await bo.api(`/api/v1/incidents/${id}`)).status).toBe(200);
  await note(bo, id, 'signed while it was in hand');
  await expect.poll(async () => (await notes(team, id)).length).toBe(1);
  await save(bo, id);
  await expect.poll(async () => (await look(await save(team, id))).out).toContain('by 2 devices');

  type Computer = { id: string; person: { name: string }; computer: string | null; ended: unknown };
  const computers = async () => (await team.api<{ items: Computer[] }>('/api/v1/devices')).body.items;
  const lost = (await computers()).find(({ person }) => person.name === 'Bo')!;
  expect(lost.computer).not.toBe('');
  // What it wrote a moment ago was signed after it was lost.
  const at = Date.now() - 60_000;
  const ended = await team.api<Computer>(`/api/v1/devices/${lost.id}/end`, {
    json: { at, why: 'left in a train' },
  });
  expect([ended.status, ended.body.ended]).toEqual([200, { at, by: 'Ana', why: 'left in a train' }]);
  await untilUpstream(bo, ({ state }) => state !== 'connected');
  const later = await team.api(`/api/v1/devices/${lost.id}/end`, { json: { at: Date.now() + 3_600_000 } });
  expect(later.status).toBe(400);

  const said = await look(await save(team, id));
  expect(said.code).toBe(1);
  expect(said.out).toMatch(
    /signed after the key ended: 2 entries by the device of Bo, which the team vouches for until \d{4}-\d\d-\d\d \d\d:\d\d UTC/,
  );
  const review = await team.api<string>(`/api/v1/incidents/${id}/review.md`);
  expect(review.body).toContain('Signed after a key ended');
  // Another desktop hears of it, and so do the records it makes.
  await expect.poll(async () => (await look(await save(eve, id))).code).toBe(1);
  const audit = await team.api<{ items: { what: string }[] }>('/api/v1/audit');
  expect(JSON.stringify(audit.body)).toContain('End a computer’s key');

  // When the key ends now, earlier signatures stay valid; when the computer is found, all of them count.
  await team.api(`/api/v1/devices/${lost.id}/end`, { json: {} });
  expect(await look(await save(team, id))).toMatchObject({ code: 0 });
  await team.api(`/api/v1/devices/${lost.id}/end`, { json: { at } });
  expect((await team.api(`/api/v1/devices/${lost.id}/end`, { method: 'DELETE' })).status).toBe(200);
  expect(await look(await save(team, id))).toMatchObject({ code: 0 });
});

test('[JN9] a person who is no owner sees and ends their own computers alone', async () => {
  await using team = await startServer({ ownerName: 'Ana' });
  await using bo = await startReplicaOf(team, 'Bo');
  await using eve = await startReplicaOf(team, 'Eve');
  await untilUpstream(bo, isLive);
  await untilUpstream(eve, isLive);
  type Computers = { items: { id: string; person: { name: string } }[] };
  const seen = async (server: RunningServer) =>
    (await server.api<Computers>('/api/v1/devices')).body.items.map(({ person }) => person.name);
  await expect.poll(async () => (await seen(team)).toSorted()).toEqual(['Bo', 'Eve']);
  expect(await seen(bo)).toEqual(['Bo']);
  const eves = (await team.api<Computers>('/api/v1/devices')).body.items.find(
    ({ person }) => person.name === 'Eve',
  )!;
  expect((await bo.api(`/api/v1/devices/${eves.id}/end`, { json: {} })).status).toBe(404);
  expect((await bo.api(`/api/v1/devices/${eves.id}/end`, { method: 'DELETE' })).status).toBe(403);
});
