// ER: erasing an incident for good. The erasure is recorded first and permanently. So the next start can finish after a
// kill, and no desktop can bring its copy back.
import { incidentOf, roomName } from '#wire/document-name.ts';
import { eraseIncident } from '../storage/erase-incident.ts';
import type { Database } from '../storage/database.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Log, Rooms } from '../sync/rooms.ts';
import type { Incidents } from './incidents.ts';
import type { RestedRooms } from './rested-rooms.ts';
import { createListeners } from '../listeners.ts';

/** `at`: epoch ms. `by` is a name, since the person may be removed later. */
export type Erasure = { id: string; number: string | null; at: number; by: string };

/** Erasures at this server; opened before the rooms, which ask it. */
export type Erasures = {
  list(): readonly Erasure[];
  /** Null for an incident that exists, or never existed. */
  of(incident: string): Erasure | null;
  isErased(document: string): boolean;
  keep(erasure: Erasure): void;
};

export type Erasing = Erasures & {
  /** When it resolves, the erasure is durable and the incident is gone from memory. A repetition does nothing. */
  erase(erasure: Erasure): Promise<void>;
  onErase(listener: (erasure: Erasure) => void): () => void;
  /** Finishes erasures that a kill interrupted. */
  finish(): Promise<void>;
};

export function openErasures(database: Database): Erasures {
  const { queries } = database;
  const rows = database.all(queries.selectFrom('erased_incidents').selectAll().orderBy('at'));
  const known = new Map(
    rows.map(({ incident: id, number, at, by_name: by }): [string, Erasure] => [id, { id, number, at, by }]),
  );
  return {
    list: () => [...known.values()],
    of: (incident) => known.get(incident) ?? null,
    isErased: (document) => known.has(incidentOf(document) ?? ''),
    keep: (erasure) => {
      if (known.has(erasure.id)) return;
      const { id, number, at, by } = erasure;
      database.run(
        queries
          .insertInto('erased_incidents')
          .values({ incident: id, number, at, by_name: by })
          .onConflict((conflict) => conflict.doNothing()),
      );
      known.set(id, erasure);
    },
  };
}

type Options = {
  erasures: Erasures;
  database: Database;
  rooms: Rooms;
  incidents: Pick<Incidents, 'look' | 'forget' | 'list'>;
  restedRooms: Pick<RestedRooms, 'forget'>;
  files: { erase(sha256: string, erasure: Pick<Erasure, 'at' | 'by'>): Promise<void> };
  log: Log;
};

async function attachedTo(incident: string, incidents: Options['incidents']): Promise<string[]> {
  const files = await incidents.look(incident, (_doc, room) => room.room().attachments);
  return (files ?? []).map(({ sha256 }) => sha256);
}

/** A file's bytes are deleted unless another room names it too. */
async function eraseFiles(own: readonly string[], erasure: Erasure, { incidents, files }: Options) {
  const going = new Set(own);
  for (const { id } of incidents.list()) {
    if (going.size === 0) return;
    for (const sha256 of await attachedTo(id, incidents)) going.delete(sha256);
  }
  for (const sha256 of going) await files.erase(sha256, { at: erasure.at, by: erasure.by });
}

export function openErasing(options: Options): Erasing {
  const { erasures, database, rooms, incidents, restedRooms, log } = options;
  const listeners = createListeners<[erasure: Erasure]>();
  const inTurn = makeTurns();

  const take = async (erasure: Erasure) => {
    const { id } = erasure;
    const isNew = erasures.of(id) === null;
    const own = isNew ? await attachedTo(id, incidents) : [];
    erasures.keep(erasure);
    await rooms.erase(roomName(id));
    restedRooms.forget(id);
    incidents.forget(id);
    eraseIncident(database, id, roomName(id));
    await eraseFiles(own, erasure, options);
    log.info({ incident: id, number: erasure.number }, 'an incident was erased for good');
    if (isNew) listeners.tell(erasure);
  };

  return {
    ...erasures,
    erase: (erasure) => inTurn(() => take(erasure)),
    onErase: listeners.add,
    finish: async () => {
      for (const erasure of erasures.list()) {
        const left = await rooms.history(roomName(erasure.id), 0, 1);
        if (left.length > 0) await inTurn(() => take(erasure));
      }
    },
  };
}
