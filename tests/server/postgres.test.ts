// A whole server on PostgreSQL, even while that is away (PG).
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Y from 'yjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPostgres, startPostgres, type Cluster } from '#sync-server/checks/testing/databases.ts';
import { addressOf, makeDatabase } from '#sync-server/storage/testing/postgres.ts';
import { makeRoomName } from '#tests/helpers/facts.ts';
import { startRefused, startServer, type RunningServer } from '#tests/helpers/server.ts';
import { joinRoom } from '#tests/helpers/stock-client.ts';

type Listed = { items: { id: string; number: string; title: string; status: string }[] };

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const attach = (server: RunningServer, bytes: Buffer) =>
  server.api(`/api/v1/attachments/${hashOf(bytes)}`, {
    method: 'PUT',
    body: bytes as unknown as BodyInit,
  });
async function readFile(server: RunningServer, bytes: Buffer): Promise<Buffer> {
  const answer = await fetch(`${server.url}/api/v1/attachments/${hashOf(bytes)}`, {
    headers: { authorization: `Bearer ${server.ownerToken}` },
  });
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}
const startOn = (url: string) => startServer({ environment: { MUSTER_DATABASE: url } });
/** What the document's summary says. */
const summaryOf = ({ doc }: { doc: Y.Doc }) => doc.getText('summary').toJSON();

