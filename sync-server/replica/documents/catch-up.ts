import type { Database } from '../../storage/database.ts';
import type { Seat } from '../../sync/rooms.ts';
import * as Y from 'yjs';
import type { Piece } from './sender.ts';

// Half of a frame's limit (8 MiB): a larger difference is sent in several frames.
const largestDiff = 4 * 1024 * 1024;
// The size of an empty Yjs update: no structs, no deletions.
const emptyUpdateBytes = 2;

/**
 * The updates that the other side lacks by its state vector, in pieces that each fit a frame and apply in order.
 * Usually one piece, possibly empty. A large difference cannot be split, so it is read again from the log, without
 * the updates they have.
 */
export function collectCatchUp(options: {
  database: Database;
  document: string;
  seat: Seat;
  stateVector: Uint8Array;
  largestBytes?: number;
}): Piece[] {
  const { database, document, seat, stateVector, largestBytes = largestDiff } = options;
  const head = seat.head();
  const diff = seat.diff(stateVector);
  if (diff.byteLength <= largestBytes) return [{ update: diff, seq: head }];
  const log = database.prepare((db, of: string, upTo: number) =>
    db
      .selectFrom('document_updates')
      .select(['seq', 'data'])
      .where('document', '=', of)
      .where('seq', '<=', upTo)
      .orderBy('seq'),
  );
  const pieces: Piece[] = [];
  for (const { seq, data } of log.iterate(document, head)) {
    const update = Y.diffUpdate(data, stateVector);
    if (update.byteLength > emptyUpdateBytes) pieces.push({ update, seq });
  }
  return [...pieces, { update: diffOfNothing(), seq: head }];
}

function diffOfNothing(): Uint8Array {
  return Uint8Array.of(0, 0);
}
