// Starting and ending: what an operator and the desktop rely on.
import { roomName } from '#wire/document-name.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { joinRoom } from '../helpers/stock-client.ts';
import { makeRoomName, writeFact } from '../helpers/facts.ts';
import { followFeed } from '../helpers/follow-feed.ts';
import { startRefused, startServer } from '../helpers/server.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('[AU2] [OP1] the first start makes a private folder, the owner and a token; stdout carries the ready line alone', async () => {
  await using server = await startServer({ dataFolder: join(folder, 'data'), ownerName: 'Ana' });
  expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  expect(statSync(server.dataFolder).mode & 0o777).toBe(0o700);
  expect(statSync(join(server.dataFolder, 'owner-token')).mode & 0o777).toBe(0o600);
  expect((await server.api('/api/v1/me')).body).toMatchObject({ name: 'Ana', role: 'owner' });
  expect(server.log()).not.toContain(server.ownerToken);
});

test('[OP4] SIGTERM ends it cleanly with 0, within seconds, although clients are connected', async () => {
  await using server = await startServer();
  const client = joinRoom(server.url, server.ownerToken, makeRoomName());
  await client.synced();
  const closed = client.closed();
  const feed = await followFeed(server.url, server.ownerToken);
  await feed.snapshot();
  expect(await server.stop()).toBe(0);
  expect(await closed).toBe(1001);
  await feed.ended;
  client.close();
  expect(server.log()).not.toContain('did not end cleanly');
  // What it says when the 4 s are over and something still holds it up.
  expect(server.log()).not.toContain('ended without waiting');
});

