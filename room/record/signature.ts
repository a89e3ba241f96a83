// JN5: the signature of the server that made a record. It covers every file, and of the room the entries in order, the
// journal heads and each text. So any change of the record is detected, also at the end of a chain.
import { toBase64Url } from '../journal/base64url.ts';
import * as Y from 'yjs';
import { z } from 'zod';
import { hashFact, nameOf, toHex, utf8, type Digest } from '../journal/hash.ts';
import { headOf, headsOf } from '../journal/head.ts';
import { decodeLink, joinBytes, journalName, journalOf } from '../journal/link.ts';
import { canonicalJson } from '../text/plain.ts';
import { recordFiles, type RecordContents, type RecordManifest } from './record.ts';
import { encodeMembers } from './write-record.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/u);
export const statementSchema = z.strictObject({
  format: z.literal('muster-record-signature'),
  version: z.literal(1),
  incident: z.string(),
  /** The signing key, with the team's pass for it. */
  key: z.string(),
  pass: z.string(),
  /** SHA-256 of the manifest without the signature, and of every other file by name. */
  manifest: hash,
  files: z.record(z.string(), hash),
  entries: z.int().min(0),
  order: hash,
  links: z.int().min(0),
  heads: z.array(hash),
  head: z.string().nullable(),
  texts: z.record(z.string(), hash),
});
export type Statement = z.output<typeof statementSchema>;

export const statementBytes = (statement: string): Uint8Array => utf8(`muster record\n${statement}`);

/** The signed parts of a room, and the data to compare them with. */
export type RoomParts = Pick<Statement, 'entries' | 'order' | 'links' | 'heads' | 'head' | 'texts'> & {
  facts: readonly unknown[];
  journal: readonly unknown[];
  /** Duplicated entries. */
  doubles: readonly string[];
};

export function readParts(doc: Y.Doc, digest: Digest): RoomParts {
  const facts = doc
    .getArray<unknown>('facts')
    .toArray()
    .map((item) => (item instanceof Y.AbstractType ? null : item));
  const journal = journalOf(doc);
  const links = journal.flatMap((item) => decodeLink(item) ?? []);
  const seen = new Set<string>();
  const doubles = facts.map(nameOf).filter((name) => seen.size === seen.add(name).size);
  const texts = [...doc.share.keys()].filter((name) => !['facts', 'meta', journalName].includes(name));
  return {
    facts,
    journal,
    doubles,
    entries: facts.length,
    order: toHex(digest(joinBytes(facts.map((fact) => hashFact(fact, digest))))),
    links: journal.length,
    heads: headsOf(links, digest),
    head: headOf(links, digest),
    texts: Object.fromEntries(
      texts.toSorted().map((name) => [name, toHex(digest(utf8(doc.getText(name).toJSON())))]),
    ),
  };
}

type Signing = { key: string; pass: string; sign: (bytes: Uint8Array) => Uint8Array; digest: Digest };

/** The manifest with the signature of this device over the whole record. */
export function signRecord(contents: RecordContents, { key, pass, sign, digest }: Signing): RecordManifest {
  const { manifest, update } = contents;
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  const { entries, order, links, heads, head, texts } = readParts(doc, digest);
  doc.destroy();
  const members = encodeMembers(contents);
  members.delete(recordFiles.manifest);
  const statement = canonicalJson({
    format: 'muster-record-signature',
    version: 1,
    incident: manifest.incident,
    key,
    pass,
    manifest: toHex(digest(utf8(withoutSignature(manifest)))),
    files: Object.fromEntries([...members].map(([name, bytes]) => [name, toHex(digest(bytes))])),
    entries,
    order,
    links,
    heads,
    head,
    texts,
  } satisfies Statement);
  return {
    ...manifest,
    signed: { statement, signature: toBase64Url(sign(statementBytes(statement))) },
  };
}

/** The signed content of the manifest. */
export function withoutSignature({ signed: _signed, ...manifest }: RecordManifest): string {
  return canonicalJson(manifest);
}
