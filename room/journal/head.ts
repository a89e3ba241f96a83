import type { Doc } from 'yjs';
import { sha256, toHex, type Digest } from './hash.ts';
import { decodeLink, joinBytes, journalOf, readChains, type JournalLink } from './link.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 160 bits as 8 groups of 4: Crockford's base 32, which has no letters that are taken for digits. */
export function fingerprint(hash: Uint8Array): string {
  let bits = 0;
  let held = 0;
  let text = '';
  for (const byte of hash.subarray(0, 20)) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += alphabet[(held >>> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return (text.match(/.{4}/gu) ?? []).join('-');
}

/** JN3: the hashes of the last links of all chains, sorted; hexadecimal. */
export const headsOf = (links: readonly JournalLink[], digest: Digest = sha256): string[] =>
  [...readChains(links, digest).values()]
    .flatMap((chain) => chain.at(-1) ?? [])
    .map(({ bytes }) => toHex(digest(bytes)))
    .toSorted();

/** JN3: two copies with the same value have the same journal; null for a room without one. */
export function headOf(links: readonly JournalLink[], digest: Digest = sha256): string | null {
  const last = [...readChains(links, digest).values()].flatMap((chain) => chain.at(-1) ?? []);
  if (last.length === 0) return null;
  const heads = last.map(({ bytes }) => digest(bytes)).toSorted(compareBytes);
  return fingerprint(digest(joinBytes(heads)));
}

/** The fingerprint of a room's current journal head. */
export const journalHead = (doc: Doc, digest: Digest = sha256): string | null =>
  headOf(
    journalOf(doc).flatMap((item) => decodeLink(item) ?? []),
    digest,
  );

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const [left, right] = [toHex(a), toHex(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
