// JN: the signed journal of a room. The server that stored facts (a desktop's own, or the team's) signs them in links;
// the links of one device form a chain. Links are bytes in the list `journal` of the room's document, beside the
// facts, so they are merged and synced like everything else. This file encodes and decodes links; it has no keys and
// verifies nothing.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { fromBase64Url, toBase64Url } from './base64url.ts';
import * as Y from 'yjs';
import { sha256, toHex, utf8, type Digest } from './hash.ts';

/** The list's name in a room's document. */
export const journalName = 'journal';
/** The most facts in one link. */
export const mostFactsOfLink = 500;

const version = 1;
const chainBytes = 16;
const hashBytes = 32;
const tagBytes = 24;
const signatureBytes = 64;

/** The first link of a chain names its device; the others name their chain. */
export type LinkContents = {
  /** Its place in the chain. */
  n: number;
  /** The chain's id, hexadecimal; null in the first link, because the id is that link's hash. */
  chain: string | null;
  /** Only in the first link: the device's public key (SPKI, base64url) and the team's pass for it. */
  device: { key: string; pass: string } | null;
  /** Hash of the previous link. In a first link: of the last link in the device's previous chain; zeros for none. */
  previous: Uint8Array;
  /** When it was signed, on the team's clock. */
  at: number;
  /** SHA-256 over the fact hashes, in order. */
  root: Uint8Array;
  /** One for each fact, in order (hash.ts). */
  tags: readonly Uint8Array[];
};
export type JournalLink = LinkContents & { bytes: Uint8Array; body: Uint8Array; signature: Uint8Array };

export const noLink = new Uint8Array(hashBytes);

/** The signed bytes: the room's id and the link. */
export const signedPart = (incident: string, body: Uint8Array): Uint8Array =>
  joinBytes([utf8(`muster journal\n${incident}\n`), body]);

export function encodeLink(contents: LinkContents, sign: (body: Uint8Array) => Uint8Array): Uint8Array {
  const { n, chain, device, previous, at, root, tags } = contents;
  const body = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, version);
    encoding.writeVarUint(encoder, n);
    if (device !== null) {
      encoding.writeVarUint8Array(encoder, fromBase64Url(device.key));
      encoding.writeVarString(encoder, device.pass);
    } else encoding.writeUint8Array(encoder, fromHex(chain ?? ''));
    encoding.writeUint8Array(encoder, previous);
    encoding.writeVarUint(encoder, at);
    encoding.writeUint8Array(encoder, root);
    encoding.writeVarUint(encoder, tags.length);
    for (const tag of tags) encoding.writeUint8Array(encoder, tag);
  });
  const signature = sign(body);
  return encoding.encode((encoder) => {
    encoding.writeVarUint8Array(encoder, body);
    encoding.writeUint8Array(encoder, signature);
  });
}

/** Cache: an open document keeps its links, and they are decoded often. */
const decoded = new WeakMap<Uint8Array, JournalLink | null>();

/** Null when it is not a link. */
export function decodeLink(bytes: unknown): JournalLink | null {
  if (!(bytes instanceof Uint8Array)) return null;
  const known = decoded.get(bytes);
  if (known !== undefined) return known;
  const link = decode(bytes);
  decoded.set(bytes, link);
  return link;
}

function decode(bytes: Uint8Array): JournalLink | null {
  try {
    const decoder = decoding.createDecoder(bytes);
    const body = decoding.readVarUint8Array(decoder);
    const signature = decoding.readUint8Array(decoder, signatureBytes);
    if (decoding.hasContent(decoder)) return null;
    const contents = decodeBody(body);
    return contents && { ...contents, bytes, body, signature };
  } catch {
    return null; // cut off
  }
}

function decodeBody(body: Uint8Array): LinkContents | null {
  const decoder = decoding.createDecoder(body);
  if (decoding.readVarUint(decoder) !== version) return null;
  const n = decoding.readVarUint(decoder);
  const device =
    n > 0
      ? null
      : {
          key: toBase64Url(decoding.readVarUint8Array(decoder)),
          pass: decoding.readVarString(decoder),
        };
  const chain = n > 0 ? toHex(decoding.readUint8Array(decoder, chainBytes)) : null;
  const previous = decoding.readUint8Array(decoder, hashBytes);
  const at = decoding.readVarUint(decoder);
  const root = decoding.readUint8Array(decoder, hashBytes);
  const count = decoding.readVarUint(decoder);
  if (count > mostFactsOfLink) return null;
  const tags: Uint8Array[] = [];
  while (tags.length < count) tags.push(decoding.readUint8Array(decoder, tagBytes));
  return decoding.hasContent(decoder) ? null : { n, chain, device, previous, at, root, tags };
}

/** The id of the chain that begins with this link. */
export const chainOf = (first: Uint8Array, digest: Digest = sha256): string =>
  toHex(digest(first).subarray(0, chainBytes));

/** Every item in a room's journal, valid link or not. */
export const journalOf = (doc: Y.Doc): unknown[] =>
  doc
    .getArray<unknown>(journalName)
    .toArray()
    .map((item) => (item instanceof Y.AbstractType ? null : item));

/** The links of a room grouped by chain, in chain order. */
export function readChains(
  links: readonly JournalLink[],
  digest: Digest = sha256,
): Map<string, JournalLink[]> {
  const chains = new Map<string, JournalLink[]>();
  for (const link of links) {
    const name = link.chain ?? chainOf(link.bytes, digest);
    const chain = chains.get(name);
    if (chain === undefined) chains.set(name, [link]);
    else chain.push(link);
  }
  for (const chain of chains.values()) chain.sort((a, b) => a.n - b.n);
  return chains;
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
    Number.parseInt(text.slice(2 * index, 2 * index + 2), 16),
  );
}