describe.skipIf(!hasPostgres)('with PostgreSQL installed', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startPostgres();
  });
  afterAll(() => cluster[Symbol.asyncDispose]());

  test('[PG1] declared, typed and configured things are there after a restart', async () => {
    await using server = await startOn(await makeDatabase(cluster));
    const declared = await server.api<{ id: string }>('/api/v1/incidents', {
      json: { title: 'Shop is down' },
    });
    expect(declared.status).toBe(201);
    const room = `room-${declared.body.id}`;
    const ana = joinRoom(server.url, server.ownerToken, room);
    const bo = joinRoom(server.url, server.ownerToken, room);
    await Promise.all([ana.synced(), bo.synced()]);
    ana.doc.getText('summary').insert(0, 'Orders fail. ');
    await bo.until(() => summaryOf(bo).includes('Orders fail'), 'the first line');
    bo.doc.getText('summary').insert(13, 'Since 9:30.');
    await ana.until(() => summaryOf(ana).includes('9:30'), 'the second line');
    await bo.until(() => bo.saved() === bo.sent(), 'saved');
    const channel = { name: 'Ops', kind: 'webhook', settings: { url: 'https://hooks.example.org/x' } };
    expect((await server.api('/api/v1/channels', { json: channel })).status).toBe(201);
    await expect
      .poll(async () => (await server.api<Listed>('/api/v1/incidents?q=orders')).body.items.length)
      .toBe(1);
    ana.close();
    bo.close();

    await server.restart();
    const again = joinRoom(server.url, server.ownerToken, room);
    await again.synced();
    expect(summaryOf(again)).toBe('Orders fail. Since 9:30.');
    again.close();
    const listed = await server.api<Listed>('/api/v1/incidents?q=9');
    expect(listed.body.items).toMatchObject([
      { id: declared.body.id, number: 'INC-1', title: 'Shop is down' },
    ]);
    expect(JSON.stringify((await server.api('/api/v1/channels')).body)).toContain('"name":"Ops"');
    expect(server.log()).not.toMatch(/"level":(50|60)/);
  });

  test.each(['SIGINT', 'SIGKILL'] as const)(
    '[PG3] PostgreSQL ends (%s) while people type: nothing that was acknowledged is lost, and it comes back by itself',
    async (signal) => {
      await using own = await startPostgres();
      await using server = await startOn(addressOf(own, 'postgres'));
      const room = makeRoomName();
      const people = [1, 2, 3].map(() => joinRoom(server.url, server.ownerToken, room));
      await Promise.all(people.map((each) => each.synced()));
      const typed: string[] = [];
      const type = setInterval(() => {
        for (const [index, { doc }] of people.entries()) {
          const text = `<${index}.${typed.length}>`;
          typed.push(text);
          doc.getArray<string>('typed').push([text]);
        }
      }, 20);
      const areAllSaved = () => people.every((each) => each.saved() === each.sent());
      await people[0]?.until(() => (people[0]?.saved() ?? 0) > 3, 'some were saved');

      await own.stop(signal);
      await expect.poll(async () => (await server.api('/readyz', { token: null })).status).toBe(503);
      expect((await server.api('/healthz', { token: null })).status).toBe(200);
      expect((await server.api('/api/v1/incidents', { json: { title: 'Meanwhile' } })).status).toBe(503);
      await expect.poll(areAllSaved).toBe(false);

      await own.start();
      await expect.poll(async () => (await server.api('/readyz', { token: null })).status).toBe(200);
      clearInterval(type);
      for (const each of people) await each.until(() => each.saved() === each.sent(), 'saved again');
      expect((await server.api('/api/v1/incidents', { json: { title: 'After' } })).status).toBe(201);
      for (const each of people) each.close();
      await server.restart();
      const reader = joinRoom(server.url, server.ownerToken, room);
      await reader.synced();
      expect(new Set(reader.doc.getArray<string>('typed').toArray())).toEqual(new Set(typed));
      reader.close();
      const { items } = (await server.api<Listed>('/api/v1/incidents')).body;
      expect(items.map(({ title, number }) => `${number} ${title}`)).toEqual(['INC-1 After']);
    },
    120_000,
  );

  test('[PG3] PostgreSQL that hangs holds the server up for a moment, not for good', async () => {
    await using own = await startPostgres();
    await using server = await startOn(addressOf(own, 'postgres'));
    expect((await server.api('/readyz', { token: null })).status).toBe(200);
    own.pause();
    await expect.poll(async () => (await server.api('/readyz', { token: null })).status).toBe(503);
    for (let round = 0; round < 20; round++) {
      expect((await server.api('/healthz', { token: null })).status).toBe(200);
      expect((await server.api('/readyz', { token: null })).status).toBe(503);
      expect((await server.api('/api/v1/incidents', { json: { title: 'Meanwhile' } })).status).toBe(503);
    }
    own.goOn();
    await expect.poll(async () => (await server.api('/readyz', { token: null })).status).toBe(200);
    expect((await server.api('/api/v1/incidents', { json: { title: 'After' } })).status).toBe(201);
  });

  test('[PG1] [PG3] every list is read from PostgreSQL, and a busy server outlasts that it is away', async () => {
    await using own = await startPostgres();
    await using server = await startServer({
      ownerName: 'Ana',
      environment: { MUSTER_DATABASE: addressOf(own, 'postgres') },
    });
    const add = async (path: string, json: unknown) => {
      const { status, body } = await server.api<{ id: string; beatUrl?: string; token?: string }>(path, {
        json,
      });
      expect(status, `${path}: ${JSON.stringify(body)}`).toBe(201);
      return body;
    };
    const chat = await add('/api/v1/channels', {
      name: 'Chat',
      kind: 'slack',
      settings: { url: 'http://127.0.0.1:9/hook' },
    });
    const check = { intervalSeconds: 1, confirmations: 1, recoveries: 1 };
    const health = { url: `${server.url}/healthz` };
    await add('/api/v1/monitors', { name: 'Up', kind: 'http', settings: health, ...check });
    const dead = { host: '127.0.0.1', port: 9 };
    await add('/api/v1/monitors', { name: 'Down', kind: 'tcp', settings: dead, ...check });
    await add('/api/v1/monitors', { name: 'Beat', kind: 'heartbeat', settings: {}, ...check });
    await add('/api/v1/policies', {
      name: 'All',
      steps: [{ waitMinutes: 1, targets: [{ kind: 'channel', id: chat.id }] }],
    });
    await add('/api/v1/pages', {
      name: 'Status',
      slug: 'status',
      visibility: 'public',
      components: [{ name: 'Shop' }],
    });
    await add('/api/v1/incidents', { title: 'By hand', severity: 'P1' });
    await expect
      .poll(async () => (await server.api<Listed>('/api/v1/incidents')).body.items.length)
      .toBeGreaterThan(1);

    const { paths } = (
      await server.api<{ paths: Record<string, Record<string, unknown>> }>('/api/v1/openapi.json')
    ).body;
    const lists = Object.keys(paths).filter(
      (path) => 'get' in (paths[path] ?? {}) && !/[{]|live$/.test(path),
    );
    expect(lists.length).toBeGreaterThan(30);
    /** The lists that are answered in one of these ways. */
    const answered = async (...statuses: number[]) => {
      const found: string[] = [];
      for (const path of lists) {
        const { status, body } = await server.api(path);
        if (statuses.includes(status)) found.push(`${path} ${status} ${JSON.stringify(body)}`);
      }
      return found;
    };
    expect(await answered(500, 503)).toEqual([]);

    await own.stop('SIGKILL');
    await expect.poll(async () => (await server.api('/readyz', { token: null })).status).toBe(503);
    // Nobody's request: checks, deliveries and the watch over other processes, which meet it by themselves.
    const metByItself = () =>
      server
        .log()
        .split('\n')
        .filter((line) => /DatabaseAway/.test(line) && !/"route"/.test(line)).length;
    while (metByItself() < 20) expect(await answered(500)).toEqual([]);
    await own.start();
    await expect.poll(async () => (await server.api('/readyz', { token: null })).status).toBe(200);
    expect(await answered(500, 503)).toEqual([]);
    // It is the same process still, and measures again.
    expect(server.log()).not.toMatch(/met a bug and ends/);
    const seenAt = Date.now();
    const [up] = (await server.api<{ items: { id: string; name: string }[] }>('/api/v1/monitors')).body.items;
    await expect
      .poll(async () => {
        const { body } = await server.api<{ items: { at: number }[] }>(`/api/v1/monitors/${up?.id}/samples`);
        return Math.max(...body.items.map(({ at }) => at));
      })
      .toBeGreaterThan(seenAt);
  }, 180_000);

  test('[PG1] [PG4] [PG5] the program with PostgreSQL, besides serving', async () => {
    const url = await makeDatabase(cluster);
    const folder = mkdtempSync(join(tmpdir(), 'muster-commands-'));
    const run = (flags: readonly string[], database: string | null = url) =>
      startRefused([...flags, '--data', folder], database === null ? {} : { MUSTER_DATABASE: database });
    const file = join(folder, 'muster.yaml');
    writeFileSync(file, 'channels: [{ name: Chat, kind: slack, settings: { url: "http://127.0.0.1:9/x" } }]');
    const byItself = await run(['--check-config', file]);
    expect(byItself).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/checked by itself.*is empty/s),
    });

    // A team on SQLite moves, and moves back.
    await using sqlite = await startServer({ dataFolder: folder, environment: {} });
    expect((await sqlite.api('/api/v1/incidents', { json: { title: 'Before' } })).status).toBe(201);
    const [moving, later] = [randomBytes(700_000), randomBytes(262_144)];
    expect((await attach(sqlite, moving)).status).toBe(201);
    await sqlite.stop();
    expect((await run([])).stderr).toMatch(/--copy-to/);
    const moved = await run(['--copy-to', url], null);
    expect(moved).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/rows of \d+ tables copied and compared/),
    });
    expect(moved.stdout + moved.stderr).not.toContain(new URL(url).password);
    expect(await run(['--copy-to', url], null)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/holds data/),
    });
    await using server = await startServer({ dataFolder: folder, environment: { MUSTER_DATABASE: url } });
    expect((await server.api('/api/v1/incidents', { json: { title: 'After' } })).status).toBe(201);
    // AT10: the files went into the database too.
    expect((await attach(server, later)).status).toBe(201);
    expect((await attach(server, moving)).status).toBe(200);
    for (const bytes of [moving, later]) expect(await readFile(server, bytes)).toEqual(bytes);
    expect(readdirSync(join(folder, 'attachments')).toSorted()).toEqual(['erased', 'incoming']);
    const backup = join(folder, 'backup');
    expect(await run(['--backup', backup])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/2 rooms and 2 attached files/),
    });
    await server.stop();
    const beside = await run(['--check-config', file]);
    expect(beside).toMatchObject({ code: 0, stdout: expect.not.stringMatching(/checked by itself/) });
    expect((await run(['--vacuum'])).stderr).toMatch(/by itself/);
    expect(await run(['--restore', backup])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/holds data/),
    });
    // PG4: straight into an empty database, with a data folder of its own.
    const [elsewhere, empty] = [join(folder, 'elsewhere'), await makeDatabase(cluster)];
    const restored = await startRefused(['--restore', backup, '--data', elsewhere], {
      MUSTER_DATABASE: empty,
    });
    expect(restored).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/2 rooms and 2 attached files put back into PostgreSQL/),
    });
    expect(readdirSync(elsewhere).toSorted()).toEqual(['attachments', 'lock', 'owner-token']);
    {
      await using there = await startServer({
        dataFolder: elsewhere,
        environment: { MUSTER_DATABASE: empty },
      });
      expect((await there.api<Listed>('/api/v1/incidents')).body.items).toHaveLength(2);
      for (const bytes of [moving, later]) expect(await readFile(there, bytes)).toEqual(bytes);
    }
    expect(await run(['--restore', backup], null)).toMatchObject({ code: 0 });
    await using again = await startServer({ dataFolder: folder });
    const { items } = (await again.api<Listed>('/api/v1/incidents')).body;
    expect(items.map(({ title, number }) => `${number} ${title}`)).toEqual(['INC-2 After', 'INC-1 Before']);
    // Back on SQLite, the files are in the data folder again.
    for (const bytes of [moving, later]) expect(await readFile(again, bytes)).toEqual(bytes);
    await again.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('[PG1] a database that cannot be used is refused with a reason, and without the password', async () => {
    const away = await startRefused(['--port', '0'], {
      MUSTER_DATABASE: 'postgres://ana:hunter2@127.0.0.1:1/muster',
    });
    expect(away.code).toBe(1);
    expect(away.stderr).toMatch(/postgres:\/\/ana@127\.0\.0\.1:1\/muster cannot be used: .*ECONNREFUSED/);
    expect(away.stderr).not.toContain('hunter2');
    const wrong = await startRefused(['--database', 'mysql://ana:hunter2@db/muster']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/--database is set; expected the address of a PostgreSQL database/);
    expect(wrong.stderr).not.toContain('hunter2');
  });
});
