import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '../storage/database.ts';
import { watchReading } from '../storage/testing/watch-reading.ts';
import { openTemporaryDatabase } from './testing/database.ts';
import { countUnsent } from './unsent.ts';

let database: ReturnType<typeof openTemporaryDatabase>;
beforeEach(() => {
  database = openTemporaryDatabase();
});
afterEach(() => database[Symbol.asyncDispose]());

function write(document: string, author: string): number {
  const row = { document, at: 0, author, data: new Uint8Array(8) };
  const insert = database.queries.insertInto('document_updates').values(row).returning('seq');
  return database.first(insert)?.seq ?? 0;
}

function count(asked: Database = database) {
  return countUnsent({
    database: asked,
    upstream: 'http://team',
    author: 'upstream http://team',
    keepEveryMs: 60_000,
    onError: (error) => {
      throw error;
    },
  });
}

/** How many rows a start reads, and whether SQLite goes through the whole log for them. */
function watchStart(): { rows: number; scans: string[] } {
  const { database: watched, seen } = watchReading(database, 'document_updates');
  count(watched);
  return seen;
}

test('[RE2] changes made here count, those from the upstream do not', () => {
  write('room-a', 'ana');
  write('room-a', 'upstream http://team');
  write('room-b', 'upstream http://other');
  const unsent = count();
  expect([unsent.count(), unsent.count('room-a'), unsent.count('room-b')]).toEqual([2, 1, 1]);
  expect(unsent.documents().toSorted()).toEqual(['room-a', 'room-b']);
  unsent.keep();
});

test('[RE2] an acknowledgement takes off what it covers and nothing that was written since', () => {
  const unsent = count();
  const seqs = ['ana', 'bo', 'ana'].map((author) => write('room-a', author));
  unsent.noteHead('room-a', seqs[2] ?? 0);
  expect(unsent.count()).toBe(3);
  unsent.noteSent('room-a', seqs[1] ?? 0);
  expect(unsent.count()).toBe(1);
  expect(unsent.documents()).toEqual(['room-a']);
  unsent.noteSent('room-a', seqs[2] ?? 0);
  expect([unsent.count(), unsent.documents()]).toEqual([0, []]);
  unsent.keep();
});

test('[RE2] an acknowledgement may be heard before the commit was', () => {
  const unsent = count();
  const seq = write('room-a', 'ana');
  unsent.noteSent('room-a', seq);
  unsent.noteHead('room-a', seq);
  expect(unsent.count()).toBe(0);
  unsent.keep();
});

test('[RE2] the marks survive a restart, and a mark never goes back', () => {
  const first = write('room-a', 'ana');
  const second = write('room-a', 'ana');
  const before = count();
  before.noteSent('room-a', first);
  before.keep();
  expect(count().count()).toBe(1);
  before.noteSent('room-a', second);
  before.keep();
  const after = count();
  expect(after.count()).toBe(0);
  after.noteSent('room-a', first);
  after.keep();
  expect(count().count()).toBe(0);
});

test('[RE2] with nothing unsent the mark passes what came from the upstream, so that a start reads little', () => {
  write('room-a', 'ana');
  const unsent = count();
  const theirs = write('room-a', 'upstream http://team');
  unsent.noteHead('room-a', theirs);
  unsent.noteSent('room-a', theirs - 1);
  unsent.keep();
  const mark = database.first(database.queries.selectFrom('upstream_marks').select('sent_up_to'));
  expect(mark?.sent_up_to).toBe(theirs);
});

test('[RE2] a start reads what is above the marks, not the whole log', () => {
  const insert = database.prepare((db, document: string, data: Uint8Array) =>
    db.insertInto('document_updates').values({ document, at: 0, author: 'ana', data }),
  );
  database.transaction(() => {
    for (let index = 1; index <= 60_000; index++) insert.run(`room-${index % 500}`, new Uint8Array(64));
  });
  expect(watchStart().rows).toBeGreaterThan(60_000);
  const unsent = count();
  expect(unsent.count()).toBe(60_000);
  for (const document of unsent.documents()) unsent.noteSent(document, 60_000);
  unsent.keep();
  expect(count().count()).toBe(0);
  // A head and a mark for each of the 500 rooms.
  expect(watchStart()).toEqual({ rows: 1_000, scans: [] });
});

test('[RE2] [JN2] signatures are sent and not counted among the changes of people', () => {
  const unsent = count();
  write('room-s', 'ana');
  const last = write('room-s', 'journal');
  unsent.noteHead('room-s', last);
  expect([unsent.count('room-s'), unsent.count() - unsent.changes()]).toEqual([2, 1]);
  const before = unsent.changes();
  unsent.noteSent('room-s', last - 1);
  expect([unsent.count('room-s'), unsent.changes()]).toEqual([1, before - 1]);
  unsent.noteSent('room-s', last);
  expect([unsent.count('room-s'), unsent.count() - unsent.changes()]).toEqual([0, 0]);
  unsent.keep();
});
