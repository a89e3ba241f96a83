// Rooms that were closed long ago, on a whole server: what is read of them once their log is packed.
import { DatabaseSync } from 'node:sqlite';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { firstPassMs } from '#sync-server/incidents/cold-rooms.ts';
import { makeMovableClock } from '../../helpers/clock.ts';
import { startOwnServer } from '../../helpers/own-server.ts';

const dayMs = 86_400_000;

/** How many rows the log has, and the bytes of the whole database without what is free in it. */
function measure(folder: string) {
  const copy = join(folder, 'measured.db');
  {
    using sqlite = new DatabaseSync(join(folder, 'muster.db'));
    sqlite.prepare('VACUUM INTO ?').run(copy);
  }
  using sqlite = new DatabaseSync(copy, { readOnly: true });
  const sum = (sql: string) => Number(Object.values(sqlite.prepare(sql).get() ?? {})[0]);
  const bytes = sum(
    "SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name LIKE 'document_%' OR name LIKE 'cold_%'",
  );
  const rows = sum('SELECT count(*) FROM document_updates');
  rmSync(copy);
  return { rows, bytes };
}

test('[OP30] the log of a room closed long ago is packed; it opens, is found, listed, replayed and written as ever', async () => {
  const clock = makeMovableClock(async () => undefined);
  await using own = await startOwnServer({ clock, environment: { MUSTER_COLD_AFTER_DAYS: '30' } });
  const declare = async (title: string, status: string) => {
    const { body } = await own.api<{ id: string; number: string }>('/api/v1/incidents', { title });
    const path = `/api/v1/incidents/${body.id}`;
    for (let count = 1; count <= 250; count += 1)
      await own.api(`${path}/facts`, {
        kind: 'note',
        text: `Observation ${count} of the gateway: 502 from 3 of 4 nodes, queue at ${count * 17}`,
      });
    await own.api(`${path}/facts`, { kind: 'status', status });
    return path;
  };
  const old = await declare('Gateway of the harbour', 'closed');
  const open = await declare('Gateway of the airport', 'investigating');
  const read = async (path: string) => {
    const history = await own.api(`${path}/history?limit=1000`);
    const room = await own.api(path);
    const record = await own.api(`${path}/review.json`);
    return JSON.stringify([history.body, room.body, record.body]);
  };
  let bytes = { rows: 0, bytes: 0 };
  await own.restart((folder) => void (bytes = measure(folder)));
  expect(bytes.rows).toBeGreaterThan(500);
  // A server that ends signs what it has: from here on nothing is added by itself.
  const before = [await read(old), await read(open)];

  clock.jump(31 * dayMs);
  await own.api(`${open}/facts`, { kind: 'note', text: 'Still open' });
  await own.restart();
  await clock.forward(firstPassMs);
  await clock.forward(10_000);
  let after = bytes;
  await own.restart((folder) => void (after = measure(folder)));
  expect(after.rows).toBeLessThan(bytes.rows - 240);
  // One of two rooms of one size: what stays of it takes about half of what it took.
  expect(after.bytes).toBeLessThan(bytes.bytes * 0.82);

  expect(await read(old)).toBe(before[0]);
  expect((await read(open)).length).toBeGreaterThan(before[1]?.length ?? 0);
  const found = await own.api<{ items: { title: string }[] }>('/api/v1/incidents?q=harbour');
  expect(found.body.items.map(({ title }) => title)).toEqual(['Gateway of the harbour']);
  const written = await own.api(`${old}/facts`, { kind: 'note', text: 'It came back' });
  expect(written.status).toBe(201);
  expect(await read(old)).toContain('It came back');
});
