import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { endingBytes } from '../journal/ending.ts';
import type { Digest } from '../journal/hash.ts';
import { makeVerifier } from '../journal/verifier.ts';
import { signFacts, type Signer } from '../journal/write-links.ts';
import type { RecordContents } from './record.ts';
import { signRecord } from './signature.ts';
import { verifyRecord } from './verify-record.ts';
import { readAndVerify } from './verify-steps.ts';
import { encodeMembers, writeRecord } from './write-record.ts';

const digest: Digest = (bytes) => createHash('sha256').update(bytes).digest();
const verifier = makeVerifier(globalThis.crypto.subtle as Parameters<typeof makeVerifier>[0], digest);
const incident = '01JD4Z7Q0000000000000000AB';
const keyOf = (key: KeyObject) => key.export({ format: 'der', type: 'spki' }).toString('base64url');

const pair = generateKeyPairSync('ed25519');
function makeDevice(name: string, { publicKey, privateKey } = generateKeyPairSync('ed25519')): Signer {
  const pass = { team: keyOf(pair.publicKey), person: name, name, role: 'responder', key: keyOf(publicKey) };
  const body = Buffer.from(JSON.stringify(pass)).toString('base64url');
  return {
    key: pass.key,
    pass: `${body}.${sign(null, Buffer.from(body), pair.privateKey).toString('base64url')}`,
    sign: (bytes) => sign(null, bytes, privateKey),
    isGenuine: () => true,
    digest,
  };
}
const team = { server: makeDevice('The team', pair) };
const ana = makeDevice('Ana');
const bo = makeDevice('Bo');

let count = 0;
const makeFact = (by: string, text: string) => {
  count += 1;
  const id = `01JD4Z7Q${String(count).padStart(18, '0')}`;
  return { id, kind: 'note', at: count, noted: count, by, text };
};
const declared = () => ({
  ...makeFact('ana', ''),
  kind: 'declared',
  title: 'Checkout fails',
  source: { type: 'person' },
});
const write = (doc: Y.Doc, ...facts: object[]) => doc.getArray<unknown>('facts').push(facts);
let chain: string | null = null;
function signAll(doc: Y.Doc, device: Signer, at: number) {
  chain = signFacts(doc, device, { incident, isWanted: () => true, chain, at }).chain;
}
const makeRoom = () => {
  const doc = new Y.Doc();
  chain = null;
  write(doc, declared(), makeFact('ana', 'early'));
  signAll(doc, ana, 1_000);
  return doc;
};

function makeContents(doc: Y.Doc, signer: Signer | null = ana): RecordContents {
  const file = new TextEncoder().encode(
    'a log that is long enough to ask the runtime for its hash '.repeat(2_000),
  );
  const update = Y.encodeStateAsUpdate(doc);
  const contents: RecordContents = {
    manifest: {
      format: 'muster-record',
      version: 1,
      incident,
      number: 'INC-7',
      title: 'Checkout fails',
      madeAt: 1_700_000_200_000,
      madeBy: 'Ana',
      people: {},
      leftOut: [],
      hasLog: true,
    },
    update,
    log: [{ at: 1, update }],
    attachments: new Map([[Buffer.from(digest(file)).toString('hex'), file]]),
    markdown: '# Review',
    html: '<h1>Review</h1>',
  };
  return signer === null ? contents : { ...contents, manifest: signRecord(contents, { ...signer, digest }) };
}

const keyEnds = (key: string, name: string, endedAt: number, signer = team.server) => {
  const said = { format: 'muster-key-ended', team: team.server.key, key, person: 'p', name, endedAt };
  const body = Buffer.from(JSON.stringify(said)).toString('base64url');
  return `${body}.${Buffer.from(signer.sign(endingBytes(body))).toString('base64url')}`;
};

test('[JN9] entries that a key signed before it ended stay whole; later ones are named, a line for each key', async () => {
  const doc = makeRoom();
  write(doc, makeFact('ana', 'late'), makeFact('ana', 'later'));
  signAll(doc, ana, 2_000);
  const members = encodeMembers(makeContents(doc, team.server));
  const verdict = (endings: readonly string[]) => verifyRecord(members, verifier, endings);
  expect(await verdict([])).toMatchObject({ kind: 'whole' });
  expect(await verdict([keyEnds(ana.key, 'Ana', 2_001)])).toMatchObject({ kind: 'whole' });
  expect(await verdict([keyEnds(ana.key, 'Ana', 2_000)])).toEqual({
    kind: 'faulty',
    faults: [
      'signed after the key ended: 2 entries by the device of Ana, which the team vouches for until 1970-01-01 00:00 UTC',
    ],
  });
  // Nobody but the team ends a key, and another's key is another's.
  expect(await verdict([keyEnds(ana.key, 'Ana', 0, bo)])).toMatchObject({ kind: 'whole' });
  expect(await verdict([keyEnds(bo.key, 'Bo', 0), 'nonsense', 'a.b'])).toMatchObject({ kind: 'whole' });
});

test('[JN9] a record carries what its team said of keys, and one that a lost device made says so itself', async () => {
  const doc = makeRoom();
  const endedKeys = [keyEnds(ana.key, 'Ana', 1_700_000_000_000)];
  const before = { ...makeContents(doc, null) };
  const contents = { ...before, manifest: { ...before.manifest, endedKeys } };
  const made = (by: Signer) => ({ ...contents, manifest: signRecord(contents, { ...by, digest }) });
  expect(await verifyRecord(encodeMembers(made(team.server)), verifier)).toMatchObject({ kind: 'whole' });
  expect(await verifyRecord(encodeMembers(made(ana)), verifier)).toMatchObject({
    kind: 'faulty',
    faults: [expect.stringContaining('signed after the key ended: the record itself, by the device of Ana')],
  });
});

test('[JN10] read in steps, a record is opened before its signatures are verified, and says how far it is', async () => {
  const file = await writeRecord(makeContents(makeRoom()), { digest });
  const told: string[] = [];
  const hashed: number[] = [];
  const verdict = await readAndVerify({
    file,
    endings: [],
    verifier: (fast) => ({ ...verifier, digest: fast }),
    hash: async (bytes) => {
      hashed.push(bytes.length);
      return digest(bytes);
    },
    tell: (what, share) => told.push(`${what} ${share >= 0 && share <= 1}`),
    opened: (members) => told.push(`opened ${members.size > 4}`),
  });
  expect(verdict).toMatchObject({ kind: 'whole' });
  expect(hashed.length, 'the zip and its one large file').toBe(2);
  expect([...new Set(told)]).toEqual(['reading true', 'opened true', 'checking true']);
  const damaged = file.slice();
  damaged[300] = damaged[300]! ^ 1;
  const refused = readAndVerify({
    file: damaged,
    endings: [],
    verifier: null,
    hash: async (bytes) => digest(bytes),
    tell: () => undefined,
    opened: () => told.push('opened after all'),
  });
  await expect(refused).rejects.toThrow('damaged or was changed');
  expect(told).not.toContain('opened after all');
});
