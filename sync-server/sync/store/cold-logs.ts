// ST5: cold storage. Log rows that a document's snapshot covers are kept only for the history. In a resting room they
// are packed into one row, and the snapshot is packed too. Opening such a room does not read the log; reading its
// history returns every row unchanged.
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { Database } from '../../storage/database.ts';
import type { DocumentStore, LoggedUpdate } from './document-store.ts';

/** Half the size that a lower quality gives, and still only a few milliseconds a room. */
const params = { [constants.BROTLI_PARAM_QUALITY]: 7 };
/** Most rows for one pass, so that packing blocks nobody for long. The next pass takes the rest. */
const mostRows = 5_000;

export type Packed = { rows: number; bytesBefore: number; bytesAfter: number };

export type ColdLogs = {
  /** The same store, whose `log` and `erase` also cover packed rows. */
  over(store: DocumentStore): DocumentStore;
  /**
   * Saves a packed snapshot of the whole document, so that every row but the newest can be packed. Durable on return.
   */
  cover(document: string): void;
  /** Packs the rows that the snapshot covers, except the newest; null when there are none. Durable on return. */
  pack(document: string): Packed | null;
};

function prepareColdLogs({ prepare }: Database) {
  return {
    find: prepare((db, document: string) =>
      db.selectFrom('cold_logs').select(['up_to', 'data']).where('document', '=', document),
    ),
    keep: prepare((db, document: string, up_to: number, data: Uint8Array) =>
      db
        .insertInto('cold_logs')
        .values({ document, up_to, data })
        .onConflict((conflict) =>
          conflict.column('document').doUpdateSet((eb) => ({
            up_to: eb.ref('excluded.up_to'),
            data: eb.ref('excluded.data'),
          })),
        ),
    ),
    snapshot: prepare((db, document: string) =>
      db.selectFrom('document_snapshots').select(['up_to', 'data']).where('document', '=', document),
    ),
    after: prepare((db, document: string, after: number) =>
      db
        .selectFrom('document_updates')
        .select(['seq', 'data'])
        .where('document', '=', document)
        .where('seq', '>', after)
        .orderBy('seq'),
    ),
    cover: prepare((db, document: string, up_to: number, data: Uint8Array) =>
      db
        .insertInto('document_snapshots')
        .values({ document, up_to, data })
        .onConflict((conflict) =>
          conflict
            .column('document')
            .doUpdateSet((eb) => ({ up_to: eb.ref('excluded.up_to'), data: eb.ref('excluded.data') }))
            .whereRef('excluded.up_to', '>=', 'document_snapshots.up_to'),
        ),
    ),
  };
}

/** The rows that the snapshot covers, except the newest: that one says how far the document's log goes. */
function coveredRows({ queries, all }: Database, document: string): LoggedUpdate[] {
  const rows = queries.selectFrom('document_updates').where('document', '=', document);
  const newest = rows.select((eb) => eb.fn.max('seq').as('newest'));
  const upTo = queries.selectFrom('document_snapshots').select('up_to').where('document', '=', document);
  return all(
    rows
      .select(['seq', 'document', 'at', 'author', 'data'])
      .where('seq', '<=', upTo)
      .where('seq', '<', newest)
      .orderBy('seq')
      .limit(mostRows),
  );
}

export function openColdLogs(database: Database): ColdLogs {
  const { queries } = database;
  const { find, keep, snapshot, after, cover } = prepareColdLogs(database);

  const unpacked = (document: string): LoggedUpdate[] => {
    const data = find.first(document)?.data;
    return data === undefined ? [] : unpack(document, data);
  };
  return {
    over: (store) => storeOver(store, { database, find, unpacked }),
    cover: (document) => {
      const before = snapshot.first(document);
      const tail = after.all(document, before?.up_to ?? 0);
      const upTo = tail.at(-1)?.seq ?? before?.up_to ?? 0;
      if (upTo === 0 || (tail.length === 0 && before !== undefined && isPacked(before.data))) return;
      const parts = [...(before === undefined ? [] : [opened(before.data)]), ...tail.map(({ data }) => data)];
      cover.run(document, upTo, packedSnapshot(encodeAll(parts)));
    },
    pack: (document) => {
      const more = coveredRows(database, document);
      const last = more.at(-1);
      if (last === undefined) return null;
      const packed = pack([...unpacked(document), ...more]);
      const rows = queries.deleteFrom('document_updates').where('document', '=', document);
      database.transaction(() => {
        keep.run(document, last.seq, packed);
        database.run(rows.where('seq', '<=', last.seq));
      });
      const bytesBefore = more.reduce((sum, { data }) => sum + data.length, 0);
      return { rows: more.length, bytesBefore, bytesAfter: packed.length };
    },
  };
}

type Cold = Pick<ReturnType<typeof prepareColdLogs>, 'find'> & {
  database: Database;
  unpacked: (document: string) => LoggedUpdate[];
};

const storeOver = (store: DocumentStore, { database, find, unpacked }: Cold): DocumentStore => ({
  ...store,
  load: async (document) => {
    const stored = await store.load(document);
    return stored && { ...stored, snapshot: stored.snapshot && opened(stored.snapshot) };
  },
  log: async (document, from = 0, limit = 1_000) => {
    // Read unpacked rows first: rows packed in between are then in both reads, and none is missing.
    const rows = await store.log(document, from, limit);
    const upTo = find.first(document)?.up_to ?? 0;
    if (from >= upTo) return rows;
    const cold = unpacked(document).filter(({ seq }) => seq > from);
    return [...cold, ...rows.filter(({ seq }) => seq > upTo)].slice(0, limit);
  },
  erase: async (document) => {
    await store.erase(document);
    database.erase(
      () => void database.run(database.queries.deleteFrom('cold_logs').where('document', '=', document)),
    );
  },
});

/** First bytes of a packed snapshot. No real Yjs update begins so: it would have 34 billion clients. */
const packedMark = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x7f);

const isPacked = (snapshot: Uint8Array): boolean =>
  packedMark.every((byte, index) => snapshot[index] === byte);

const packedSnapshot = (snapshot: Uint8Array): Uint8Array =>
  Buffer.concat([packedMark, brotliCompressSync(snapshot, { params })]);

const opened = (snapshot: Uint8Array): Uint8Array =>
  isPacked(snapshot) ? new Uint8Array(brotliDecompressSync(snapshot.subarray(packedMark.length))) : snapshot;

/** Merges all parts into one update, as a snapshot of the document would hold it. */
function encodeAll(parts: readonly Uint8Array[]): Uint8Array {
  const doc = new Y.Doc();
  for (const part of parts) Y.applyUpdate(doc, part);
  const encoded = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return encoded;
}

function pack(rows: readonly LoggedUpdate[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, rows.length);
  for (const { seq, at, author, data } of rows) {
    encoding.writeVarUint(encoder, seq);
    encoding.writeVarUint(encoder, at);
    encoding.writeVarString(encoder, author);
    encoding.writeVarUint8Array(encoder, data);
  }
  return brotliCompressSync(encoding.toUint8Array(encoder), { params });
}

function unpack(document: string, packed: Uint8Array): LoggedUpdate[] {
  const decoder = decoding.createDecoder(new Uint8Array(brotliDecompressSync(packed)));
  return Array.from({ length: decoding.readVarUint(decoder) }, () => ({
    seq: decoding.readVarUint(decoder),
    document,
    at: decoding.readVarUint(decoder),
    author: decoding.readVarString(decoder),
    data: decoding.readVarUint8Array(decoder).slice(),
  }));
}
