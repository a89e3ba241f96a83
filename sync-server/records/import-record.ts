// RC4: takes a record into this server: as a new incident, or merged into the room that is here. The room goes through
// the door that every update goes through, so what is here is added to and never rewritten (SY7). Only client ids are
// nobody's (SY14): a server that was put back from an older copy takes in what was written on since.
import { roomName } from '#wire/document-name.ts';
import type { Severity } from '#room/facts/fact.ts';
import { openRecord, readRecord } from '#room/record/read-record.ts';
import { RecordRefused, type RecordContents } from '#room/record/record.ts';
import { AttachmentRefused, type AttachmentStore } from '../attachments/store.ts';
import type { Incidents } from '../incidents/incidents.ts';
import { UpdateRefused, type Log, type Rooms } from '../sync/rooms.ts';
import { digest } from './digest.ts';

/** The result: how many facts (`facts`) and files (`files`) were new here. */
export type RecordImport = {
  id: string;
  number: string | null;
  isNew: boolean;
  facts: number;
  files: number;
  /** Names of files that the room mentions and that are not here. */
  filesMissing: readonly string[];
};

type Importing = {
  rooms: Pick<Rooms, 'join' | 'look'>;
  incidents: Pick<Incidents, 'knows' | 'look' | 'awaitForeign'>;
  attachments: AttachmentStore;
  /** The importer's name in the log of updates. */
  author: string;
  /** An incident that came as a file pages nobody. */
  quieten: (id: string, severity: Severity) => void;
  now: () => number;
  log: Log;
};

/** A clock may differ by as much. */
const aheadMs = 60_000;
const withinMs = 30_000;

/** Throws RecordRefused, having changed nothing of any room. */
export async function importRecord(file: Uint8Array, importing: Importing): Promise<RecordImport> {
  const { incidents, now, log } = importing;
  const contents = readRecord(file, digest);
  const { incident: id } = contents.manifest;
  const room = openRecord(contents);
  const noted = room.room().lastNoted ?? 0;
  const { attachments: named, severity } = room.room();
  room.close();
  if (noted > now() + aheadMs)
    throw new RecordRefused('This record is refused: something in it was written after now.');
  const isNew = !incidents.knows(id);
  const before = isNew ? 0 : await countFacts(id, incidents);
  if (isNew) importing.quieten(id, severity.value);
  const files = await keepFiles(contents, importing);
  if (isNew) incidents.awaitForeign(id);
  await merge(id, contents, importing);
  const { number, facts } = await importing.rooms.look(roomName(id), (_doc, open) => {
    const { number: called, factCount } = open!.room();
    return { number: called, facts: factCount - before };
  });
  const missing: string[] = [];
  for (const { sha256, name } of named)
    if ((await importing.attachments.find(sha256)) === null) missing.push(name);
  log.info({ incident: id, isNew, facts, files }, 'a record was imported');
  return { id, number, isNew, facts, files, filesMissing: [...new Set(missing)] };
}

const countFacts = async (id: string, incidents: Importing['incidents']): Promise<number> =>
  (await incidents.look(id, (_doc, open) => open.room().factCount)) ?? 0;

const nothing = () => undefined;

async function merge(id: string, { update }: RecordContents, { rooms, author }: Importing): Promise<void> {
  const peer = { author, isOutside: true, onUpdate: nothing, onAwareness: nothing };
  const seat = await rooms.join(roomName(id), peer);
  // An update that builds on missing changes waits; leaving ends the waiting.
  const timer = setTimeout(() => seat.leave(), withinMs);
  try {
    await seat.receive(update);
  } catch (error) {
    const why =
      error instanceof UpdateRefused ? error.message : 'its room cannot be merged with the one here';
    throw new RecordRefused(`This record is refused: ${why}.`, { cause: error });
  } finally {
    clearTimeout(timer);
    seat.leave();
  }
}

/** Files erased here stay erased. Bytes that do not match their hash are left out. */
async function keepFiles(
  { attachments }: RecordContents,
  { attachments: store }: Importing,
): Promise<number> {
  let kept = 0;
  for (const [sha256, bytes] of attachments) {
    try {
      if (await store.keep(sha256, chunksOf(bytes))) kept += 1;
    } catch (error) {
      if (!(error instanceof AttachmentRefused)) throw error;
      if (error.why !== 'erased')
        throw new RecordRefused(
          'This record is refused: an attached file does not have the SHA-256 in its name.',
          {
            cause: error,
          },
        );
    }
  }
  return kept;
}

async function* chunksOf(bytes: Uint8Array) {
  yield bytes;
}
