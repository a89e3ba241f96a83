// AT10: attached files in the database, for several processes on several machines. A file is stored completely and
// verified, or not at all: its parts and its row are one transaction. Nothing is held in memory, because another
// process may store or erase a file at any time.
import { Readable } from 'node:stream';
import { isSha256 } from '#room/view/attachments.ts';
import type { Database } from '../storage/database.ts';
import { gatherFile, refuseErased, type AttachmentStore, type Erasure } from './store.ts';
import { createListeners } from '../listeners.ts';

/** Small enough that reading many rows at once, as a copy does, fits into memory. */
const partBytes = 256 * 1024;

function prepare({ prepare: made }: Database) {
  return {
    one: made((db, sha256: string) =>
      db.selectFrom('attachment_files').select(['bytes', 'kept_at', 'erased']).where('sha256', '=', sha256),
    ),
    insertPart: made((db, sha256: string, part: number, data: Uint8Array) =>
      db.insertInto('attachment_parts').values({ sha256, part, data }),
    ),
    part: made((db, sha256: string, part: number) =>
      db.selectFrom('attachment_parts').select('data').where('sha256', '=', sha256).where('part', '=', part),
    ),
    dropParts: made((db, sha256: string) => db.deleteFrom('attachment_parts').where('sha256', '=', sha256)),
  };
}

type Options = { database: Database; now: () => number };

export function openDatabaseAttachments({ database, now }: Options): AttachmentStore {
  const { queries } = database;
  const listeners = createListeners<[sha256: string]>();
  const prepared = prepare(database);
  const { insertPart, dropParts } = prepared;
  const { find, erasureOf } = readingFiles(prepared);

  return {
    find,
    keep: async (sha256, bytes) => {
      if (!isSha256(sha256)) throw new Error(`${JSON.stringify(sha256)} is not a SHA-256`);
      refuseErased({ erasureOf }, sha256);
      if ((await find(sha256)) !== null) return false;
      const whole = await gatherFile(sha256, bytes);
      // It may have been erased meanwhile, also by another process.
      refuseErased({ erasureOf }, sha256);
      if ((await find(sha256)) !== null) return false;
      database.transaction(() => {
        const row = { sha256, bytes: whole.length, kept_at: now() };
        database.run(queries.insertInto('attachment_files').values(row));
        for (let at = 0; at < whole.length; at += partBytes)
          insertPart.run(sha256, at / partBytes, whole.subarray(at, at + partBytes));
      });
      listeners.tell(sha256);
      return true;
    },
    erase: async (sha256, { at, by }) =>
      database.erase(() => {
        markErased(database, sha256, { at, by });
        dropParts.run(sha256);
      }),
    erasureOf,
    erasures: () => erasuresIn(database),
    release: async (sha256) =>
      database.transaction(() => {
        dropParts.run(sha256);
        database.run(queries.deleteFrom('attachment_files').where('sha256', '=', sha256));
      }),
    list: async () => listIn(database),
    onKept: listeners.add,
  };
}

function readingFiles({ one, part }: ReturnType<typeof prepare>) {
  const erasureOf = (sha256: string): Erasure | null => {
    const erased = one.first(sha256)?.erased ?? null;
    return erased === null ? null : (JSON.parse(erased) as Erasure);
  };
  function* partsUpTo(sha256: string, end: number) {
    for (let at = 0; at <= end; at += partBytes) {
      const data = part.first(sha256, at / partBytes)?.data;
      // Erased while it was being read.
      if (data === undefined) throw new Error(`the attached file ${sha256} is no longer there`);
      yield Buffer.from(data.subarray(0, end - at + 1));
    }
  }
  const find: AttachmentStore['find'] = async (sha256) => {
    const row = one.first(sha256);
    if (row === undefined || row.erased !== null) return null;
    const { bytes, kept_at: keptAt } = row;
    const read = (range?: { end: number }) =>
      Readable.from(partsUpTo(sha256, Math.min(range?.end ?? Infinity, bytes - 1)));
    return { bytes, keptAt, read };
  };
  return { find, erasureOf };
}

function markErased({ queries, run }: Database, sha256: string, { at, by }: Erasure): void {
  const gone = { bytes: 0, erased: JSON.stringify({ at, by }) };
  run(
    queries
      .insertInto('attachment_files')
      .values({ sha256, kept_at: at, ...gone })
      .onConflict((conflict) => conflict.column('sha256').doUpdateSet(gone)),
  );
}

function listIn({ queries, all }: Database): string[] {
  const kept = queries.selectFrom('attachment_files').select('sha256').where('erased', 'is', null);
  return all(kept.orderBy('sha256')).map(({ sha256 }) => sha256);
}

function erasuresIn(database: Database): (Erasure & { sha256: string })[] {
  const erased = database.queries
    .selectFrom('attachment_files')
    .select(['sha256', 'erased'])
    .where('erased', 'is not', null)
    .$narrowType<{ erased: string }>();
  return database.all(erased).map((row) => ({ sha256: row.sha256, ...(JSON.parse(row.erased) as Erasure) }));
}
