// JN6: compares a record with its signatures and reports what is missing, changed, duplicated or out of order. Pure;
// used by the command line and by the window.
import { strFromU8 } from 'fflate';
import { checkJournal, plural, type JournalFinding } from '../journal/check-journal.ts';
import { toHex, utf8 } from '../journal/hash.ts';
import { readEndings } from '../journal/ending.ts';
import { sayMoment } from '../time/time.ts';
import { fingerprint } from '../journal/head.ts';
import { readBase64Url, readPass, type Verifier, type Vouched } from '../journal/verifier.ts';
import { canonicalJson } from '../text/plain.ts';
import { openRecord, parseRecord } from './read-record.ts';
import { recordFiles, RecordRefused, type RecordManifest } from './record.ts';
import {
  readParts,
  statementBytes,
  statementSchema,
  withoutSignature,
  type RoomParts,
  type Statement,
} from './signature.ts';

export type RecordVerdict =
  | ({ kind: 'whole'; entries: number; head: string | null; team: string; by: string } & Pick<
      JournalFinding,
      'devices' | 'before' | 'unsigned' | 'foreign'
    >)
  /** Made before records were signed, or by a server without a team's pass. */
  | { kind: 'not-signed'; entries: number }
  | { kind: 'faulty'; faults: readonly string[] };

/**
 * Verifies the unpacked files of a record, by name. `known`: endings of keys (JN9) that the caller knows, in addition
 * to those in the record. Never rejects because of the files' content.
 */
export async function verifyRecord(
  members: ReadonlyMap<string, Uint8Array>,
  verifier: Verifier,
  known: readonly string[] = [],
): Promise<RecordVerdict> {
  const read = readAll(members, verifier);
  if (typeof read === 'string') return { kind: 'faulty', faults: [read] };
  const { manifest, parts } = read;
  const { facts, journal, entries } = parts;
  const { signed } = manifest;
  if (signed === undefined && journal.length === 0) return { kind: 'not-signed', entries };
  const said = await readStatement(manifest, verifier);
  const { incident } = manifest;
  const team = said?.who.team ?? null;
  const endings = await readEndings([...known, ...(manifest.endedKeys ?? [])], verifier);
  const found = await checkJournal({ incident, team, facts, journal, verifier, endings });
  if (said === null) return { kind: 'faulty', faults: [whyNoStatement(manifest), ...found.faults] };
  const { statement, who } = said;
  const faults = [
    ...compareFiles(members, manifest, statement, verifier),
    ...compareRoom(parts, statement),
    ...found.faults,
    ...findLateSignature(manifest, who, endings),
  ];
  if (faults.length > 0) return { kind: 'faulty', faults };
  const { devices, before, unsigned, foreign } = found;
  const called = fingerprint(verifier.digest(utf8(who.team)));
  return {
    kind: 'whole',
    entries,
    head: parts.head,
    team: called,
    by: who.name,
    devices,
    before,
    unsigned,
    foreign,
  };
}

/** The content of the record, or why it cannot be opened. */
function readAll(
  members: ReadonlyMap<string, Uint8Array>,
  { digest }: Verifier,
): { manifest: RecordManifest; parts: RoomParts } | string {
  try {
    const contents = parseRecord(members);
    const room = openRecord(contents);
    const parts = readParts(room.doc, digest);
    room.doc.destroy();
    return { manifest: contents.manifest, parts };
  } catch (error) {
    if (error instanceof RecordRefused) return error.message;
    throw error;
  }
}

/** JN9: no fault, or that the record was made after the key of its signature ended. */
function findLateSignature(
  { madeAt }: RecordManifest,
  who: Vouched,
  endings: Awaited<ReturnType<typeof readEndings>>,
): string[] {
  const ended = endings.get(who.key);
  if (ended === undefined || ended.team !== who.team || madeAt < ended.endedAt) return [];
  return [
    `signed after the key ended: the record itself, by the device of ${who.name}, which the team vouches for until ${sayMoment(ended.endedAt)}`,
  ];
}

const whyNoStatement = ({ signed }: RecordManifest): string =>
  signed === undefined
    ? 'missing: the signature of the record, whose entries are signed'
    : 'signed by an unknown key, or changed: what the record says of itself is not as a device of a team signed it';

async function readStatement(
  { signed }: RecordManifest,
  verifier: Verifier,
): Promise<{ statement: Statement; who: Vouched } | null> {
  if (signed === undefined) return null;
  const statement = statementSchema.safeParse(readJson(signed.statement));
  const signature = readBase64Url(signed.signature);
  if (!statement.success || signature === null) return null;
  const { key, pass } = statement.data;
  const who = await readPass(pass, verifier);
  if (who === null || who.key !== key) return null;
  const isSigned = await verifier.isSigned(key, statementBytes(signed.statement), signature);
  return isSigned ? { statement: statement.data, who } : null;
}

function compareFiles(
  members: ReadonlyMap<string, Uint8Array>,
  manifest: RecordManifest,
  { files, manifest: said, incident }: Statement,
  { digest }: Verifier,
): string[] {
  const faults: string[] = [];
  const isWritten =
    strFromU8(members.get(recordFiles.manifest) ?? new Uint8Array()) === canonicalJson(manifest);
  if (
    !isWritten ||
    toHex(digest(utf8(withoutSignature(manifest)))) !== said ||
    manifest.incident !== incident
  )
    faults.push(`changed: ${recordFiles.manifest}`);
  for (const [name, hash] of Object.entries(files)) {
    const bytes = members.get(name);
    if (bytes === undefined) faults.push(`missing: ${name}`);
    else if (toHex(digest(bytes)) !== hash) faults.push(`changed: ${name}`);
  }
  for (const name of members.keys())
    if (name !== recordFiles.manifest && files[name] === undefined) faults.push(`added: ${name}`);
  return faults;
}

function compareRoom(parts: RoomParts, said: Statement): string[] {
  const faults: string[] = [];
  if (parts.entries < said.entries)
    faults.push(`missing: ${plural(said.entries - parts.entries, 'entry', 'entries')} of ${said.entries}`);
  if (parts.entries > said.entries) {
    const doubled = parts.doubles.map((name) => `doubled: the entry ${name}`);
    faults.push(
      ...(doubled.length > 0
        ? doubled
        : [`added: ${plural(parts.entries - said.entries, 'entry', 'entries')}`]),
    );
  }
  if (parts.entries === said.entries && parts.order !== said.order)
    faults.push('changed or out of order: the entries are not those that were signed, in that order');
  if (parts.links < said.links)
    faults.push(`missing: ${plural(said.links - parts.links, 'link')} of the journal`);
  else if (parts.heads.join(' ') !== said.heads.join(' ') || parts.links > said.links)
    faults.push('changed: the journal does not end where it was signed to end');
  for (const name of new Set([...Object.keys(said.texts), ...Object.keys(parts.texts)]))
    if (parts.texts[name] !== said.texts[name])
      faults.push(
        `${parts.texts[name] === undefined ? 'missing' : said.texts[name] === undefined ? 'added' : 'changed'}: the text ${name}`,
      );
  return faults;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
