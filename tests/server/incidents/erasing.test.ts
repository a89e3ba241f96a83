// Erasing an incident for good, on real servers: what stands afterwards in the database file, on sockets, at desktops.
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { roomName } from '#wire/document-name.ts';
import { closeCodes } from '#wire/close-codes.ts';
import { connectRaw } from '#tests/helpers/raw-client.ts';
import { isLive, startReplicaOf, untilUpstream } from '#tests/helpers/replicas.ts';
import { builtServer, startServer, type RunningServer } from '#tests/helpers/server.ts';
import { joinRoom } from '#tests/helpers/stock-client.ts';

/** Stands in everything that is to be erased, and nowhere else. */
const planted = 'xylophonic';
const path = (id: string, rest = '') => `/api/v1/incidents/${id}${rest}`;
const erase = (server: RunningServer, id: string, number: string, token?: string) =>
  server.api<{ errors?: { field: string; expected: string }[] }>(`${path(id)}?number=${number}`, {
    method: 'DELETE',
    ...(token !== undefined && { token }),
  });

async function say(server: RunningServer, id: string, ...facts: object[]) {
  const answer = await server.api(path(id, '/facts'), { json: facts });
  expect(answer.status).toBe(201);
}

async function attach(server: RunningServer, id: string, bytes: Buffer) {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await server.api(`/api/v1/attachments/${sha256}`, { method: 'PUT', body: bytes as unknown as BodyInit });
  await say(server, id, {
    kind: 'attachment',
    name: `${planted}.bin`,
    type: 'text/plain',
    bytes: bytes.length,
    sha256,
  });
  return sha256;
}

/** An incident that left something everywhere it can. */
async function declare(server: RunningServer, title: string) {
  const made = await server.api<{ id: string; number: string }>('/api/v1/incidents', {
    json: { title, severity: 'P2', summary: `${title} in the summary`, service: 'shop' },
  });
  expect(made.status).toBe(201);
  return made.body;
}

async function resolve(server: RunningServer, id: string) {
  await say(server, id, { kind: 'note', text: `${planted} in a note` });
  await say(server, id, { kind: 'action-item', text: `Fix the ${planted} cache` });
  await say(server, id, { kind: 'status', status: 'resolved' });
}

/** Every table of a stopped server's database in which the word stands. */
function tablesWith(server: RunningServer, word: string): string[] {
  const file = readdirSync(server.dataFolder).find((name) => name.endsWith('.db')) ?? '';
  const sqlite = new DatabaseSync(join(server.dataFolder, file), { readOnly: true });
  const tables = sqlite.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const found = tables.flatMap(({ name }) => {
    const statement = sqlite.prepare(`SELECT * FROM "${String(name)}"`);
    statement.setReadBigInts(true);
    const rows = statement.all();
    const says = rows.some((row) =>
      Object.values(row).some((value) =>
        (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)).includes(word),
      ),
    );
    return says ? [String(name)] : [];
  });
  sqlite.close();
  return found;
}

/** Every file of its folder in which the word stands, byte for byte. */
const filesWith = (server: RunningServer, word: string): string[] =>
  readdirSync(server.dataFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(word));

const isListed = async (server: RunningServer, id: string) =>
  (await server.api<{ items: { id: string }[] }>('/api/v1/incidents')).body.items.some(
    (each) => each.id === id,
  );

