// The signed form of a fact: SHA-256 of its canonical JSON (RFC 8785: sorted keys, no spaces), as UTF-8.
import * as lib0Sha256 from 'lib0/hash/sha256';
import { encodeUtf8 } from 'lib0/string';
import { canonicalJson } from '../text/plain.ts';

/** SHA-256. A server passes its own faster implementation. */
export type Digest = (bytes: Uint8Array) => Uint8Array;
export const sha256: Digest = (bytes) => lib0Sha256.digest(bytes);

export const utf8 = (text: string): Uint8Array => encodeUtf8(text);

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The SHA-256 of the canonical JSON. All values that are not JSON share one hash. */
export function hashFact(fact: unknown, digest: Digest = sha256): Uint8Array {
  return digest(utf8(jsonOf(fact)));
}

function jsonOf(fact: unknown): string {
  try {
    return canonicalJson(fact);
  } catch {
    return 'what is no JSON'; // a big integer, or endless nesting; validation refuses both
  }
}

/** The identity of a fact: its id, or its whole content without one. */
export const nameOf = (fact: unknown): string =>
  typeof fact === 'object' && fact !== null && 'id' in fact && typeof fact.id === 'string'
    ? `id ${fact.id}`
    : `json ${jsonOf(fact)}`;

/** 16 bytes identify the fact, 8 detect changes. Only the link's `root` is a secure commitment. */
export function tagFact(fact: unknown, digest: Digest = sha256): Uint8Array {
  const tag = new Uint8Array(24);
  tag.set(digest(utf8(nameOf(fact))).subarray(0, 16));
  tag.set(hashFact(fact, digest).subarray(0, 8), 16);
  return tag;
}
