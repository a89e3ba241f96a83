import { createHash, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createRandom, type Random } from '../fixtures/random.ts';
import { checkJournal } from '../journal/check-journal.ts';
import { hashFact, toHex, type Digest } from '../journal/hash.ts';
import { fingerprint, journalHead } from '../journal/head.ts';
import { decodeLink, encodeLink, journalOf, signedPart, type JournalLink } from '../journal/link.ts';
import { makeVerifier } from '../journal/verifier.ts';
import { signFacts, type Signer } from '../journal/write-links.ts';
import { canonicalJson } from '../text/plain.ts';
import { readMembers } from './read-record.ts';
import type { RecordContents, RecordManifest } from './record.ts';
import { signRecord } from './signature.ts';
import { verifyRecord } from './verify-record.ts';
import { encodeMembers, writeRecord } from './write-record.ts';

const digest: Digest = (bytes) => createHash('sha256').update(bytes).digest();
// Both sides' own way of verifying: Web Crypto.
const verifier = makeVerifier(globalThis.crypto.subtle as Parameters<typeof makeVerifier>[0], digest);
const incident = '01JD4Z7Q0000000000000000AB';

type Device = Signer & { secret: KeyObject };
const keyOf = (key: KeyObject) => key.export({ format: 'der', type: 'spki' }).toString('base64url');

/** A team's server with its own pass, and how it gives passes to others. */
function makeTeam() {
  const pair = generateKeyPairSync('ed25519');
  const team = keyOf(pair.publicKey);
  const vouch = (key: string, name: string) => {
    const pass = {
      team,
      person: name.toLowerCase(),
      name,
      role: 'responder',
      key,
      issuedAt: 1,
      expiresAt: 2,
    };
    const body = Buffer.from(JSON.stringify(pass)).toString('base64url');
    return `${body}.${sign(null, Buffer.from(body), pair.privateKey).toString('base64url')}`;
  };
  const make = (name: string, { publicKey, privateKey } = generateKeyPairSync('ed25519')): Device => ({
    key: keyOf(publicKey),
    pass: vouch(keyOf(publicKey), name),
    sign: (bytes) => sign(null, bytes, privateKey),
    isGenuine: (link, first) =>
      first.device !== null &&
      verify(null, signedPart(incident, link.body), toKey(first.device.key), link.signature),
    digest,
    secret: privateKey,
  });
  return { server: make('The team', pair), make };
}
const toKey = (key: string) => ({ key: Buffer.from(key, 'base64url'), format: 'der', type: 'spki' }) as const;

const team = makeTeam();
const ana = team.make('Ana');
const bo = team.make('Bo');

let count = 0;
const makeFact = (by: string, text: string, noted = 1_700_000_000_000 + count) => {
  count += 1;
  return {
    id: `01JD4Z7Q${String(count).padStart(18, '0')}`,
    kind: 'note',
    at: noted,
    noted,
    by,
    text,
  };
};
const write = (doc: Y.Doc, ...facts: object[]) => doc.getArray<unknown>('facts').push(facts);
const declared = () => ({
  ...makeFact('ana', ''),
  kind: 'declared',
  title: 'Checkout fails',
  source: { type: 'person' },
});

/** Signs all that this device finds unsigned; its chain goes on, as in one life of a server. */
const chains = new Map<string, string | null>();
function signAll(
  doc: Y.Doc,
  device: Device,
  at = 1_700_000_100_000,
  isWanted: (fact: unknown) => boolean = () => true,
) {
  const name = `${doc.guid} ${device.key}`;
  const made = signFacts(doc, device, { incident, isWanted, chain: chains.get(name) ?? null, at });
  chains.set(name, made.chain);
  return made.signed;
}
function merge(a: Y.Doc, b: Y.Doc) {
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
}
const isBy = (person: string) => (fact: unknown) => (fact as { by?: unknown }).by === person;

/** Ana and Bo write together, apart, and together again; three devices sign. */
function makeRoom(): Y.Doc {
  const [here, there] = [new Y.Doc(), new Y.Doc()];
  write(here, declared(), makeFact('monitor', 'down'));
  signAll(here, team.server);
  merge(here, there);
  for (let round = 0; round < 4; round++) {
    write(here, makeFact('ana', `here ${round}`), makeFact('ana', `here too ${round}`));
    signAll(here, ana, undefined, isBy('ana'));
    write(there, makeFact('bo', `there ${round}`));
    signAll(there, bo, undefined, isBy('bo'));
    if (round === 2) merge(here, there);
  }
  here.getText('summary').insert(0, 'Half of the shops cannot pay.');
  there.getText('review/root-cause').insert(0, 'A migration.');
  merge(here, there);
  return here;
}

