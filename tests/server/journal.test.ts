// The signed journal as people have it: a team's server and a desktop's, apart and together again, killed before it
// signed, and the record verified by the command line, each in its own process.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { openRecord, readRecord } from '#room/record/read-record.ts';
import { openWire } from '#sync-server/replica/testing/wire.ts';
import { isLive, startReplicaOf, untilUpstream } from '../helpers/replicas.ts';
import { startServer, type RunningServer } from '../helpers/server.ts';

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
const verify = (file: string) => run(['sync-server/index.ts', '--verify', file]);

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

test('[JN2] [JN3] [JN4] [JN6] what a desktop and its team wrote apart verifies after they met, on both sides', async () => {
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
  // Each side can show what it has, also while they are apart.
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
  await expect.poll(async () => headIn((await verify(await save(bo, id))).out)).toBe(head);
  // The review of a record says the same.
  expect(readRecord(readFileSync(atTeam)).markdown).toContain(head);
});

test('[JN6] the exit code says it: 1 for what was changed or is not signed, 2 for what is no record', async () => {
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
  expect(await verify(changed)).toMatchObject({ code: 2, err: 'This is not a Muster record.\n' });
  // As people start it.
  expect(await run(['scripts/start.ts', 'verify', file])).toMatchObject({ code: 0 });
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
  const { out, code } = await verify(await save(server, id));
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
  const old = await verify(await save(server, id));
  expect(old.out).toMatch(
    /^whole: \d+ entries by 0 devices, \d+ entries from before signing began, head none/,
  );
  await note(server, id, 'signed');
  const later = await verify(await save(server, id));
  expect(later.out).toMatch(
    /^whole: \d+ entries by 1 device, \d+ entries from before signing began, head \w{4}-/,
  );
});
