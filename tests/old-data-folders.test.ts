// Data folders that earlier versions made and filled, with what these versions answered about them. A fixture is the
// folder of a server that was stopped (schema-<user_version>.tgz, without its lock) and its answers by path, without
// addresses that name the server's port (schema-<user_version>.json).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { migrations } from '#sync-server/storage/migrations/migrations.ts';
import { startServer } from './helpers/server.ts';

type Answers = {
  incident: string;
  attachment: string;
  answers: Record<string, Record<string, unknown> & { items?: { id: string }[] }>;
};

const fixtures = path.join(import.meta.dirname, 'fixtures/data-folders');
const names = readdirSync(fixtures).flatMap((file) => (file.endsWith('.tgz') ? [file.slice(0, -4)] : []));

// The fixtures are files of SQLite.
test.skipIf(process.env['TEST_DATABASE'] !== undefined).each(names)(
  '[OP24] a folder of %s opens, and everything in it reads as it did then',
  async (name) => {
    const dataFolder = mkdtempSync(path.join(tmpdir(), 'muster-old-'));
    const packed = path.join(fixtures, `${name}.tgz`);
    expect(spawnSync('tar', ['-xzf', packed, '-C', dataFolder]).status).toBe(0);
    const then = JSON.parse(readFileSync(path.join(fixtures, `${name}.json`), 'utf8')) as Answers;
    await using server = await startServer({ dataFolder });
    for (const [address, before] of Object.entries(then.answers)) {
      const { status, body } = await server.api<typeof before>(address);
      expect(status, address).toBe(200);
      if (before.items === undefined) expect(body, address).toMatchObject(before);
      else expect(itemsOf(body, before.items), address).toMatchObject(before.items);
    }
    const headers = { authorization: `Bearer ${server.ownerToken}` };
    const file = await fetch(`${server.url}/api/v1/attachments/${then.attachment}`, { headers });
    expect(hashOf(await file.bytes())).toBe(then.attachment);
    const facts = `/api/v1/incidents/${then.incident}/facts`;
    expect(await server.api(facts, { json: { kind: 'note', text: 'Still here.' } })).toMatchObject({
      status: 201,
    });
    const isOlder = name !== `schema-${migrations.length}`;
    expect(existsSync(path.join(dataFolder, `muster.db.${name}`))).toBe(isOlder);
    await server.stop();
    rmSync(dataFolder, { recursive: true });
  },
);

/** The items that the earlier version knew, in its order. */
const itemsOf = ({ items = [] }: { items?: { id: string }[] }, known: readonly { id: string }[]) =>
  known.map(({ id }) => items.find((each) => each.id === id));

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
