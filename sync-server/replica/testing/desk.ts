// For tests of replica/: a replica in this process with its own rooms and database, and short waits.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { makeUlidSource } from '#room/facts/ulid.ts';
import { openAttachmentStore } from '../../attachments/store.ts';
import type { Database } from '../../storage/database.ts';
import { openStore } from '../../sync/store/open-store.ts';
import { openRooms, type Rooms } from '../../sync/rooms.ts';
import { startReplica, type Replica, type ReplicaOptions } from '../replica.ts';
import { silentLog } from './team.ts';
import { openTemporaryDatabase } from './database.ts';
import type { Timing } from '../timing.ts';

const quick: Partial<Timing> = {
  pingMs: 50,
  // A busy machine may pause for a second; tests of silence set less.
  silenceMs: 10_000,
  requestMs: 1_000,
  requestWhileAwayMs: 300,
  refusedRetryMs: 200,
  busyRetryMs: 100,
  lingerMs: 20,
  tellEveryMs: 5,
  rememberEveryMs: 10,
};

export type Desk = AsyncDisposable & { replica: Replica; rooms: Rooms; database: Database };
export type DeskOptions = Partial<Pick<ReplicaOptions, 'timing' | 'now' | 'log'>> & {
  /** Kept open when given, to simulate a restart. */
  database?: Database;
};

export function openDesk(urls: readonly string[], options: DeskOptions = {}): Desk {
  const owned = options.database === undefined ? openTemporaryDatabase() : null;
  const database = options.database ?? owned;
  if (database === null) throw new Error('there is always a database');
  const { now = Date.now, log = silentLog } = options;
  const rooms = openRooms({ store: openStore(database), now, log });
  const upstreams = urls.map((url) => ({ url, token: 'secret' }));
  const timing = { ...quick, ...options.timing };
  const folder = mkdtempSync(join(tmpdir(), 'muster-desk-'));
  const files = openAttachmentStore(folder);
  const replica = startReplica({
    upstreams,
    rooms,
    database,
    files,
    named: nothingNamed,
    now,
    log,
    timing,
    random: () => 0,
  });
  return {
    replica,
    rooms,
    database,
    [Symbol.asyncDispose]: async () => {
      await replica.close();
      await rooms.close();
      rmSync(folder, { recursive: true, force: true });
      await owned?.[Symbol.asyncDispose]();
    },
  };
}

const nothingNamed = { list: async () => [], onNamed: () => () => {}, close: () => {} };

export const makeId = makeUlidSource((bytes) => crypto.getRandomValues(new Uint8Array(bytes)), Date.now);

/** An incident as in the feed, with the fields that a replica reads. */
export function listed(id: string, change: Partial<IncidentSummary> = {}): IncidentSummary {
  return { id, status: 'triage', factCount: 1, lastNoted: 1, ...change } as IncidentSummary;
}

export async function until(isTrue: () => unknown, patienceMs = 60_000): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`did not happen within ${patienceMs} ms: ${String(isTrue)}`);
    await wait(5);
  }
}

export const writeText = (rooms: Rooms, document: string, text: string) =>
  rooms.change(document, 'somebody', (doc) => doc.getText('summary').insert(0, text));

export const readText = (rooms: Rooms, document: string) =>
  rooms.look(document, (doc) => doc.getText('summary').toJSON());
