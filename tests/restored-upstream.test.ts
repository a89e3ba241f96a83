// The team's server comes back with an older database, or with none: real processes, real copies of the folder.
import { roomName } from '#wire/document-name.ts';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startServer, type RunningServer } from './helpers/server.ts';
import { isLive, startReplicaOf, untilUpstream } from './helpers/replicas.ts';
import { untilFeed } from './helpers/live-feed.ts';
import { writeFact } from './helpers/facts.ts';
import { joinRoom } from './helpers/stock-client.ts';
import type { Person } from '#room/feed/feed.ts';

type Listed = { id: string; number: string | null; title: string; status: string };

async function declare(server: RunningServer, title: string): Promise<string> {
  const { status, body } = await server.api<{ id: string }>('/api/v1/incidents', { json: { title } });
  expect(status).toBe(201);
  return body.id;
}
const note = async (server: RunningServer, id: string, text: string) => {
  const json = { kind: 'note', text };
  expect((await server.api(`/api/v1/incidents/${id}/facts`, { json })).status).toBe(201);
};
const list = async (server: RunningServer) =>
  (await server.api<{ items: Listed[] }>('/api/v1/incidents?status=all')).body.items;
const numbersOf = async (server: RunningServer) =>
  Object.fromEntries((await list(server)).map(({ title, number }) => [title, number]));
/** Writes into a text, which no list shows. */
async function type(server: RunningServer, id: string, words: string) {
  const client = joinRoom(server.url, server.ownerToken, roomName(id));
  await client.synced();
  client.doc.getText('summary').insert(0, words);
  await client.until(() => client.saved() === client.sent(), 'the words to be kept');
  client.close();
}
const read = async (server: RunningServer, id: string) =>
  JSON.stringify((await server.api(`/api/v1/incidents/${id}`)).body);
const untilHas = (server: RunningServer, titles: readonly string[]) =>
  untilFeed(server, ({ incidents }) =>
    titles.every((title) =>
      incidents.some((incident) => incident.title === title && incident.number !== null),
    ),
  );

test('[RE9] restored from an older copy, the team’s server gets everything again by itself, and no number twice', async () => {
  await using team = await startServer();
  await using bos = await startReplicaOf(team, 'Bo');
  await using cys = await startReplicaOf(team, 'Cy');
  const both = [bos, cys];
  const early = await declare(team, 'Before the copy');
  for (const server of both) await untilHas(server, ['Before the copy']);
  await team.stop();
  const copy = mkdtempSync(join(tmpdir(), 'muster-copy-'));
  cpSync(team.dataFolder, copy, { recursive: true });
  await team.restart();
  for (const server of both) await untilUpstream(server, isLive);

  // Of every kind: declared there and here, closed, a fact and a text in a room that the copy has.
  await declare(team, 'Declared there');
  await declare(bos, 'Declared by Bo');
  const closed = await declare(cys, 'Closed since');
  const titles = ['Before the copy', 'Declared there', 'Declared by Bo', 'Closed since'];
  for (const server of [team, ...both]) await untilHas(server, titles);
  await note(bos, early, 'A note since the copy');
  await type(cys, early, 'Words since the copy.');
  const json = { kind: 'status', status: 'closed' };
  expect((await cys.api(`/api/v1/incidents/${closed}/facts`, { json })).status).toBe(201);
  for (const server of [team, ...both])
    await expect
      .poll(() => read(server, early))
      .toMatch(/A note since the copy[^]*Words since the copy|Words since the copy[^]*A note since the copy/);
  for (const server of both) await untilUpstream(server, isLive);
  const before = await numbersOf(team);
  const wholes = await Promise.all(
    (await list(team)).map(async ({ id }) => [id, await read(team, id)] as const),
  );

  await team.kill9();
  rmSync(team.dataFolder, { recursive: true });
  cpSync(copy, team.dataFolder, { recursive: true });
  rmSync(copy, { recursive: true });
  await team.restart();
  await untilHas(team, titles);
  for (const server of both) await untilUpstream(server, isLive);
  expect(await numbersOf(team)).toEqual(before);
  for (const [id, whole] of wholes) await expect.poll(() => read(team, id)).toBe(whole);
  await declare(team, 'The next one');
  const after = Object.values(await numbersOf(team));
  expect(new Set(after).size).toBe(after.length);
  expect((await numbersOf(team))['The next one']).toBe('INC-5');
}, 300_000);

