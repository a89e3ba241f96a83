// SY1: encodes and decodes y-websocket's frames, for both ends of a connection, and SY4's own frame. Reading never
// throws: invalid bytes give null.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { decodeStateVector } from 'yjs';

/** The first number of a frame. */
export const frameKinds = { sync: 0, awareness: 1, auth: 2, queryAwareness: 3, saved: 4 } as const;
const syncKinds = { step1: 0, step2: 1, update: 2 } as const;

// Size limits: a state vector has about 10 bytes per client of the document; stock clients repeat the presence of a
// full room in one frame.
const mostVectorBytes = 1024 * 1024;
const mostPresenceBytes = 1024 * 1024;

export type PresenceEntry = { client: number; clock: number; state: string };

export type Frame =
  | { kind: 'step1'; stateVector: Uint8Array }
  /** `isAnswer`: a sync step 2. A client answers every step 1 with it, even when it has no updates. */
  | { kind: 'write'; update: Uint8Array; isAnswer: boolean }
  /** `entries` is the decoded `update`. */
  | { kind: 'awareness'; update: Uint8Array; entries: PresenceEntry[] }
  | { kind: 'queryAwareness' }
  /** SY4: the first `count` writing frames of this connection are durable. */
  | { kind: 'saved'; count: number }
  /** Over a size limit, so it was not read. */
  | { kind: 'excessive'; what: string }
  /** A known kind that is ignored. */
  | { kind: 'other' }
  /** A kind that this version does not know. */
  | { kind: 'unknown' };

/** Returns a copy, because `bytes` may be part of a buffer that is reused. */
export function readFrame(bytes: Uint8Array): Frame | null {
  try {
    const decoder = decoding.createDecoder(bytes);
    switch (decoding.readVarUint(decoder)) {
      case frameKinds.sync:
        return readSync(decoder);
      case frameKinds.awareness:
        return readAwareness(readBytes(decoder));
      case frameKinds.queryAwareness:
        return { kind: 'queryAwareness' };
      case frameKinds.saved:
        return { kind: 'saved', count: decoding.readVarUint(decoder) };
      case frameKinds.auth:
        return { kind: 'other' };
      default:
        return { kind: 'unknown' };
    }
  } catch {
    // lib0 throws on malformed bytes; the error has no further use.
    return null;
  }
}

function readSync(decoder: decoding.Decoder): Frame {
  const kind = decoding.readVarUint(decoder);
  if (kind === syncKinds.step2 || kind === syncKinds.update)
    return { kind: 'write', update: readBytes(decoder), isAnswer: kind === syncKinds.step2 };
  if (kind !== syncKinds.step1) return { kind: 'unknown' };
  const stateVector = readBytes(decoder);
  if (stateVector.length > mostVectorBytes) return { kind: 'excessive', what: 'a state vector' };
  decodeStateVector(stateVector);
  return { kind: 'step1', stateVector };
}

function readAwareness(update: Uint8Array): Frame {
  if (update.length > mostPresenceBytes) return { kind: 'excessive', what: 'an awareness update' };
  return { kind: 'awareness', update, entries: readPresence(update) };
}

function readBytes(decoder: decoding.Decoder): Uint8Array {
  const length = decoding.readVarUint(decoder);
  const end = decoder.pos + length;
  // lib0 would read beyond the view, into the rest of its buffer.
  if (end > decoder.arr.length) throw new RangeError('the frame ends early');
  const body = new Uint8Array(decoder.arr.subarray(decoder.pos, end));
  decoder.pos = end;
  return body;
}

/** The entries of an awareness update; throws on malformed bytes. States stay JSON text. */
export function readPresence(update: Uint8Array): PresenceEntry[] {
  const decoder = decoding.createDecoder(update);
  const count = decoding.readVarUint(decoder);
  const entries: PresenceEntry[] = [];
  for (let i = 0; i < count; i++) {
    const client = decoding.readVarUint(decoder);
    const clock = decoding.readVarUint(decoder);
    entries.push({ client, clock, state: decoding.readVarString(decoder) });
  }
  return entries;
}

export function writePresence(entries: readonly PresenceEntry[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length);
    for (const { client, clock, state } of entries) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarString(encoder, state);
    }
  });
}

/** Kinds are below 128, so each is one byte. lib0's encoder would allocate 100 bytes first and copy them. */
function frame(first: number, second: number | null, body: Uint8Array): Uint8Array {
  const kinds = second === null ? 1 : 2;
  const whole = new Uint8Array(kinds + lengthOfVarUint(body.length) + body.length);
  whole[0] = first;
  if (second !== null) whole[1] = second;
  let at = kinds;
  let left = body.length;
  for (; left > 127; left = Math.floor(left / 128)) whole[at++] = 128 | (left & 127);
  whole[at++] = left;
  whole.set(body, at);
  return whole;
}

function lengthOfVarUint(value: number): number {
  let bytes = 1;
  for (let left = value; left > 127; left = Math.floor(left / 128)) bytes += 1;
  return bytes;
}

export const step1Frame = (stateVector: Uint8Array) => frame(frameKinds.sync, syncKinds.step1, stateVector);
export const step2Frame = (update: Uint8Array) => frame(frameKinds.sync, syncKinds.step2, update);
export const updateFrame = (update: Uint8Array) => frame(frameKinds.sync, syncKinds.update, update);
export const awarenessFrame = (update: Uint8Array) => frame(frameKinds.awareness, null, update);

/** SY4. Stock clients do not know the message and ignore it. */
export function savedFrame(writes: number): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, frameKinds.saved);
    encoding.writeVarUint(encoder, writes);
  });
}

/** SY4: the kind of a writing frame; null for a frame that writes nothing. */
export function writingFrame(bytes: Uint8Array): 'update' | 'step2' | null {
  if (bytes[0] !== frameKinds.sync) return null;
  if (bytes[1] === syncKinds.step2) return 'step2';
  return bytes[1] === syncKinds.update ? 'update' : null;
}
