// JN4: checks a room's facts against its journal: which are as signed, and which are missing, changed, duplicated or out
// of order. A missing end of a chain is only detectable with a later signature (room/record/signature.ts).
import { hashFact, tagFact, toHex } from './hash.ts';
import type { Ending } from './ending.ts';
import { lateIn, sayLate } from './late.ts';
import { decodeLink, joinBytes, noLink, readChains, signedPart, type JournalLink } from './link.ts';
import { readPass, type Verifier, type Vouched } from './verifier.ts';

export type JournalFinding = {
  /** One message for each fault. */
  faults: string[];
  /** Number of signed entries and of signing devices; `foreign`: those of another team. */
  signed: number;
  devices: number;
  foreign: number;
  /** Unsigned entries: those before the first link, and later ones. */
  before: number;
  unsigned: number;
};

type Checking = {
  incident: string;
  /** The team whose devices are expected. */
  team: string | null;
  facts: readonly unknown[];
  /** The items of the journal, in order. */
  journal: readonly unknown[];
  verifier: Verifier;
  /** JN9: keys that a team no longer vouches for (ending.ts). */
  endings?: ReadonlyMap<string, Ending>;
};

/** A fact with its place in the room. */
type Placed = { fact: unknown; place: number; tag: string };
type Chain = { links: JournalLink[]; who: Vouched; called: string };

export async function checkJournal(checking: Checking): Promise<JournalFinding> {
  const { journal, facts, verifier, team } = checking;
  const faults: string[] = [];
  const links = journal.flatMap((item) => decodeLink(item) ?? []);
  const strange = journal.length - links.length;
  if (strange > 0) faults.push(`changed: ${plural(strange, 'link')} of the journal cannot be read`);
  const chains = await readVouched(links, verifier, faults);
  const placed = new Map<string, Placed>();
  for (const [place, fact] of facts.entries()) {
    const tag = toHex(tagFact(fact, verifier.digest));
    const name = tag.slice(0, 32);
    if (!placed.has(name)) placed.set(name, { fact, place, tag });
  }
  const covered = new Set<Placed>();
  const hashes = new Set([noLink, ...links.map(({ bytes }) => verifier.digest(bytes))].map(toHex));
  const keys = new Set<string>();
  const foreign = new Set<string>();
  for (const chain of chains) {
    keys.add(chain.who.key);
    if (chain.who.team !== team) foreign.add(chain.who.key);
    await checkChain(chain, { ...checking, links, hashes, placed, covered, faults });
  }
  faults.push(...findLate(chains, checking.endings ?? new Map()));
  const began = Math.min(...links.map(({ at }) => at));
  const open = [...placed.values()].filter((each) => !covered.has(each));
  const before = open.filter(({ fact }) => links.length === 0 || notedOf(fact) < began).length;
  const counts = { before, unsigned: open.length - before };
  return { faults, signed: covered.size, devices: keys.size, foreign: foreign.size, ...counts };
}

async function readVouched(
  links: readonly JournalLink[],
  verifier: Verifier,
  faults: string[],
): Promise<Chain[]> {
  const chains: Chain[] = [];
  for (const [name, chain] of readChains(links, verifier.digest)) {
    const device = chain[0]?.device ?? null;
    if (device === null) {
      faults.push(
        `missing: the first link of chain ${name}, so ${plural(chain.length, 'link')} cannot be read`,
      );
      continue;
    }
    const who = await readPass(device.pass, verifier);
    if (who === null || who.key !== device.key)
      faults.push(`signed by an unknown key: ${plural(chain.length, 'link')} of chain ${name}`);
    else chains.push({ links: chain, who, called: `chain ${name} by ${who.name}` });
  }
  return chains;
}

/** JN9: one line for each key that signed entries after its team stopped vouching for it. */
function findLate(chains: readonly Chain[], endings: ReadonlyMap<string, Ending>): string[] {
  return [...endings.values()].flatMap((ending) => {
    const own = chains.filter(({ who }) => who.key === ending.key && who.team === ending.team);
    const late = lateIn(
      own.flatMap(({ links }) => links),
      ending,
    );
    return late === null ? [] : `signed after the key ended: ${sayLate(late)}`;
  });
}

type Deep = Checking & {
  links: readonly JournalLink[];
  /** The hashes of all links, and the hash that stands for no link. */
  hashes: ReadonlySet<string>;
  placed: ReadonlyMap<string, Placed>;
  covered: Set<Placed>;
  faults: string[];
};

async function checkChain({ links, who, called }: Chain, deep: Deep): Promise<void> {
  const { verifier, incident, faults } = deep;
  let last: JournalLink | null = null;
  for (const link of links) {
    const next: number = last === null ? 0 : last.n + 1;
    if (link.n < next) {
      faults.push(`doubled: link ${link.n} of ${called}`);
      continue;
    }
    if (link.n > next)
      faults.push(`missing: ${plural(link.n - next, 'link')} before link ${link.n} of ${called}`);
    const previous = toHex(link.previous);
    const isAfter =
      last === null || link.n > next
        ? deep.hashes.has(previous)
        : previous === toHex(verifier.digest(last.bytes));
    if (!isAfter && link.n === next)
      faults.push(
        last === null
          ? `missing: what ${who.name}’s device signed before ${called}`
          : `out of order: link ${link.n} of ${called} does not follow the one before it`,
      );
    if (await verifier.isSigned(who.key, signedPart(incident, link.body), link.signature))
      checkFacts(link, called, deep);
    else faults.push(`changed: link ${link.n} of ${called} is not as it was signed`);
    last = link;
  }
  const places = links.map((link) => deep.links.indexOf(link));
  if (places.some((place, index) => index > 0 && place < (places[index - 1] ?? 0)))
    faults.push(`out of order: the links of ${called}`);
}

/** Compares a link's claims about its facts with the room. */
function checkFacts(link: JournalLink, called: string, { placed, covered, verifier, faults }: Deep): void {
  const where = `of link ${link.n} of ${called}`;
  const hashes: Uint8Array[] = [];
  let after = -1;
  let isWhole = true;
  for (const [index, bytes] of link.tags.entries()) {
    const tag = toHex(bytes);
    const found = placed.get(tag.slice(0, 32));
    if (found === undefined || found.tag !== tag) {
      isWhole = false;
      faults.push(
        found === undefined
          ? `missing: entry ${index + 1} ${where}`
          : `changed: ${sayFact(found.fact)}, entry ${index + 1} ${where}`,
      );
      if (found !== undefined) covered.add(found);
      continue;
    }
    if (found.place < after) faults.push(`out of order: ${sayFact(found.fact)}, entry ${index + 1} ${where}`);
    after = Math.max(after, found.place);
    covered.add(found);
    hashes.push(hashFact(found.fact, verifier.digest));
  }
  if (isWhole && toHex(verifier.digest(joinBytes(hashes))) !== toHex(link.root))
    faults.push(`changed: an entry ${where}`);
}

function sayFact(fact: unknown): string {
  const { kind, id } =
    typeof fact === 'object' && fact !== null ? (fact as { kind?: unknown; id?: unknown }) : {};
  return `${typeof kind === 'string' ? kind.slice(0, 40) : 'an entry'} ${typeof id === 'string' ? id.slice(0, 40) : 'without an id'}`;
}

const notedOf = (fact: unknown): number =>
  typeof fact === 'object' && fact !== null && 'noted' in fact && typeof fact.noted === 'number'
    ? fact.noted
    : 0;

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
