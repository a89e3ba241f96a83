// OP22: a backup of a server that works, and everything back from it.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startRefused, startServer, type RunningServer } from '#tests/helpers/server.ts';

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
  expect(made.stdout).toMatch(/^\d+ bytes with 1 attached file copied into .*, and verified\.\n$/u);
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
