// OP22: a backup of a server that works, and everything back from it.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { builtServer, startRefused, startServer, type RunningServer } from '#tests/helpers/server.ts';

const openFolder = () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-backup-'));
  return {
    in: (name: string) => path.join(folder, name),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
};
const titles = async (server: RunningServer) =>
  (await server.api<{ items: { title: string }[] }>('/api/v1/incidents?status=all')).body.items
    .map(({ title }) => title)
    .toSorted();
const declare = (server: RunningServer, title: string) =>
  server.api('/api/v1/incidents', { json: { title } });
const run = (...flags: string[]) => startRefused(flags);

/** An attached file of 4 GiB that takes no room itself, but whose copy takes seconds. Returns its path. */
function writeLarge(attachments: string): string {
  const file = path.join(attachments, 'f'.repeat(64));
  writeFileSync(file, '');
  truncateSync(file, 4 * 1024 ** 3);
  return file;
}

/** Runs the server with `flags` and kills it as soon as `file` exists. */
async function killOnceThere(file: string, ...flags: string[]): Promise<void> {
  const killed = spawn(process.execPath, [builtServer, ...flags]);
  const ended = once(killed, 'exit');
  while (!existsSync(file) && killed.exitCode === null) await nextTurn();
  killed.kill('SIGKILL');
  expect(await ended, 'it was killed before it ended by itself').toEqual([null, 'SIGKILL']);
}

test('[OP22] [OP23] a backup of a server that works is whole, and comes back with rooms, files and the owner', async () => {
  using folder = openFolder();
  await using server = await startServer();
  await declare(server, 'Before');
  const bytes = Buffer.from('evidence');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(path.join(server.dataFolder, 'attachments', sha256), bytes);

  // Declared while it is copied: whole or not at all, and the server goes on.
  const [made] = await Promise.all([
    run('--data', server.dataFolder, '--backup', folder.in('copy')),
    ...Array.from({ length: 5 }, (_, index) => declare(server, `During ${index}`)),
  ]);
  expect([made.code, made.stderr]).toEqual([0, '']);
  expect(made.stdout).toMatch(
    /^\d+ bytes with \d+ rooms? and 1 attached file copied into .*, and verified\.\n$/u,
  );
  expect(statSync(folder.in('copy/muster.db')).mode & 0o777).toBe(0o600);

  const back = await run('--data', folder.in('data'), '--restore', folder.in('copy'));
  expect([back.code, back.stderr]).toEqual([0, '']);
  await using copy = await startServer({ dataFolder: folder.in('data') });
  expect(copy.ownerToken).toBe(server.ownerToken);
  expect(await titles(copy)).toContain('Before');
  expect(existsSync(folder.in(`data/attachments/${sha256}`))).toBe(true);

  const held = await run('--data', folder.in('data'), '--restore', folder.in('copy'));
  expect([held.code, held.stderr]).toEqual([1, expect.stringContaining('in use by another Muster server')]);
  await declare(copy, 'After');
  await copy.stop();
  expect((await run('--data', folder.in('data'), '--restore', folder.in('copy'))).code).toBe(0);
  const aside = readdirSync(folder.in('data')).filter((name) => name.startsWith('before-restore-'));
  expect(aside).toHaveLength(1);
  await copy.restart();
  expect(await titles(copy)).not.toContain('After');
});

const asText = (_key: string, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value);

/** Every row of every table, as text that can be compared; when the server last probed its disk is no matter. */
function dump(file: string): Record<string, string[]> {
  const sqlite = new DatabaseSync(file, { readOnly: true });
  const tables = sqlite
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .all()
    .map(({ name }) => String(name));
  const rows = tables.map((name) => {
    const kept = name === 'values_kept' ? " WHERE name <> 'readiness'" : '';
    const statement = sqlite.prepare(`SELECT * FROM "${name}"${kept}`);
    statement.setReadBigInts(true);
    return [
      name,
      statement
        .all()
        .map((row) => JSON.stringify(row, asText))
        .toSorted(),
    ] as const;
  });
  sqlite.close();
  return Object.fromEntries(rows);
}

test('[OP22] [OP23] rehearsal: a backup that is killed in the middle looks like none, the next one is everything there is', async () => {
  using folder = openFolder();
  await using server = await startServer();
  const { body: incident } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Written while it is copied' },
  });
  const { body: person } = await server.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Bo', role: 'responder' },
  });
  await server.api('/api/v1/channels', {
    json: {
      name: 'Hook',
      kind: 'webhook',
      settings: { url: 'http://127.0.0.1:9/key', secret: 'signing-key' },
    },
  });
  const { body: intake } = await server.api<{ key: string }>('/api/v1/intakes', {
    json: { name: 'Alerts', kind: 'webhook' },
  });
  const over = new AbortController();
  const acknowledged: string[] = [];
  const write = async () => {
    for (let line = 0; !over.signal.aborted; line += 1) {
      const text = `line ${line}`;
      const fact = { kind: 'note', at: Date.now(), text };
      const { status } = await server.api(`/api/v1/incidents/${incident.id}/facts`, { json: fact });
      expect(status).toBe(201);
      acknowledged.push(text);
    }
  };
  const writing = write();

  const large = writeLarge(path.join(server.dataFolder, 'attachments'));
  const target = folder.in('copy');
  await killOnceThere(`${target}.new/muster.db`, '--data', server.dataFolder, '--backup', target);
  rmSync(large);
  expect(existsSync(target)).toBe(false);
  const half = await run('--data', folder.in('half'), '--restore', `${target}.new`);
  expect([half.code, half.stderr]).toEqual([1, expect.stringContaining('it has no backup.json')]);
  expect(existsSync(folder.in('half/muster.db'))).toBe(false);

  const before = [...acknowledged];
  expect((await run('--data', server.dataFolder, '--backup', target)).code).toBe(0);
  over.abort();
  await writing;
  expect((await run('--data', folder.in('moved'), '--restore', target)).code).toBe(0);
  await using moved = await startServer({ dataFolder: folder.in('moved') });
  const room = await moved.api(`/api/v1/incidents/${incident.id}`, { token: person.token });
  for (const text of before) expect(JSON.stringify(room.body)).toContain(`"${text}"`);
  const alert = { title: 'By its old key', state: 'firing', key: 'a' };
  expect((await moved.api(`/intake/${intake.key}/webhook`, { json: alert, token: null })).status).toBe(202);
  await moved.stop();

  // Nobody writes now, so every row must be equal, including keys and hashes of tokens.
  await server.stop();
  expect((await run('--data', server.dataFolder, '--backup', folder.in('whole'))).code).toBe(0);
  const rows = dump(path.join(server.dataFolder, 'muster.db'));
  expect(rows['document_updates']?.length).toBeGreaterThan(before.length);
  expect(dump(folder.in('whole/muster.db'))).toEqual(rows);
});

