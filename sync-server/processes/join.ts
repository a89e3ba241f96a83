// The lead's part in the group: it takes in updates of other processes, so that everything that follows rooms sees
// them.
import type { Database } from '../storage/database.ts';
import { openStore } from '../sync/store/open-store.ts';
import type { Log, Rooms, RoomsOptions } from '../sync/rooms.ts';
import { followLog } from './follow-log.ts';
import { guardWrites } from '../storage/postgres/lease.ts';
import type { FanOut } from './fan-out.ts';
import { sharePresence, type SharedPresence } from './shared-presence.ts';

/** Lets parts of the lead send messages to the other processes; `secret` lets those send requests. */
export type Group = { fanOut: FanOut; secret: string };

type Joined = {
  forRooms: Pick<RoomsOptions, 'store' | 'seenUpTo' | 'limits'>;
  sharePresence(rooms: Rooms): SharedPresence;
  /** Call once everything that listens to the rooms does so. */
  begin(rooms: Rooms): void;
  close(): Promise<void>;
};

// Rooms open in other processes are unused here, but each of their changes is read, so more of them stay in memory.
const idleDocuments = 500;

/** Call before any document is opened; null when only one process uses the database. */
export async function joinGroup(options: {
  group: Group;
  database: Database;
  log: Log;
}): Promise<Joined | null> {
  const { database, log } = options;
  const { pool } = database;
  const { fanOut } = options.group;
  if (pool === null) return null;
  await guardWrites(pool);
  const followed = await followLog({ pool, store: openStore(database), fanOut, log });
  let presence: SharedPresence | null = null;
  return {
    forRooms: { store: followed.store, seenUpTo: followed.seenUpTo, limits: { idleDocuments } },
    sharePresence: (rooms) => {
      presence = sharePresence({ rooms, fanOut, now: () => performance.now(), log });
      return presence;
    },
    begin: (rooms) => followed.begin(rooms, true),
    close: async () => {
      presence?.close();
      await followed.close();
    },
  };
}