function makeContents(doc: Y.Doc, signer: Signer | null = ana): RecordContents {
  const file = new TextEncoder().encode('a picture of the graph');
  const manifest: RecordManifest = {
    format: 'muster-record',
    version: 1,
    incident,
    number: 'INC-7',
    title: 'Checkout fails',
    madeAt: 1_700_000_200_000,
    madeBy: 'Ana',
    people: { ana: 'Ana Reyes' },
    leftOut: [],
    hasLog: true,
  };
  const update = Y.encodeStateAsUpdate(doc);
  const contents = {
    manifest,
    update,
    log: [{ at: 1, update }],
    attachments: new Map([[Buffer.from(digest(file)).toString('hex'), file]]),
    markdown: '# Review',
    html: '<h1>Review</h1>',
  };
  return signer === null ? contents : { ...contents, manifest: signRecord(contents, { ...signer, digest }) };
}

let base: RecordContents;
beforeAll(() => {
  base = makeContents(makeRoom());
});
const check = (contents: RecordContents) => verifyRecord(encodeMembers(contents), verifier);
const faultsOf = async (contents: RecordContents) => {
  const verdict = await check(contents);
  return verdict.kind === 'faulty' ? verdict.faults.join('\n') : verdict.kind;
};

test('[JN1] a fact is hashed as canonical JSON, whatever the order of its keys', () => {
  const fact = { b: [1e21, -0, { z: 'é\u2028', a: null }], a: true, c: undefined };
  expect(canonicalJson(fact)).toBe('{"a":true,"b":[1e+21,0,{"a":null,"z":"é\u2028"}]}');
  expect(hashFact({ a: 1, b: 2 }, digest)).toEqual(hashFact({ b: 2, a: 1 }, digest));
  expect(toHex(hashFact({ a: 1, b: 2 }))).toBe(toHex(hashFact({ a: 1, b: 2 }, digest)));
});

test('[JN1] a link goes into bytes and back, and what is cut off or longer is none', () => {
  const [bytes] = journalOf(makeRoom()) as Uint8Array[];
  const link = decodeLink(bytes)!;
  expect(encodeLink(link, () => link.signature)).toEqual(bytes);
  expect(link.device).toEqual({ key: team.server.key, pass: team.server.pass });
  for (let length = 0; length < bytes!.length; length++)
    expect(decodeLink(bytes!.slice(0, length))).toBeNull();
  expect(decodeLink(new Uint8Array([...bytes!, 0]))).toBeNull();
});

test('[JN2] a signed entry is not signed again; a new life of a device begins a chain after its last one', async () => {
  const doc = new Y.Doc();
  write(doc, declared());
  expect(signAll(doc, ana)).toBe(1);
  expect(signAll(doc, ana)).toBe(0);
  expect(journalOf(doc)).toHaveLength(1);
  const before = signFacts(doc, ana, { incident, isWanted: () => true, chain: null, at: 5 });
  expect(before).toEqual({ chain: null, signed: 0 });
  write(doc, makeFact('ana', 'after a restart'));
  signFacts(doc, ana, { incident, isWanted: () => true, chain: null, at: 1_700_000_100_001 });
  const [first, second] = journalOf(doc).map((item) => decodeLink(item)!) as [JournalLink, JournalLink];
  expect(second.n).toBe(0);
  expect(second.previous).toEqual(new Uint8Array(digest(first.bytes)));
  expect(await check(makeContents(doc))).toMatchObject({ kind: 'whole', devices: 1 });
});

test('[JN2] entries that another only claims to have signed are signed all the same', () => {
  const doc = new Y.Doc();
  write(doc, declared());
  const forger = { ...ana, sign: () => new Uint8Array(64) };
  signFacts(doc, forger, { incident, isWanted: () => true, chain: null, at: 1 });
  expect(signAll(doc, team.server)).toBe(1);
});

test('[JN4] a merge of two partitions verifies on every computer that merges it, and has one head', async () => {
  const doc = makeRoom();
  const verdict = await check(makeContents(doc));
  expect(verdict).toMatchObject({
    kind: 'whole',
    entries: 14,
    devices: 3,
    before: 0,
    unsigned: 0,
    foreign: 0,
  });
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  expect(journalHead(copy)).toBe(journalHead(doc, digest));
  expect(verdict).toMatchObject({
    head: journalHead(doc),
    by: 'Ana',
    team: expect.stringMatching(/^(\w{4}-){7}\w{4}$/),
  });
  write(copy, makeFact('ana', 'more'));
  expect(journalHead(copy)).toBe(journalHead(doc));
  signAll(copy, ana);
  expect(journalHead(copy)).not.toBe(journalHead(doc));
});

test('[JN3] the fingerprint is 160 bits in letters and digits that are not taken for each other', () => {
  expect(fingerprint(new Uint8Array(32).fill(255))).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ');
  expect(fingerprint(Uint8Array.from({ length: 32 }, (_, index) => index))).toBe(
    '000G-40R4-0M30-E209-185G-R38E-1W81-24GK',
  );
  expect(journalHead(new Y.Doc())).toBeNull();
});

