// ST5: cold storage. What a document's snapshot covers, the log keeps for its history alone: of a room that rests, those
// rows are packed into one, and the snapshot is packed too. Opening such a room needs nothing of the log; whoever asks for
// that gets every row as it was.
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { Sql } from '../storage/sql.ts';
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

export function openColdLogs(sql: Sql): ColdLogs {
  const mark = sql.statement('SELECT up_to FROM cold_logs WHERE document = ?');
  const find = sql.statement('SELECT data FROM cold_logs WHERE document = ?');
  const keep = sql.statement(
    `INSERT INTO cold_logs (document, up_to, data) VALUES (?, ?, ?)
     ON CONFLICT (document) DO UPDATE SET up_to = excluded.up_to, data = excluded.data`,
  );
  const drop = sql.statement('DELETE FROM cold_logs WHERE document = ?');
  // The newest row stays: it says how far the document's log goes.
  const covered = sql.statement(
    `SELECT seq, at, author, data FROM document_updates WHERE document = ?
     AND seq <= (SELECT up_to FROM document_snapshots WHERE document = ?)
     AND seq < (SELECT max(seq) FROM document_updates WHERE document = ?) ORDER BY seq LIMIT ${mostRows}`,
  );
  const snapshot = sql.statement('SELECT up_to, data FROM document_snapshots WHERE document = ?');
  const after = sql.statement(
    'SELECT seq, data FROM document_updates WHERE document = ? AND seq > ? ORDER BY seq',
  );
  const cover = sql.statement(
    `INSERT INTO document_snapshots (document, up_to, data) VALUES (?, ?, ?)
     ON CONFLICT (document) DO UPDATE SET up_to = excluded.up_to, data = excluded.data
     WHERE excluded.up_to >= document_snapshots.up_to`,
  );
  const remove = sql.statement('DELETE FROM document_updates WHERE document = ? AND seq <= ?');

  const unpacked = (document: string): LoggedUpdate[] => {
    const data = find.get(document)?.['data'];
    return data instanceof Uint8Array ? unpack(document, data) : [];
  };
  return {
    over: (store) => ({
      ...store,
      load: async (document) => {
        const stored = await store.load(document);
        return stored && { ...stored, snapshot: stored.snapshot && opened(stored.snapshot) };
      },
      log: async (document, after = 0, limit = 1_000) => {
        // First what is not packed: rows that are packed meanwhile are then in both, and none is in neither.
        const rows = await store.log(document, after, limit);
        const upTo = Number(mark.get(document)?.['up_to'] ?? 0);
        if (after >= upTo) return rows;
        const cold = unpacked(document).filter(({ seq }) => seq > after);
        return [...cold, ...rows.filter(({ seq }) => seq > upTo)].slice(0, limit);
      },
      erase: async (document) => {
        await store.erase(document);
        sql.erase(() => void drop.run(document));
      },
    }),
    cover: (document) => {
      const before = snapshot.get(document);
      const tail = after.all(document, Number(before?.['up_to'] ?? 0));
      const known = before?.['data'];
      const isKnown = known instanceof Uint8Array;
      const upTo = Number(tail.at(-1)?.['seq'] ?? before?.['up_to'] ?? 0);
      if (upTo === 0 || (tail.length === 0 && isKnown && isPacked(known))) return;
      const parts = [...(isKnown ? [opened(known)] : []), ...tail.map(({ data }) => data as Uint8Array)];
      cover.run(document, upTo, packedSnapshot(encodeAll(parts)));
    },
    pack: (document) => {
      const more = covered.all(document, document, document).map((row): LoggedUpdate => {
        const { seq, at, author, data } = row;
        return {
          seq: Number(seq),
          document,
          at: Number(at),
          author: String(author),
          data: data as Uint8Array,
        };
      });
      const last = more.at(-1);
      if (last === undefined) return null;
      const packed = pack([...unpacked(document), ...more]);
      sql.transaction(() => {
        keep.run(document, last.seq, packed);
        remove.run(document, last.seq);
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
