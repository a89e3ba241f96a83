// AT10: attached files in the database, where several processes on several machines may work on it. A file is there whole
// and verified or not at all: its parts and its row are one transaction. Nothing is held in memory, because another process
// may keep or erase one meanwhile.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { attachmentLimits, isSha256 } from '#room/attachments.ts';
import type { Sql } from '../storage/sql.ts';
import { AttachmentRefused, type AttachmentStore, type Erasure } from './store.ts';

/** Small enough that reading many rows at once, as a copy does, stays within memory. */
const partBytes = 256 * 1024;

function prepare(sql: Sql) {
  return {
    one: sql.statement('SELECT bytes, kept_at, erased FROM attachment_files WHERE sha256 = ?'),
    all: sql.statement('SELECT sha256 FROM attachment_files WHERE erased IS NULL ORDER BY sha256'),
    gone: sql.statement('SELECT sha256, erased FROM attachment_files WHERE erased IS NOT NULL'),
    insert: sql.statement('INSERT INTO attachment_files (sha256, bytes, kept_at) VALUES (?, ?, ?)'),
    insertPart: sql.statement('INSERT INTO attachment_parts (sha256, part, data) VALUES (?, ?, ?)'),
    part: sql.statement('SELECT data FROM attachment_parts WHERE sha256 = ? AND part = ?'),
    dropParts: sql.statement('DELETE FROM attachment_parts WHERE sha256 = ?'),
    dropFile: sql.statement('DELETE FROM attachment_files WHERE sha256 = ?'),
    bury: sql.statement(
      `INSERT INTO attachment_files (sha256, bytes, kept_at, erased) VALUES (?, 0, ?, ?)
       ON CONFLICT (sha256) DO UPDATE SET bytes = 0, erased = excluded.erased`,
    ),
  };
}

export function openDatabaseAttachments({ sql, now }: { sql: Sql; now: () => number }): AttachmentStore {
  const listeners = new Set<(sha256: string) => void>();
  const { one, all, gone, insert, insertPart, part, dropParts, dropFile, bury } = prepare(sql);

  const erasureOf = (sha256: string): Erasure | null => {
    const erased = one.get(sha256)?.['erased'];
    return typeof erased === 'string' ? (JSON.parse(erased) as Erasure) : null;
  };
  const refuseErased = (sha256: string) => {
    const erasure = erasureOf(sha256);
    if (erasure !== null) throw new AttachmentRefused('erased', `${erasure.by} erased this file`);
  };
  function* partsUpTo(sha256: string, end: number) {
    for (let at = 0; at <= end; at += partBytes) {
      const data = part.get(sha256, at / partBytes)?.['data'];
      // Erased while it was read.
      if (!(data instanceof Uint8Array)) throw new Error(`the attached file ${sha256} is no longer there`);
      yield Buffer.from(data.subarray(0, end - at + 1));
    }
  }
  const find: AttachmentStore['find'] = async (sha256) => {
    const row = one.get(sha256);
    if (row === undefined || row['erased'] !== null) return null;
    const bytes = Number(row['bytes']);
    const read = (range?: { end: number }) =>
      Readable.from(partsUpTo(sha256, Math.min(range?.end ?? Infinity, bytes - 1)));
    return { bytes, keptAt: Number(row['kept_at']), read };
  };

  return {
    find,
    keep: async (sha256, bytes) => {
      if (!isSha256(sha256)) throw new Error(`${JSON.stringify(sha256)} is no SHA-256`);
      refuseErased(sha256);
      if ((await find(sha256)) !== null) return false;
      const whole = await gather(sha256, bytes);
      // Meanwhile, perhaps, by another process too.
      refuseErased(sha256);
      if ((await find(sha256)) !== null) return false;
      sql.transaction(() => {
        insert.run(sha256, whole.length, now());
        for (let at = 0; at < whole.length; at += partBytes)
          insertPart.run(sha256, at / partBytes, whole.subarray(at, at + partBytes));
      });
      for (const listener of listeners) listener(sha256);
      return true;
    },
    erase: async (sha256, { at, by }) =>
      sql.erase(() => {
        bury.run(sha256, at, JSON.stringify({ at, by }));
        dropParts.run(sha256);
      }),
    erasureOf,
    erasures: () =>
      gone.all().map((row) => ({
        sha256: String(row['sha256']),
        ...(JSON.parse(String(row['erased'])) as Erasure),
      })),
    release: async (sha256) =>
      sql.transaction(() => {
        dropParts.run(sha256);
        dropFile.run(sha256);
      }),
    list: async () => all.all().map((row) => String(row['sha256'])),
    onKept: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** All bytes, once they have this hash. */
async function gather(sha256: string, bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const hash = createHash('sha256');
  const chunks: Uint8Array[] = [];
  let count = 0;
  for await (const chunk of bytes) {
    count += chunk.length;
    if (count > attachmentLimits.bytes)
      throw new AttachmentRefused('too-large', `the file is larger than ${attachmentLimits.bytes} bytes`);
    hash.update(chunk);
    chunks.push(chunk);
  }
  const actual = hash.digest('hex');
  if (actual !== sha256) throw new AttachmentRefused('other-hash', `the bytes have the SHA-256 ${actual}`);
  return Buffer.concat(chunks);
}