test('[OP4] SIGTERM to `npm run server` reaches the server: exit code 0, nothing left behind', async () => {
  const npm = spawn('npm', ['run', 'server', '--', '--port', '0', '--data', folder], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let stdout = '';
  const ready = new Promise<string>((resolve) => {
    npm.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      const url = /^muster-server ready (\S+)$/m.exec(stdout)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const exited = once(npm, 'exit');
  const url = await Promise.race([ready, exited.then(() => Promise.reject(new Error(stdout)))]);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  npm.kill('SIGTERM');
  expect((await exited)[0]).toBe(0);
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
});

test('[OP7] garbage does not stand: the young generation stays small whatever is asked', async () => {
  await using server = await startServer({ dataFolder: folder });
  let metrics = '';
  for (let count = 0; count < 200; count++) {
    metrics = (await server.api<string>('/metrics', { token: null })).body;
  }
  const size = /^nodejs_heap_space_size_total_bytes\{space="new"\} (\d+)$/m.exec(metrics)?.[1];
  expect(Number(size)).toBeGreaterThan(0);
  expect(Number(size)).toBeLessThanOrEqual(8 * 2 ** 20);
});

test('[OP3] a second server on the same folder is refused, and a kill -9 leaves no lock behind', async () => {
  await using server = await startServer({ dataFolder: folder });
  const second = await startRefused(['--port', '0', '--data', folder]);
  expect(second).toMatchObject({ code: 1, stdout: '' });
  expect(second.stderr).toMatch(/in use by another Muster server.*--data/);
  await server.kill9();
  await server.restart();
  expect((await server.api('/healthz')).status).toBe(200);
});

test('[OP3] a taken port and a foreign address are refused with what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const refused = await startRefused(['--port', String(port), '--data', folder]);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toMatch(/taken by another program.*--port/);
  taken.close();
  const foreign = await startRefused(['--port', '0', '--host', '192.0.2.1', '--data', folder]);
  expect(foreign.stderr).toMatch(/no address of this computer/);
});

test('[OP2] a wrong setting ends it with 2, naming the variable, the value and what would do', async () => {
  const refused = await startRefused(['--data', folder], { MUSTER_PORT: 'eighty' });
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toBe(
    'MUSTER_PORT is "eighty"; expected a whole number from 0 (any free port) to 65535.\n',
  );
});

/** An update's own bytes, deep in a page: no check at the start can know them. */
function breakContent(file: string) {
  const bytes = readFileSync(file);
  const at = bytes.indexOf('declared');
  expect(at).toBeGreaterThan(0);
  bytes.fill(0xff, at - 40, at + 40);
  writeFileSync(file, bytes);
}

test('[ST3] a truncated database stops it with one message; nothing is touched', async () => {
  await using server = await startServer({ dataFolder: folder });
  await server.api('/api/v1/incidents', { json: { title: 'Before the crash' } });
  await server.stop();
  const file = join(folder, 'muster.db');
  truncateSync(file, Math.floor(statSync(file).size / 2));
  const before = readFileSync(file);
  const refused = await startRefused(['--port', '0', '--data', folder]);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr.trim().split('\n')).toHaveLength(1);
  expect(refused.stderr).toContain(file);
  expect(refused.stderr).toMatch(/Restore it from a backup, or move it/);
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(existsSync(`${file}-wal`)).toBe(false);
});

test('[ST3] content that goes bad while it runs ends that document with 1013 and nobody else', async () => {
  await using server = await startServer({ dataFolder: folder });
  const bad = await server.api<{ id: string }>('/api/v1/incidents', { json: { title: 'Bad' } });
  await server.stop();
  const file = join(folder, 'muster.db');
  // Without its summary the room is looked at when the server starts.
  const database = new DatabaseSync(file);
  database.exec('DELETE FROM incidents; PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  breakContent(file);
  await server.restart();
  const other = joinRoom(server.url, server.ownerToken, makeRoomName());
  await other.synced();
  const broken = joinRoom(server.url, server.ownerToken, roomName(bad.body.id));
  expect(await broken.closed()).toBe(1013);
  broken.close();
  const { body: me } = await server.api<{ id: string }>('/api/v1/me');
  writeFact(other.doc, me.id, 'still here');
  await other.until(() => other.saved() === other.sent() && other.sent() > 0, 'saved');
  other.close();
  expect((await server.api('/healthz')).status).toBe(200);
});

test('[OP9] a start reads no room that it has looked at before', async () => {
  await using server = await startServer({ dataFolder: folder });
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', { json: { title: 'Long over' } });
  await server.api(`/api/v1/incidents/${body.id}/facts`, { json: { kind: 'status', status: 'closed' } });
  const search = async () =>
    (await server.api<{ items: { id: string }[]; notIndexed: number }>('/api/v1/incidents?q=over')).body;
  const isRead = { items: [{ id: body.id }], notIndexed: 0 };
  await expect.poll(search).toMatchObject(isRead);
  await server.stop();
  breakContent(join(folder, 'muster.db'));
  await server.restart();
  expect(await search()).toMatchObject(isRead);
  expect(server.log()).not.toContain(roomName(body.id));
  // A person who does read it is told what is wrong.
  const reader = joinRoom(server.url, server.ownerToken, roomName(body.id));
  expect(await reader.closed()).toBe(1013);
  reader.close();
});

test('[AU2] a lost owner token is not made again by itself, but with --new-owner-token, and the old one ends', async () => {
  await using server = await startServer({ dataFolder: folder });
  const old = server.ownerToken;
  await server.stop();
  rmSync(join(folder, 'owner-token'));
  await using again = await startServer({ dataFolder: folder });
  expect(existsSync(join(folder, 'owner-token'))).toBe(false);
  expect(again.log()).toContain('--new-owner-token');
  expect((await again.api('/api/v1/me', { token: old })).status).toBe(200);
  await again.stop();
  await using renewed = await startServer({ dataFolder: folder, flags: ['--new-owner-token'] });
  expect((await renewed.api('/api/v1/me')).body).toMatchObject({ role: 'owner' });
  expect((await renewed.api('/api/v1/me', { token: old })).status).toBe(401);
});

test('[OP2] settings are given by variables too, and what cannot be used is refused', async () => {
  const refused = await startRefused([], { MUSTER_REDIS: 'redis://x', MUSTER_DATA: folder });
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/MUSTER_REDIS is set; expected it only together with --database/);
});
