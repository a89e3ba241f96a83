// JN1: signs unsigned entries. Its only side effect is on the document; keys and clock are arguments.
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
  type JournalLink,
} from './link.ts';

/** A signing device. `pass` is the team's statement about its key. */
export type Signer = {
  key: string;
  pass: string;
  sign: (bytes: Uint8Array) => Uint8Array;
  /** Whether a link is valid and from a device of this team, so that its entries count as signed. */
  isGenuine: (link: JournalLink, first: JournalLink) => boolean;
  digest?: Digest;
};

type Signing = {
  incident: string;
  /** Selects the facts that need a signature. */
  isWanted: (fact: unknown) => boolean;
  /** The chain that this process began in this room; null for none. No other process may continue it. */
  chain: string | null;
  at: number;
};

/** Adds the needed links, in the order of the facts; returns their chain. */
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

/** The unsigned facts, in document order, which never changes. */
function findUnsigned(
  doc: Doc,
  chains: ReadonlyMap<string, JournalLink[]>,
  { isGenuine, digest = sha256 }: Signer,
  isWanted: (fact: unknown) => boolean,
): unknown[] {
  const wanted = new Map<string, unknown>();
  // The beginnings of tags, for a fast search through a long journal.
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

/** The last link of the device's most recently used chain in the room. */
function lastOf(chains: ReadonlyMap<string, JournalLink[]>, key: string): Uint8Array | null {
  const own = [...chains.values()].filter(([first]) => first?.device?.key === key);
  const last = own.flatMap((chain) => chain.at(-1) ?? []).toSorted((a, b) => a.at - b.at);
  return last.at(-1)?.bytes ?? null;
}
