// JN2: signs facts written at this server, in log order, a moment after their commit. Its progress is one number: after
// a kill, the next start signs the rest of the log. Knows the log, the rooms and this server's key; knows nothing of
// the meaning of facts.
import { incidentOf, isRoomName } from '#wire/document-name.ts';
import type { Database } from '../storage/database.ts';
import { readKept, writeKept } from '../storage/kept-values.ts';
import * as Y from 'yjs';
import { nameOf } from '#room/journal/hash.ts';
import { mostFactsOfLink, signedPart, type JournalLink } from '#room/journal/link.ts';
import { signFacts, type Signer } from '#room/journal/write-links.ts';
import { gatherChanges, systemWallClock } from '../clock.ts';
import type { Passes } from '../hub/passes.ts';
import { digest } from '../records/digest.ts';
import { signing } from '../replica/unsent.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Log, Rooms } from '../sync/rooms.ts';

export type Journal = {
  /** Signs unsigned facts at once; resolves when the signatures are durable. */
  signNow(): Promise<void>;
  close(): Promise<void>;
};

export type JournalOptions = {
  database: Database;
  rooms: Pick<Rooms, 'change' | 'onChange'>;
  passes: Pick<Passes, 'device' | 'hasSigned'>;
  isPrimary: boolean;
  now: () => number;
  log: Log;
  waitMs?: number;
};

/** The team's server waits longer, so that a desktop that signs for itself comes first. */
const waitsMs = { replica: 5_000, primary: 20_000 };
const rowsAtOnce = 500;

export function openJournal(options: JournalOptions): Journal {
  const { rooms, isPrimary, log } = options;
  const { waitMs = isPrimary ? waitsMs.primary : waitsMs.replica } = options;
  const end = new AbortController();
  const sign = makeSigning(options, end.signal);
  const inTurn = makeTurns();
  const signNow = () => inTurn(sign);
  const begin = () => {
    signNow().catch((error: unknown) => {
      log.warn({ err: error }, 'entries could not be signed; the server tries again');
      if (!end.signal.aborted) changes.soon();
    });
  };
  const changes = gatherChanges(waitMs, begin);
  const stops = [rooms.onChange(changes.soon), changes.stop, systemWallClock.after(0, begin)];
  return {
    signNow,
    async close() {
      end.abort();
      stops.forEach((stop) => stop());
      await inTurn(async () => undefined);
    },
  };
}

/** Signs the new log entries since its last run. */
function makeSigning(options: JournalOptions, end: AbortSignal): () => Promise<void> {
  const { database, passes, isPrimary } = options;
  const rows = prepareReading(database, isPrimary);
  /** A later start trusts that everything up to `kept` is signed; `mark` is how far the log was read. */
  let kept = readMark(database) ?? keepMark(database, headOf(database));
  let mark = kept;
  const signRoom = makeRoomSigner(options);
  /**
   * Names of facts read from the log but not signed yet, by room. They stay longer than a moment only if a room
   * cannot be loaded.
   */
  const owed: Owed = new Map();
  return async () => {
    const head = headOf(database);
    const device = passes.device();
    if (device === null) return; // signed once the team vouches for this device
    let failed: unknown = null;
    while ((mark < head || owed.size > 0) && failed === null && !end.aborted) {
      const some = rows.all(mark, head);
      mark = some.length < rowsAtOnce ? head : (some.at(-1)?.seq ?? head);
      noteNames(some, owed);
      for (const [document, names] of owed) {
        try {
          await signRoom(document, names, device);
          owed.delete(document);
        } catch (error) {
          failed = error; // continue with the other rooms
        }
      }
    }
    if (owed.size === 0 && mark > kept) kept = keepMark(database, mark);
    if (failed !== null) throw failed;
  };
}

type Device = NonNullable<ReturnType<Passes['device']>>;

/** Signs the named facts of one room, unless they are signed already. */
function makeRoomSigner({ rooms, passes, now }: Pick<JournalOptions, 'rooms' | 'passes' | 'now'>) {
  /** The chain that this process began in each room. */
  const chains = new Map<string, string | null>();
  const genuine = new WeakMap<JournalLink, boolean>();
  const isGenuine = (incident: string, link: JournalLink, first: JournalLink): boolean => {
    const known = genuine.get(link);
    if (known !== undefined) return known;
    const { body, signature } = link;
    const is = first.device !== null && passes.hasSigned(first.device, signedPart(incident, body), signature);
    genuine.set(link, is);
    return is;
  };
  return async (document: string, names: ReadonlySet<string>, device: Device): Promise<void> => {
    const incident = incidentOf(document) ?? document;
    const signer: Signer = {
      ...device,
      isGenuine: (link, first) => isGenuine(incident, link, first),
      digest,
    };
    const all = [...names];
    for (let from = 0; from < all.length; from += mostFactsOfLink) {
      // Not all at once: ten thousand new entries would stop everybody who types for a second.
      const some = new Set(all.slice(from, from + mostFactsOfLink));
      const made = await rooms.change(document, signing, (doc) =>
        signFacts(doc, signer, {
          incident,
          isWanted: (fact) => some.has(nameOf(fact)),
          chain: chains.get(document) ?? null,
          at: Math.max(0, Math.round(now())),
        }),
      );
      if (made.signed > 0) chains.set(document, made.chain);
    }
  };
}

type Owed = Map<string, Set<string>>;

/** Collects the names of facts that the updates may have added; the room itself knows whether they exist. */
function noteNames(rows: readonly { document: string; data: Uint8Array }[], owed: Owed): void {
  for (const { document, data } of rows) {
    if (!isRoomName(document)) continue;
    for (const struct of Y.decodeUpdate(data).structs) {
      if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentAny)) continue;
      const names = owed.get(document) ?? new Set<string>();
      for (const fact of struct.content.arr as unknown[]) names.add(nameOf(fact));
      owed.set(document, names);
    }
  }
}

/**
 * A replica signs the updates written at it. The team's server signs every update that is still unsigned, by any
 * author.
 */
const prepareReading = ({ prepare }: Database, isPrimary: boolean) =>
  prepare((db, after: number, upTo: number) => {
    const written = db
      .selectFrom('document_updates')
      .select(['seq', 'document', 'data'])
      .where('seq', '>', after)
      .where('seq', '<=', upTo)
      .where('author', '<>', signing)
      .where('author', 'not like', 'upstream %');
    const own = isPrimary ? written : written.where('author', 'not like', 'replica of %');
    return own.orderBy('seq').limit(rowsAtOnce);
  });

function headOf(database: Database): number {
  const log = database.queries.selectFrom('document_updates');
  return database.first(log.select(({ fn }) => fn.max<number | null>('seq').as('head')))?.head ?? 0;
}

const markName = 'journal signed up to';

/** Null when nothing was ever signed here: older log entries stay unsigned (JN8). */
function readMark(database: Database): number | null {
  const kept = readKept(database, markName);
  return kept === null ? null : Number(kept);
}

function keepMark(database: Database, mark: number): number {
  writeKept(database, markName, String(mark));
  return mark;
}
