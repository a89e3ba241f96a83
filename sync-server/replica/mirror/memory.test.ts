import { expect, test } from 'vitest';
import type { Database } from '../../storage/database.ts';
import { writeKept } from '../../storage/kept-values.ts';
import { openMemory } from './memory.ts';
import { emptyMirror } from './mirror.ts';
import { openTemporaryDatabase } from '../testing/database.ts';

const ana = { id: 'ana', name: 'Ana', role: 'owner' } as const;

function open(database: Database, onError: (error: unknown) => void = () => {}) {
  return openMemory({ database, upstream: 'http://team', everyMs: 60_000, onError });
}

test('[RE5] the known state of the upstream is there after a restart', async () => {
  await using database = openTemporaryDatabase();
  const memory = open(database);
  expect(memory.known()).toEqual({ me: null, clockOffsetMs: 0, heardAt: null, store: null, mirror: null });
  memory.learn({ me: ana, clockOffsetMs: -3000, mirror: { ...emptyMirror, people: [ana] } });
  memory.learnInPassing({ heardAt: 99 });
  const known = memory.known();
  memory.close();
  const again = open(database);
  expect(again.known()).toEqual(known);
  expect(known.heardAt).toBe(99);
  again.close();
});

test('[RE5] data of an older version is read, and unknown fields of a newer one are kept for people', async () => {
  await using database = openTemporaryDatabase();
  const mirror = { monitors: [], people: [{ ...ana, contact: { email: 'a@x' }, hat: 1 }], staleSince: null };
  writeKept(database, 'upstream http://team mirror', JSON.stringify(mirror));
  const memory = open(database);
  expect(memory.known().mirror).toEqual({ ...emptyMirror, ...mirror });
  memory.close();
});

test('[RE5] the state of an upstream with another address is not mixed up with this one’s', async () => {
  await using database = openTemporaryDatabase();
  const memory = open(database);
  memory.learn({ me: ana });
  memory.close();
  const other = openMemory({
    database,
    upstream: 'http://hub',
    everyMs: 60_000,
    onError: () => {},
  });
  expect(other.known().me).toBe(null);
  other.close();
});

test('[RE5] a memory of another shape is forgotten, not misread', async () => {
  await using database = openTemporaryDatabase();
  writeKept(database, 'upstream http://team', '{"me": "ana"}');
  writeKept(database, 'upstream http://team mirror', '[1, 2]');
  const memory = open(database);
  expect(memory.known()).toEqual({ me: null, clockOffsetMs: 0, heardAt: null, store: null, mirror: null });
  memory.close();
});

test('[RE9] a log position that nobody can ask for is forgotten, and nothing else', async () => {
  await using database = openTemporaryDatabase();
  const kept = { me: ana, clockOffsetMs: 5, heardAt: 9, store: { life: 'a', head: 1e308 } };
  writeKept(database, 'upstream http://team', JSON.stringify(kept));
  const memory = open(database);
  expect(memory.known()).toEqual({ ...kept, store: null, mirror: null });
  memory.close();
});

test('[RE5] a database that cannot be written is told, and knowing goes on', async () => {
  await using database = openTemporaryDatabase();
  const errors: unknown[] = [];
  const memory = open(database, (error) => errors.push(error));
  await database.queries.schema.dropTable('values_kept').execute();
  memory.learn({ clockOffsetMs: 5 });
  memory.close();
  expect(errors.length).toBe(1);
  expect(memory.known().clockOffsetMs).toBe(5);
});