/** Puts something in the place of a file that is no plain file. */
const odd = (at: string, target: string) => {
  rmSync(at, { recursive: true, force: true });
  if (target === 'pipe') expect(spawnSync('mkfifo', [at]).status).toBe(0);
  else if (target === 'folder') mkdirSync(at);
  else symlinkSync(target, at);
};

test('[OP22] [OP23] pipes, devices and folders where files should be are refused by name, and nobody waits for them', async () => {
  using folder = openFolder();
  await using server = await startServer({ dataFolder: folder.in('data') });
  await declare(server, 'Before');
  await server.stop();
  const sha256 = 'a'.repeat(64);
  const attached = folder.in(`data/attachments/${sha256}`);
  for (const [index, target] of ['pipe', '/dev/zero', 'folder'].entries()) {
    odd(attached, target);
    const refused = await run('--data', folder.in('data'), '--backup', folder.in(`copy-${index}`));
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining(`${sha256} is no plain file`),
    ]);
  }
  rmSync(attached, { recursive: true });
  expect((await run('--data', folder.in('data'), '--backup', folder.in('copy'))).code).toBe(0);
  for (const [part, target] of [
    ['backup.json', 'pipe'],
    ['muster.db', '/dev/zero'],
    ['owner-token', 'pipe'],
    [`attachments/erased/${sha256}`, 'pipe'],
    [`attachments/${sha256}`, '/dev/zero'],
  ] as const) {
    cpSync(folder.in('copy'), folder.in('odd'), { recursive: true });
    odd(folder.in(`odd/${part}`), target);
    const refused = await run('--data', folder.in('new'), '--restore', folder.in('odd'));
    expect([part, refused.code, refused.stderr]).toEqual([
      part,
      1,
      expect.stringContaining('is no plain file'),
    ]);
    rmSync(folder.in('odd'), { recursive: true });
    rmSync(folder.in('new'), { recursive: true, force: true });
  }
});

test('[OP23] a restore that is killed while it copies can be begun again, and takes nothing else away', async () => {
  using folder = openFolder();
  await using server = await startServer();
  await declare(server, 'Kept');
  expect((await run('--data', server.dataFolder, '--backup', folder.in('copy'))).code).toBe(0);
  await server.stop();

  const large = writeLarge(folder.in('copy/attachments'));
  const flags = ['--data', folder.in('data'), '--restore', folder.in('copy')];
  await killOnceThere(folder.in('data/restore.new/muster.db'), ...flags);
  rmSync(large);
  expect(readdirSync(folder.in('data'))).toContain('restore.new');

  // A server does not begin anew in it.
  const started = await run('--data', folder.in('data'), '--port', '0');
  expect([started.code, started.stderr]).toEqual([1, expect.stringContaining('was cut short')]);
  // Something of the user's own is in the way, and stays.
  writeFileSync(folder.in('data/restore.new/letter.txt'), 'words');
  const refused = await run(...flags);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('no restore put there')]);
  expect(existsSync(folder.in('data/restore.new/letter.txt'))).toBe(true);
  rmSync(folder.in('data/restore.new/letter.txt'));

  const again = await run(...flags);
  expect([again.code, again.stderr]).toEqual([0, '']);
  expect(readdirSync(folder.in('data'))).not.toContain('restore.new');
  await using copy = await startServer({ dataFolder: folder.in('data') });
  expect(await titles(copy)).toEqual(['Kept']);
});

test('[OP26] --vacuum gives the disk back what was deleted, and is refused while a server works', async () => {
  await using server = await startServer();
  const held = await run('--data', server.dataFolder, '--vacuum');
  expect([held.code, held.stderr]).toEqual([1, expect.stringContaining('in use by another Muster server')]);
  await server.stop();
  const file = path.join(server.dataFolder, 'muster.db');
  const sqlite = new DatabaseSync(file);
  sqlite.exec(
    'CREATE TABLE large (data TEXT); INSERT INTO large VALUES (hex(randomblob(2000000))); DROP TABLE large',
  );
  sqlite.close();
  const full = statSync(file).size;
  const done = await run('--data', server.dataFolder, '--vacuum');
  expect([done.code, done.stderr]).toEqual([0, '']);
  expect(statSync(file).size).toBeLessThan(full - 3_000_000);
  await server.restart();
  const nothing = await run('--data', path.join(server.dataFolder, 'none'), '--vacuum');
  expect([nothing.code, nothing.stderr]).toEqual([1, expect.stringContaining('no Muster database')]);
});
