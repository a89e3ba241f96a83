// JN6: reads and verifies a record in steps, for a worker that reports progress. The runtime hashes large files, many
// times faster than the portable hash.
import { sha256, type Digest } from '../journal/hash.ts';
import { checkLog, readMembers } from './read-record.ts';
import { verifyRecord, type RecordVerdict } from './verify-record.ts';
import type { Verifier } from '../journal/verifier.ts';
import { sealed } from './seal.ts';

/** The runtime's asynchronous SHA-256; null when the runtime has none. */
export type SlowDigest = ((bytes: Uint8Array) => Promise<Uint8Array>) | null;

export type RecordSteps = {
  /** The record file. */
  file: Uint8Array;
  /** Null when signatures cannot be checked, as in a browser over plain http. */
  verifier: ((digest: Digest) => Verifier) | null;
  hash: SlowDigest;
  /** The team's statements about keys that it no longer vouches for (ending.ts). */
  endings: readonly string[];
  /** `share` is from 0 to 1. */
  tell: (what: 'reading' | 'checking', share: number) => void;
  /** Called when the checksum is correct, so the record can be shown. */
  opened: (members: ReadonlyMap<string, Uint8Array>) => void;
};

/** For smaller data the runtime's hash costs more time than it saves. */
const worthAskingBytes = 64 * 1024;

/** Throws RecordRefused for an incomplete or invalid record. Null: signatures cannot be checked here. */
export async function readAndVerify(steps: RecordSteps): Promise<RecordVerdict | null> {
  const { file, verifier, hash, tell, opened, endings } = steps;
  const known = rememberHashes();
  const learn = async (bytes: Uint8Array) => {
    if (hash !== null && bytes.length >= worthAskingBytes) known.keep(bytes, await hash(bytes));
  };
  tell('reading', 0.2);
  await learn(sealed(file));
  tell('reading', 0.6);
  const members = readMembers(file, known.digest);
  checkLog(members);
  opened(members);
  if (verifier === null) return null;
  const all = [...members.values()].reduce((sum, { length }) => sum + length, 1);
  let done = 0;
  for (const bytes of members.values()) {
    tell('checking', (done / all) * 0.8);
    await learn(bytes);
    done += bytes.length;
  }
  tell('checking', 0.8);
  return verifyRecord(members, verifier(known.digest), endings);
}

/** A digest with a cache of known hashes, keyed by the position of the bytes in memory. */
function rememberHashes(): { digest: Digest; keep(bytes: Uint8Array, hash: Uint8Array): void } {
  const known = new WeakMap<ArrayBufferLike, Map<string, Uint8Array>>();
  return {
    digest: (bytes) => known.get(bytes.buffer)?.get(placeOf(bytes)) ?? sha256(bytes),
    keep(bytes, hash) {
      const places = known.get(bytes.buffer) ?? new Map<string, Uint8Array>();
      places.set(placeOf(bytes), hash);
      known.set(bytes.buffer, places);
    },
  };
}

const placeOf = ({ byteOffset, length }: Uint8Array): string => `${byteOffset} ${length}`;
