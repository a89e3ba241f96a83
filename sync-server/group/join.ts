// The lead's part in the group: it takes in what others write, so that everything that follows rooms hears of it.
import type { Database } from '../storage/database.ts';
import { openStore } from '../sync/open-store.ts';
import type { Log, Rooms, RoomsOptions } from '../sync/rooms.ts';
import { followLog } from './follow-log.ts';
import { guardWrites } from '../storage/postgres/lease.ts';
import type { FanOut } from './fan-out.ts';
import { sharePresence, type SharedPresence } from './shared-presence.ts';

/** What the parts of the lead need to know of the others: how to tell them something, and the word that lets them ask. */
export type Group = { fanOut: FanOut; secret: string };

type Joined = {
  forRooms: Pick<RoomsOptions, 'store' | 'seenUpTo' | 'limits'>;
  sharePresence(rooms: Rooms): SharedPresence;
  /** To be called when everything that listens to the rooms does so. */
  begin(rooms: Rooms): void;
  close(): Promise<void>;
};

// Rooms that people have open in the other processes are nobody's here, and each of their changes is read.
const idleDocuments = 500;

/** To be called before any document is opened; null where the database is one process's alone. */
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
