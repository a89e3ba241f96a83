// Reads rooms once they are at rest. Data derived from a whole room (search, numbers) is updated a moment after its
// change, one room at a time, so that neither typing nor a start waits. Each reader knows how far it has read.
import { incidentOf, roomName } from '#wire/document-name.ts';
import { setImmediate } from 'node:timers/promises';
import type { Room } from '#room/view/room-view.ts';
import { diskTrouble } from '../storage/disk-trouble.ts';
import type { Log, Rooms } from '../sync/rooms.ts';
import { readRoom } from './read-room.ts';

/** A room with its present content; null if it no longer is a room. */
export type Rested = { room: Room; texts: Readonly<Record<string, string>> } | null;

export type RoomReader = {
  /** For each incident, the document's log position when it was read. */
  heads(): ReadonlyMap<string, number>;
  read(incident: string, head: number, rested: Rested): void;
};

export type RestedRooms = {
  /** Number of incidents with unread changes, without those that the caller may not see (TM2). */
  behind(hidden?: ReadonlySet<string>): number;
  /** ER1: makes the readers drop everything about it. */
  forget(incident: string): void;
  close(): Promise<void>;
};

/** A room that keeps changing is read this often. */
const restMs = 2_000;
// With many changing rooms, reading takes at most a 40th of the time, unless it would get too late.
const restPerWork = 40;
const longestRestMs = 10_000;

type Reading = { rooms: Rooms; readers: readonly RoomReader[]; log: Log };

async function readOne(incident: string, head: number, { rooms, readers }: Reading) {
  const rested = await rooms.look(roomName(incident), (doc, open): Rested => {
    if (open === null) return null;
    const { texts } = readRoom(incident, doc, open) as { texts: Record<string, string> };
    return { room: open.room(), texts };
  });
  for (const reader of readers) {
    reader.read(incident, head, rested);
    // In a large room, each may take several milliseconds. Sockets, requests and checks come first.
    await setImmediate();
  }
}

/** Reads the rooms that changed, until it is closed. */
async function readStale(stale: Map<string, number>, reading: Reading, isClosing: () => boolean) {
  // A copy: rooms that change meanwhile rest first.
  const due = [...stale];
  for (const [incident, head] of due) {
    if (isClosing()) return;
    try {
      await readOne(incident, head, reading);
    } catch (error) {
      // The room exists, and is read once the database works again.
      if (diskTrouble(error) !== null) continue;
      // One unreadable room must not keep the others from being found and counted.
      reading.log.error(
        { err: error, incident },
        'this room cannot be read, so search and numbers leave it out',
      );
    }
    // It may have changed in the meantime.
    if (stale.get(incident) === head) stale.delete(incident);
  }
}

export async function followRestedRooms(options: Reading): Promise<RestedRooms> {
  const { rooms, readers } = options;
  const stale = new Map<string, number>();
  const stop = rooms.onChange(({ document, head }) => {
    const incident = incidentOf(document);
    if (incident !== null) stale.set(incident, head);
  });
  const known = readers.map((reader) => reader.heads());
  for (const { document, head } of await rooms.documents()) {
    const incident = incidentOf(document);
    if (incident !== null && known.some((heads) => (heads.get(incident) ?? 0) < head))
      stale.set(incident, head);
  }

  let isClosing = false;
  let working: Promise<void> | null = null;
  let restedAt = performance.now();
  const timer = setInterval(() => {
    const began = performance.now();
    if (working !== null || stale.size === 0 || began < restedAt) return;
    working = readStale(stale, options, () => isClosing).finally(() => {
      working = null;
      const ended = performance.now();
      restedAt = ended + Math.min((ended - began) * restPerWork, longestRestMs) - restMs;
    });
  }, restMs).unref();

  return {
    behind: (hidden) => [...stale.keys()].filter((id) => hidden?.has(id) !== true).length,
    forget: (incident) => {
      stale.delete(incident);
      for (const reader of readers) reader.read(incident, reader.heads().get(incident) ?? 0, null);
    },
    close: async () => {
      isClosing = true;
      stop();
      clearInterval(timer);
      await working;
    },
  };
}
