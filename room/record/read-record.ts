import { strFromU8 } from 'fflate';
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import type { Digest } from '../journal/hash.ts';
import { whyReadOnly } from '../log/migrate.ts';
import type { HistoryUpdate } from '../log/replay.ts';
import { openRoom, type OpenRoom } from '../log/room.ts';
import { measureLoading, measureLog } from '../merging/loading.ts';
import {
  attachmentIn,
  manifestSchema,
  recordFiles,
  recordLimits,
  RecordRefused,
  type RecordContents,
  type RecordManifest,
} from './record.ts';
import { unseal } from './seal.ts';
import { readZip } from './unzip.ts';

/** Reads a record's contents; `openRecord` opens its room. Throws only RecordRefused. */
export const readRecord = (file: Uint8Array, digest?: Digest): RecordContents =>
  parseRecord(readMembers(file, digest));

/** The files of a record by name; its room is one that can be loaded in reasonable time. Throws RecordRefused. */
export function readMembers(file: Uint8Array, digest?: Digest): ReadonlyMap<string, Uint8Array> {
  if (file.length > recordLimits.file)
    throw new RecordRefused(`This file is larger than ${recordLimits.file} bytes, which no record is.`);
  const members = readZip(unseal(file, digest));
  const manifest = readManifest(strFromU8(memberOf(members, recordFiles.manifest)));
  // RC3: a room can be made so that Yjs needs minutes to load it, and nothing else happens meanwhile (SY13).
  const { kind } = measureLoading(memberOf(members, recordFiles.room), recordLimits.loading);
  if (kind === 'too-much')
    throw new RecordRefused('This record is refused: its room would take too long to open.');
  if (kind === 'damaged') throw roomDamaged(manifest);
  return members;
}

/** RC3: refuses a record whose log would hold up the replay. Takes as long as to apply that log once. */
export function checkLog(members: ReadonlyMap<string, Uint8Array>): void {
  const log = readLog(memberOf(members, recordFiles.log));
  const { kind } = measureLog(
    log.map(({ update }) => update),
    recordLimits.replaying,
  );
  if (kind === 'too-much')
    throw new RecordRefused('This record is refused: its log would take too long to replay.');
  if (kind === 'damaged') throw logDamaged();
}

function memberOf(members: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const bytes = members.get(name);
  if (bytes === undefined) throw new RecordRefused(`This record is not whole: it has no ${name}.`);
  return bytes;
}

const logDamaged = () => new RecordRefused('This record cannot be read: its log is damaged.');
const roomDamaged = ({ title }: Pick<RecordManifest, 'title'>) =>
  new RecordRefused(`This record cannot be read: the room of ${title} is damaged.`);

/** Parses a record's files. Throws RecordRefused. */
export function parseRecord(files: ReadonlyMap<string, Uint8Array>): RecordContents {
  const find = (name: string) => memberOf(files, name);
  const manifest = readManifest(strFromU8(find(recordFiles.manifest)));
  const attachments = new Map<string, Uint8Array>();
  for (const [name, bytes] of files) {
    const sha256 = attachmentIn(name);
    if (sha256 !== null) attachments.set(sha256, bytes);
  }
  return {
    manifest,
    update: find(recordFiles.room),
    log: readLog(find(recordFiles.log)),
    attachments,
    markdown: strFromU8(find(recordFiles.markdown)),
    html: strFromU8(find(recordFiles.html)),
  };
}

/** Opens the room of a record in a new document. Throws RecordRefused when it is not a room. */
export function openRecord({ update, manifest }: Pick<RecordContents, 'update' | 'manifest'>): OpenRoom {
  const doc = new Y.Doc();
  const room = readRoomIn(doc, update);
  const isWhole = doc.store.pendingStructs === null && doc.store.pendingDs === null;
  if (room === null || !isWhole || room.room().declared === null) throw roomDamaged(manifest);
  const newer = whyReadOnly(doc.getMap('meta').get('version'));
  if (newer !== null) throw new RecordRefused(`This record was made by a later Muster. ${newer}`);
  return room;
}

function readRoomIn(doc: Y.Doc, update: Uint8Array): OpenRoom | null {
  try {
    Y.applyUpdate(doc, update);
    return openRoom(doc);
  } catch {
    // The bytes are not an update, or have other types than a room.
    return null;
  }
}

function readManifest(text: string) {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    throw new RecordRefused('This record cannot be read: its list of contents is damaged.');
  }
  const version = typeof said === 'object' && said !== null && 'version' in said ? said.version : 1;
  if (typeof version === 'number' && version > 1)
    throw new RecordRefused('This record was made by a later Muster. Update this one to open it.');
  const manifest = manifestSchema.safeParse(said);
  if (!manifest.success)
    throw new RecordRefused(
      `This record cannot be read: ${manifest.error.issues[0]?.path.join('.') || 'its list of contents'} is not as expected.`,
    );
  return manifest.data;
}

function readLog(bytes: Uint8Array): HistoryUpdate[] {
  try {
    const decoder = decoding.createDecoder(bytes);
    const count = decoding.readVarUint(decoder);
    const log: HistoryUpdate[] = [];
    // Reads entry by entry: a false count fails at the end of the bytes.
    while (log.length < count)
      log.push({ at: decoding.readVarUint(decoder), update: decoding.readVarUint8Array(decoder) });
    return log;
  } catch {
    throw logDamaged();
  }
}
