import type { Database } from '../storage/database.ts';
import type { Seat } from '../sync/rooms.ts';
import * as Y from 'yjs';
import type { Piece } from './sender.ts';

// Half of what one frame may hold (8 MiB): a difference larger than this travels in several.
const largestDiff = 4 * 1024 * 1024;
// What Yjs encodes when there is nothing to say: no structs, no deletions.
const emptyUpdateBytes = 2;

/**
 * What the other side lacks, having told its state vector, in pieces that each fit a frame and apply in order.
 * Normally one, possibly empty. A large difference cannot be cut, so it is told again from the log, leaving out
 * what they have.
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