test('[JN8] entries from before signing began are counted, never called changed', async () => {
  const doc = new Y.Doc();
  write(doc, declared(), makeFact('ana', 'old'));
  const old = makeContents(doc, null);
  expect(await check(old)).toEqual({ kind: 'not-signed', entries: 2 });
  expect(await check(makeContents(doc))).toMatchObject({ kind: 'whole', before: 2, devices: 0, head: null });
  const began = 1_700_000_050_000;
  write(doc, makeFact('ana', 'new', began));
  signAll(doc, ana, began, (fact) => (fact as { noted: number }).noted >= began);
  write(doc, makeFact('ana', 'newest', began + 1));
  expect(await check(makeContents(doc))).toMatchObject({ kind: 'whole', entries: 4, before: 2, unsigned: 1 });
});

test('[JN4] devices of another team are counted, and keys that no team vouches for are named', async () => {
  const doc = makeRoom();
  const other = makeTeam();
  write(doc, makeFact('zoe', 'from elsewhere'));
  signAll(doc, other.make('Zoe'));
  expect(await check(makeContents(doc))).toMatchObject({ kind: 'whole', foreign: 1, devices: 4 });
  write(doc, makeFact('mal', 'by nobody'));
  signAll(doc, { ...team.make('Mal'), pass: ana.pass });
  expect(await faultsOf(makeContents(doc))).toContain('signed by an unknown key: 1 link');
});

test('[JN4] without the record’s own signature the journal alone finds what became of signed entries', async () => {
  const doc = makeRoom();
  const facts = doc.getArray<object>('facts').toArray();
  const journal = journalOf(doc);
  const look = async (changed: readonly unknown[], links = journal) => {
    const { faults } = await checkJournal({ incident, team: null, facts: changed, journal: links, verifier });
    return faults.join('\n');
  };
  expect(await look(facts)).toBe('');
  for (const index of facts.keys()) {
    expect(await look(facts.toSpliced(index, 1)), `drop ${index}`).toContain('missing: entry');
    expect(await look(facts.with(index, { ...facts[index], at: 1 })), `change ${index}`).toContain(
      'changed: ',
    );
  }
  expect(await look([facts[1], facts[0], ...facts.slice(2)])).toContain('out of order');
  const last = journal.findLastIndex((item) => decodeLink(item)!.n === 1);
  expect(await look(facts, journal.toSpliced(last, 1))).toContain('missing: 1 link before');
  // A chain that is gone as a whole, and the end of one, only the record's own signature finds.
  const gone = { incident, team: null, facts, journal: journal.slice(1), verifier };
  expect(await checkJournal(gone)).toMatchObject({ faults: [], signed: 12, before: 2 });
});

/** What somebody could do to a record, and what must be said of it. */
type Mutation = (random: Random) => { contents: RecordContents | Map<string, Uint8Array>; says: RegExp };

const rebuild = (change: (facts: unknown[], journal: Uint8Array[], doc: Y.Doc) => void): RecordContents => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, base.update);
  const facts = doc.getArray<unknown>('facts').toArray();
  const journal = journalOf(doc) as Uint8Array[];
  const made = new Y.Doc();
  for (const name of ['summary', 'review/root-cause'])
    made.getText(name).insert(0, doc.getText(name).toJSON());
  change(facts, journal, made);
  made.getArray('facts').push(facts);
  made.getArray('journal').push(journal);
  return { ...base, update: Y.encodeStateAsUpdate(made) };
};
const mutateFacts =
  (says: RegExp, change: (facts: unknown[], random: Random) => void): Mutation =>
  (random) => ({ contents: rebuild((facts) => change(facts, random)), says });
const mutateLinks =
  (says: RegExp, change: (links: Uint8Array[], random: Random) => void): Mutation =>
  (random) => ({ contents: rebuild((_facts, links) => change(links, random)), says });
const anywhere = (random: Random, list: readonly unknown[]) => 1 + random.below(list.length - 1);

