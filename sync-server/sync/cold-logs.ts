// ST5: cold storage. What a document's snapshot covers, the log keeps for its history alone: of a room that rests, those
// rows are packed into one, and the snapshot is packed too. Opening such a room needs nothing of the log; whoever asks for
// that gets every row as it was.
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { Database } from '../storage/database.ts';
import type { DocumentStore, LoggedUpdate } from './document-store.ts';

/** Half the size of less effort, and still a few milliseconds a room. */
const params = { [constants.BROTLI_PARAM_QUALITY]: 7 };
/** In one go, so that packing stops nobody for long; the rest goes with the next pass. */
const mostRows = 5_000;

export type Packed = { rows: number; bytesBefore: number; bytesAfter: number };

export type ColdLogs = {
  /** The same store, whose log and erasing know of what was packed. */
  over(store: DocumentStore): DocumentStore;
  /** Makes a packed snapshot that covers all there is, so that all but the newest row can be packed. Durable on return. */
  cover(document: string): void;
  /** Packs what the snapshot covers, but the newest row; null where that is nothing. Durable on return. */
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

/** What the snapshot covers. The newest row stays: it says how far the document's log goes. */
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
    over: (store) => ({
      ...store,
      load: async (document) => {
        const stored = await store.load(document);
        return stored && { ...stored, snapshot: stored.snapshot && opened(stored.snapshot) };
      },
      log: async (document, from = 0, limit = 1_000) => {
        // First what is not packed: rows that are packed meanwhile are then in both, and none is in neither.
        const rows = await store.log(document, from, limit);
        const upTo = find.first(document)?.up_to ?? 0;
        if (from >= upTo) return rows;
        const cold = unpacked(document).filter(({ seq }) => seq > from);
        return [...cold, ...rows.filter(({ seq }) => seq > upTo)].slice(0, limit);
      },
      erase: async (document) => {
        await store.erase(document);
        database.erase(
          () => void database.run(queries.deleteFrom('cold_logs').where('document', '=', document)),
        );
      },
    }),
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

/** What a packed snapshot begins with: as an update of Yjs it would be of 34 thousand million clients. */
const packedMark = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x7f);

const isPacked = (snapshot: Uint8Array): boolean =>
  packedMark.every((byte, index) => snapshot[index] === byte);

const packedSnapshot = (snapshot: Uint8Array): Uint8Array =>
  Buffer.concat([packedMark, brotliCompressSync(snapshot, { params })]);

const opened = (snapshot: Uint8Array): Uint8Array =>
  isPacked(snapshot) ? new Uint8Array(brotliDecompressSync(snapshot.subarray(packedMark.length))) : snapshot;

/** One update with what all of them say, as a snapshot of the document would have it. */
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
