// JN1: signs the entries that are not signed yet. Pure but for the document it adds to; keys and clock are arguments.
import type { Doc } from 'yjs';
import { hashFact, sha256, tagFact, toHex, type Digest } from './hash.ts';
import {
  chainOf,
  decodeLink,
  encodeLink,
  joinBytes,
  journalName,
  journalOf,
  mostFactsOfLink,
  noLink,
  readChains,
  signedPart,
  type Link,
} from './link.ts';

/** A device that signs. `pass` is the team's word for its key. */
export type Signer = {
  key: string;
  pass: string;
  sign: (bytes: Uint8Array) => Uint8Array;
  /** Whether what a link covers counts as signed: it is of a device of this team, and whole. */
  isGenuine: (link: Link, first: Link) => boolean;
  digest?: Digest;
};

type Signing = {
  incident: string;
  /** Of the facts, those to be signed unless they are. */
  isWanted: (fact: unknown) => boolean;
  /** The chain that this process began in this room; null for none. It is never another's to go on with. */
  chain: string | null;
  at: number;
};

/** Adds as many links as it takes, in the order of the facts; answers the chain they are in. */
export function signFacts(doc: Doc, signer: Signer, { incident, isWanted, at, ...given }: Signing) {
  const { digest = sha256, key, pass } = signer;
  const links = journalOf(doc).flatMap((item) => decodeLink(item) ?? []);
  const chains = readChains(links, digest);
  const open = findUnsigned(doc, chains, signer, isWanted);
  const written = given.chain === null ? undefined : chains.get(given.chain)?.at(-1);
  let chain = written === undefined ? null : given.chain;
  let n = written === undefined ? 0 : written.n + 1;
  const before = written?.bytes ?? lastOf(chains, key);
  let previous = before === null ? noLink : digest(before);
  const fresh: Uint8Array[] = [];
  for (let from = 0; from < open.length; from += mostFactsOfLink, n++) {
    const facts = open.slice(from, from + mostFactsOfLink);
    const contents = {
      n,
      chain,
      device: chain === null ? { key, pass } : null,
      previous,
      at,
      root: digest(joinBytes(facts.map((fact) => hashFact(fact, digest)))),
      tags: facts.map((fact) => tagFact(fact, digest)),
    };
    const bytes = encodeLink(contents, (body) => signer.sign(signedPart(incident, body)));
    chain ??= chainOf(bytes, digest);
    previous = digest(bytes);
    fresh.push(bytes);
  }
  if (fresh.length > 0) doc.transact(() => doc.getArray<unknown>(journalName).push(fresh));
  return { chain, signed: open.length };
}

/** In the order of the document, which nothing changes later. */
function findUnsigned(
  doc: Doc,
  chains: ReadonlyMap<string, Link[]>,
  { isGenuine, digest = sha256 }: Signer,
  isWanted: (fact: unknown) => boolean,
): unknown[] {
  const wanted = new Map<string, unknown>();
  // What a tag begins with, so that looking through a long journal is quick.
  const beginnings = new Set<number>();
  doc.getArray<unknown>('facts').forEach((fact) => {
    if (!isWanted(fact)) return;
    const tag = tagFact(fact, digest);
    beginnings.add(beginning(tag));
    if (!wanted.has(toHex(tag))) wanted.set(toHex(tag), fact);
  });
  if (wanted.size === 0) return [];
  for (const chain of chains.values())
    for (const link of chain)
      for (const tag of link.tags) {
        const name = beginnings.has(beginning(tag)) ? toHex(tag) : '';
        if (wanted.has(name) && chain[0] !== undefined && isGenuine(link, chain[0])) wanted.delete(name);
      }
  return [...wanted.values()];
}

const beginning = (tag: Uint8Array): number => (tag[0]! << 24) | (tag[1]! << 16) | (tag[2]! << 8) | tag[3]!;

/** The device's newest link in the room: of its chain that was written to last. */
function lastOf(chains: ReadonlyMap<string, Link[]>, key: string): Uint8Array | null {
  const own = [...chains.values()].filter(([first]) => first?.device?.key === key);
  const last = own.flatMap((chain) => chain.at(-1) ?? []).toSorted((a, b) => a.at - b.at);
  return last.at(-1)?.bytes ?? null;
}