const mutations: readonly Mutation[] = [
  (random) => {
    const members = encodeMembers(base);
    const [name, bytes] = random.pick([...members]);
    const changed = bytes.slice();
    const at = random.below(changed.length);
    changed[at] = changed[at]! ^ (1 << random.below(8));
    return { contents: members.set(name, changed), says: /./ };
  },
  mutateFacts(/missing: 1 entry/, (facts, random) => facts.splice(anywhere(random, facts), 1)),
  mutateFacts(/doubled: the entry/, (facts, random) => facts.push(facts[random.below(facts.length)])),
  mutateFacts(/out of order/, (facts, random) => {
    const at = random.below(facts.length - 1);
    facts.splice(at, 2, facts[at + 1], facts[at]);
  }),
  mutateFacts(/changed: note/, (facts, random) => {
    const at = anywhere(random, facts);
    facts[at] = { ...(facts[at] as object), text: `another text ${random.next()}` };
  }),
  mutateFacts(/added: 1 entry/, (facts, random) =>
    facts.splice(random.below(facts.length), 0, makeFact('mal', 'forged')),
  ),
  mutateLinks(/missing: 1 link of the journal/, (links, random) =>
    links.splice(random.below(links.length), 1),
  ),
  mutateLinks(/doubled: link/, (links, random) => links.push(links[random.below(links.length)]!)),
  mutateLinks(/out of order|does not end/, (links) => links.push(links.splice(1, 1)[0]!)),
  mutateLinks(/not as it was signed/, (links, random) => {
    const [a, b] = random.shuffle([...links.keys()]) as [number, number];
    const [left, right] = [decodeLink(links[a])!, decodeLink(links[b])!];
    links[a] = encodeLink(left, () => right.signature);
    links[b] = encodeLink(right, () => left.signature);
  }),
  mutateLinks(/unknown key|first link/, (links, random) => {
    const firsts = [...links.keys()].filter((at) => decodeLink(links[at])!.n === 0);
    const at = random.pick(firsts);
    const link = decodeLink(links[at])!;
    links[at] = encodeLink(
      { ...link, device: { ...link.device!, key: team.make('Mal').key } },
      () => link.signature,
    );
  }),
  (random) => ({
    contents: rebuild((_facts, _links, doc) => doc.getText('summary').insert(random.below(9), 'not ')),
    says: /changed: the text summary/,
  }),
  () => {
    const { signed: _, ...manifest } = base.manifest;
    return { contents: { ...base, manifest }, says: /missing: the signature of the record/ };
  },
  // Signed anew, by a device that the team does not know.
  () => ({
    contents: { ...base, manifest: signRecord(base, { ...team.make('Mal'), pass: ana.pass, digest }) },
    says: /unknown key/,
  }),
  (random) => ({
    contents: { ...base, manifest: { ...base.manifest, madeBy: `M${random.next()}` } },
    says: /changed: muster.json/,
  }),
  () => ({ contents: { ...base, attachments: new Map() }, says: /missing: attachments/ }),
];

test('[JN4] [JN5] of 1,000 changes to a record each is found and said', async () => {
  expect(await check(base)).toMatchObject({ kind: 'whole' });
  const random = createRandom(20_260_304);
  for (let round = 0; round < 1_000; round++) {
    // Half of them a byte of some file.
    const mutate = round % 2 === 0 ? mutations[0]! : random.pick(mutations.slice(1));
    const { contents, says } = mutate(random);
    const verdict = await verifyRecord(
      contents instanceof Map ? contents : encodeMembers(contents),
      verifier,
    );
    expect(verdict.kind, `round ${round}`).toBe('faulty');
    if (verdict.kind === 'faulty') expect(verdict.faults.join('\n'), `round ${round}`).toMatch(says);
  }
});

test('[JN5] a signed record is written and read as any other, and its signature is over what was written', async () => {
  const file = await writeRecord(base, { digest });
  expect(await verifyRecord(readMembers(file, digest), verifier)).toMatchObject({
    kind: 'whole',
    entries: 14,
  });
});

test('[JN1] a link covers 500 entries at most, and the rest goes on in the same chain', async () => {
  const doc = new Y.Doc();
  write(doc, declared(), ...Array.from({ length: 1_200 }, (_, index) => makeFact('ana', `entry ${index}`)));
  expect(signAll(doc, ana)).toBe(1_201);
  const links = journalOf(doc).map((item) => decodeLink(item)!);
  expect(links.map(({ n, tags }) => [n, tags.length])).toEqual([
    [0, 500],
    [1, 500],
    [2, 201],
  ]);
  expect(await check(makeContents(doc))).toMatchObject({ kind: 'whole', entries: 1_201, devices: 1 });
});

test('[JN1] a room of 10,000 entries grows by less than a fifth', () => {
  const doc = new Y.Doc();
  const random = createRandom(7);
  for (let entry = 0; entry < 10_000; entry += 20) {
    const batch = Array.from({ length: 20 }, () =>
      makeFact('ana', `what was seen ${random.next()} `.repeat(4)),
    );
    write(doc, ...batch);
    const ids = new Set(batch.map(({ id }) => id));
    signAll(doc, ana, undefined, (fact) => ids.has((fact as { id: string }).id));
  }
  const signed = Y.encodeStateAsUpdate(doc).length;
  const bare = new Y.Doc();
  bare.getArray('facts').push(doc.getArray('facts').toArray());
  const growth = signed / Y.encodeStateAsUpdate(bare).length;
  expect(growth).toBeLessThan(1.2);
});