test('[RE9] begun anew, the team’s server gets the rooms from those who are invited again', async () => {
  await using team = await startServer();
  await using bos = await startReplicaOf(team, 'Bo');
  const titles = ['One', 'Two', 'Three'];
  for (const title of titles) await declare(team, title);
  const [first] = await list(team);
  await note(team, first!.id, 'Said in the old team');
  await untilHas(bos, titles);
  await expect.poll(() => read(bos, first!.id)).toContain('Said in the old team');
  await untilUpstream(bos, isLive);
  const before = await numbersOf(team);
  await bos.stop();
  await team.kill9();
  rmSync(team.dataFolder, { recursive: true });
  await using fresh = await startServer({ port: team.port });
  expect(await list(fresh)).toEqual([]);
  const { body } = await fresh.api<{ code: string }>('/api/v1/invitations', { json: { role: 'responder' } });
  const json = { code: body.code, name: 'Bo', replica: true };
  const { body: joined } = await fresh.api<{ token: string; person: Person }>('/api/v1/invitations/accept', {
    token: null,
    json,
  });
  await using again = await startServer({
    dataFolder: bos.dataFolder,
    upstreams: [fresh.url],
    upstreamToken: joined.token,
  });
  await untilHas(fresh, titles);
  await untilUpstream(again, isLive);
  expect(await numbersOf(fresh)).toEqual(before);
  expect(await read(fresh, first!.id)).toContain('Said in the old team');
  await declare(fresh, 'Four');
  expect((await numbersOf(fresh))['Four']).toBe('INC-4');
}, 300_000);

test('[RE9] of two incidents with one number the older keeps it, and the newer one gets another', async () => {
  await using team = await startServer();
  await using bos = await startReplicaOf(team, 'Bo');
  const copy = mkdtempSync(join(tmpdir(), 'muster-copy-'));
  await team.stop();
  cpSync(team.dataFolder, copy, { recursive: true });
  await team.restart();
  await declare(team, 'Old');
  await untilHas(bos, ['Old']);
  await untilUpstream(bos, isLive);
  await bos.stop();
  await team.kill9();
  rmSync(team.dataFolder, { recursive: true });
  cpSync(copy, team.dataFolder, { recursive: true });
  rmSync(copy, { recursive: true });
  await team.restart();
  await declare(team, 'New');
  expect(await numbersOf(team)).toEqual({ New: 'INC-1' });
  await bos.restart();
  await untilHas(team, ['Old', 'New']);
  await expect.poll(() => numbersOf(team)).toEqual({ Old: 'INC-1', New: 'INC-2' });
  await expect.poll(() => numbersOf(bos)).toEqual({ Old: 'INC-1', New: 'INC-2' });
}, 300_000);

test('[RE9] a server that was only killed has everything, and nothing is compared', async () => {
  await using team = await startServer();
  await using bos = await startReplicaOf(team, 'Bo');
  const id = await declare(bos, 'Once');
  await untilHas(team, ['Once']);
  await untilUpstream(bos, isLive);
  const client = joinRoom(bos.url, bos.ownerToken, roomName(id));
  await client.synced();
  const { body: me } = await bos.api<Person>('/api/v1/me');
  writeFact(client.doc, me.id, 'kept');
  await expect.poll(() => read(team, id)).toContain('kept');
  client.close();
  await team.kill9();
  await untilUpstream(bos, ({ state }) => state === 'away');
  await team.restart();
  await untilUpstream(bos, isLive);
  expect(bos.log()).not.toContain('everything is compared');
}, 300_000);
