// The writing half of a link: sends updates, limits those on their way, and tracks acknowledgements (SY4).
import * as Y from 'yjs';
import { step2Frame, updateFrame } from '#wire/frames.ts';

/** `seq`: once this update has arrived, our log is sent up to here. */
export type Piece = { update: Uint8Array; seq: number };

export type Sender = {
  /** Sends the answer to a step 1: everything the other side lacks. Never empty. */
  answer(pieces: readonly Piece[]): void;
  /** Sends a later change of ours; earlier ones are in the answer. */
  offer(piece: Piece): void;
  /** The first `count` writing frames are durable at the upstream. */
  saved(count: number): void;
  /** Whether the answer and everything after it has been acknowledged. */
  isDone(): boolean;
};

// With more frames than this on their way, changes are merged into one. This stays far below a socket's 1,000 frames a
// second, and limits the data held for a slow upstream.
const framesOnTheWay = 32;
const frameBytes = 1024 * 1024;
// Merging costs more than linearly: 0.4 ms for 100 small updates, minutes for 50,000.
const frameUpdates = 200;

export function createSender(options: {
  send: (frame: Uint8Array) => void;
  /** Everything of our log up to `seq` has been acknowledged. */
  onSent: (seq: number) => void;
}): Sender {
  let waiting: Piece[] = [];
  const onTheWay: { count: number; seq: number }[] = [];
  let count = 0;
  let answered = false;

  const flush = (): void => {
    while (waiting.length > 0 && onTheWay.length < framesOnTheWay) {
      const batch = takeBatch(waiting);
      waiting = waiting.slice(batch.length);
      const { update, seq } = merge(batch);
      count += 1;
      onTheWay.push({ count, seq });
      options.send(count === 1 ? step2Frame(update) : updateFrame(update));
    }
  };

  return {
    answer(pieces) {
      answered = true;
      waiting.push(...pieces);
      flush();
    },
    offer(piece) {
      if (!answered) return;
      waiting.push(piece);
      flush();
    },
    saved(acknowledged) {
      let seq = 0;
      while (onTheWay[0] !== undefined && onTheWay[0].count <= acknowledged) {
        seq = Math.max(seq, onTheWay.shift()?.seq ?? 0);
      }
      if (seq > 0) options.onSent(seq);
      flush();
    },
    isDone: () => answered && waiting.length === 0 && onTheWay.length === 0,
  };
}

function takeBatch(waiting: readonly Piece[]): Piece[] {
  const batch: Piece[] = [];
  let bytes = 0;
  for (const piece of waiting) {
    bytes += piece.update.byteLength;
    if (batch.length > 0 && (bytes > frameBytes || batch.length === frameUpdates)) break;
    batch.push(piece);
  }
  return batch;
}

function merge(batch: readonly Piece[]): Piece {
  const seq = Math.max(...batch.map((piece) => piece.seq));
  const [first] = batch;
  const update =
    batch.length === 1 && first ? first.update : Y.mergeUpdates(batch.map((piece) => piece.update));
  return { update, seq };
}