describe('erasing an incident', () => {
  test('[ER1] leaves its word nowhere: not in lists, search, numbers, files, nor in the database', async () => {
    await using server = await startServer({ ownerName: 'Olga' });
    const other = await declare(server, 'Another one');
    const { id, number } = await declare(server, `Payments ${planted}`);
    const shared = randomBytes(2_000);
    const own = await attach(server, id, Buffer.from(`${planted} `.repeat(50)));
    const both = await attach(server, id, shared);
    await say(server, other.id, {
      kind: 'attachment',
      name: 'a.bin',
      type: 'text/plain',
      bytes: 2_000,
      sha256: both,
    });
    await resolve(server, id);
    const search = async () =>
      (await server.api<{ items: unknown[] }>(`/api/v1/incidents?q=${planted}`)).body.items.length;
    await expect.poll(search).toBe(1);

    expect((await erase(server, id, number)).status).toBe(204);
    expect(await server.api(path(id))).toMatchObject({
      status: 410,
      body: { detail: expect.stringMatching(new RegExp(`^Olga erased ${number} on `, 'u')) },
    });
    expect(await isListed(server, id)).toBe(false);
    expect(await search()).toBe(0);
    expect((await server.api(`/api/v1/attachments/${own}`)).status).toBe(410);
    expect((await server.api(`/api/v1/attachments/${both}`)).status).toBe(200);
    expect(existsSync(join(server.dataFolder, 'attachments', own))).toBe(false);
    // Erasing it again is no error, and its number is not reused.
    expect((await erase(server, id, number)).status).toBe(204);
    expect((await declare(server, 'The next')).number).not.toBe(number);
    const erased = await server.api<{ items: object[] }>('/api/v1/incidents/erased');
    expect(erased.body.items).toEqual([{ id, number, by: 'Olga', at: expect.any(Number) }]);

    await server.stop();
    expect(tablesWith(server, planted)).toEqual([]);
    // What earlier versions of its rows left in free space goes with the vacuum.
    execFileSync(process.execPath, [builtServer, '--data', server.dataFolder, '--vacuum']);
    expect(filesWith(server, planted)).toEqual([]);
    await server.restart();
    expect((await server.api(path(id))).status).toBe(410);
    expect(await isListed(server, other.id)).toBe(true);
  });

  test('[ER1] is for owners, of what is over, and asks once more which', async () => {
    await using server = await startServer();
    const { id, number } = await declare(server, 'Payments fail');
    expect(await erase(server, id, 'INC-999')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'number', expected: expect.stringContaining(number) }] },
    });
    expect(await erase(server, id, number)).toMatchObject({ status: 409 });
    const invitation = await server.api<{ code: string }>('/api/v1/invitations', {
      json: { role: 'responder' },
    });
    const { body } = await server.api<{ token: string }>('/api/v1/invitations/accept', {
      token: null,
      json: { code: invitation.body.code, name: 'Bo' },
    });
    await resolve(server, id);
    expect(await erase(server, id, number, body.token)).toMatchObject({ status: 403 });
    expect(await erase(server, '01ARZ3NDEKTSV4RRFFQ69G5FAV', number)).toMatchObject({
      status: 404,
    });
    expect(await isListed(server, id)).toBe(true);
  });

  test('[ER2] ends the sockets of its room for good', async () => {
    await using server = await startServer();
    const { id, number } = await declare(server, 'Payments fail');
    await resolve(server, id);
    const ana = joinRoom(server.url, server.ownerToken, roomName(id));
    await ana.synced();
    const raw = await connectRaw(server.url, server.ownerToken, roomName(id));
    expect((await erase(server, id, number)).status).toBe(204);
    expect(await raw.closed).toBe(closeCodes.erased);
    ana.doc.getText('summary').insert(0, 'typed into what is gone');
    const again = await connectRaw(server.url, server.ownerToken, roomName(id));
    expect(await again.closed).toBe(closeCodes.erased);
    expect(await isListed(server, id)).toBe(false);
    ana.close();
  });

  test('[ER2] reaches desktops, also one that was away and wrote meanwhile, and none brings it back', async () => {
    await using team = await startServer({ ownerName: 'Olga' });
    const { id, number } = await declare(team, `Payments ${planted}`);
    await resolve(team, id);
    await using ana = await startReplicaOf(team, 'Ana');
    await using bo = await startReplicaOf(team, 'Bo');
    for (const desktop of [ana, bo]) await expect.poll(() => isListed(desktop, id)).toBe(true);
    await untilUpstream(bo, isLive);
    await team.stop();
    await say(bo, id, { kind: 'note', text: `${planted} written while away` });
    await bo.stop();
    await team.restart();
    expect((await erase(team, id, number)).status).toBe(204);
    await expect.poll(() => isListed(ana, id)).toBe(false);
    await bo.restart();
    await expect.poll(() => isListed(bo, id)).toBe(false);
    await untilUpstream(bo, isLive);
    expect(await isListed(team, id)).toBe(false);
    await bo.stop();
    expect(tablesWith(bo, planted)).toEqual([]);
  });

  test('[ER3] a kill in the middle is made up for at the next start', async () => {
    await using server = await startServer();
    const { id, number } = await declare(server, `Payments ${planted}`);
    await resolve(server, id);
    await expect.poll(() => isListed(server, id)).toBe(true);
    await server.stop();
    const file = readdirSync(server.dataFolder).find((name) => name.endsWith('.db')) ?? '';
    const sqlite = new DatabaseSync(join(server.dataFolder, file));
    sqlite.prepare('INSERT INTO erased_incidents VALUES (?, ?, ?, ?)').run(id, number, Date.now(), 'Olga');
    sqlite.close();
    await server.restart();
    expect((await server.api(path(id))).status).toBe(410);
    expect(await isListed(server, id)).toBe(false);
    await server.stop();
    expect(tablesWith(server, planted)).toEqual([]);
  });
});
