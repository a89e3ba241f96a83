// y-websocket's frames (SY1, SY4) from the side of a client.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

const sync = 0;
const awareness = 1;
const queryAwareness = 3;
const saved = 4;
const step1 = 0;
const step2 = 1;
const update = 2;

export type Frame =
  | { type: 'step1'; stateVector: Uint8Array }
  /** Step 2 and update: the only frames that change a document. */
  | { type: 'step2' | 'update'; update: Uint8Array }
  | { type: 'awareness'; update: Uint8Array }
  | { type: 'query-awareness' }
  /** The first `count` writing frames of this socket are durable there. */
  | { type: 'saved'; count: number }
  | { type: 'unknown' };

/** Throws when the frame ends early. */
export function readFrame(bytes: Uint8Array): Frame {
  const decoder = decoding.createDecoder(bytes);
  switch (decoding.readVarUint(decoder)) {
    case sync:
      return readSync(decoder);
    case awareness:
      return { type: 'awareness', update: decoding.readVarUint8Array(decoder) };
    case queryAwareness:
      return { type: 'query-awareness' };
    case saved:
      return { type: 'saved', count: decoding.readVarUint(decoder) };
    default:
      return { type: 'unknown' };
  }
}

function readSync(decoder: decoding.Decoder): Frame {
  switch (decoding.readVarUint(decoder)) {
    case step1:
      return { type: 'step1', stateVector: decoding.readVarUint8Array(decoder) };
    case step2:
      return { type: 'step2', update: decoding.readVarUint8Array(decoder) };
    case update:
      return { type: 'update', update: decoding.readVarUint8Array(decoder) };
    default:
      return { type: 'unknown' };
  }
}

export const writeStep1 = (stateVector: Uint8Array) => write([sync, step1], stateVector);
export const writeStep2 = (diff: Uint8Array) => write([sync, step2], diff);
export const writeUpdate = (change: Uint8Array) => write([sync, update], change);
export const writeAwareness = (states: Uint8Array) => write([awareness], states);

function write(head: number[], body: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const number of head) encoding.writeVarUint(encoder, number);
  encoding.writeVarUint8Array(encoder, body);
  return encoding.toUint8Array(encoder);
}
