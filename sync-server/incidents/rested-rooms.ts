// Reading rooms once they rest: what is derived from a whole room (search, numbers) is made a moment after it changed,
// one room at a time, so that neither typing nor a start waits for it. Each reader says up to where it has read.
import { incidentOf, roomName } from '#wire/document-name.ts';
import { setImmediate } from 'node:timers/promises';
import type { Room } from '#room/incident.ts';
import { diskTrouble } from '../storage/disk-trouble.ts';
import type { Log, Rooms } from '../sync/rooms.ts';
import { readRoom } from './read-room.ts';

/** A room as it stands; null for one that is no room any more. */
export type Rested = { room: Room; texts: Readonly<Record<string, string>> } | null;

export type RoomReader = {
  /** The document's place in the log that each incident was read at. */
  heads(): ReadonlyMap<string, number>;
  read(incident: string, head: number, rested: Rested): void;
};

export type RestedRooms = {
  /** How many incidents have changes that were not read yet. */
  behind(): number;
  /** ER1: what the readers know of it goes, as of a room that is none. */
  forget(incident: string): void;
  close(): Promise<void>;
};

/** A room that goes on changing is read this often. */
const restMs = 2_000;
// Where many rooms change, reading them takes no more than a 40th of the time, as long as that is not too late.
const restPerWork = 40;
const longestRestMs = 10_000;

export async function followRestedRooms(options: {
  rooms: Rooms;
  readers: readonly RoomReader[];
  log: Log;
}): Promise<RestedRooms> {
  const { rooms, readers, log } = options;
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

  const readOne = async (incident: string, head: number) => {
    const rested = await rooms.look(roomName(incident), (doc, open): Rested => {
      if (open === null) return null;
      const { texts } = readRoom(incident, doc, open) as { texts: Record<string, string> };
      return { room: open.room(), texts };
    });
    for (const reader of readers) reader.read(incident, head, rested);
  };
  let isClosing = false;
  const readStale = async () => {
    // As it is now: what changes meanwhile rests first.
    const due = [...stale];
    for (const [incident, head] of due) {
      if (isClosing) return;
      try {
        await readOne(incident, head);
      } catch (error) {
        // It is there, and is read once the database is.
        if (diskTrouble(error) !== null) continue;
        // One room that cannot be read must not keep the others from being found and counted.
        log.error({ err: error, incident }, 'this room cannot be read, so search and numbers leave it out');
      }
      // It may have changed again meanwhile.
      if (stale.get(incident) === head) stale.delete(incident);
      // Whatever waits comes first: sockets, requests, checks.
      await setImmediate();
    }
  };
  let working: Promise<void> | null = null;
  let restedAt = performance.now();
  const timer = setInterval(() => {
    const began = performance.now();
    if (working !== null || stale.size === 0 || began < restedAt) return;
    working = readStale().finally(() => {
      working = null;
      const ended = performance.now();
      restedAt = ended + Math.min((ended - began) * restPerWork, longestRestMs) - restMs;
    });
  }, restMs).unref();

  return {
    behind: () => stale.size,
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
