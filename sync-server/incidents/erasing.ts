// ER: taking an incident away for good. That it was erased is kept first and for good, so that a kill in the middle is
// made up for at the next start, and that no desktop brings back what it still has.
import { incidentOf, roomName } from '#wire/document-name.ts';
import { forgetDroppedWords } from '../storage/search-index.ts';
import type { Sql } from '../storage/sql.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Log, Rooms } from '../sync/rooms.ts';
import type { Incidents } from './incidents.ts';
import type { RestedRooms } from './rested-rooms.ts';

/** `at`: epoch ms. `by` is a name: people come and go. */
export type Erasure = { id: string; number: string | null; at: number; by: string };

/** What was erased here; there from before the rooms open, because they ask it. */
export type Erasures = {
  list(): readonly Erasure[];
  /** Null for an incident that is there, or never was. */
  of(incident: string): Erasure | null;
  isErased(document: string): boolean;
  keep(erasure: Erasure): void;
};

export type Erasing = Erasures & {
  /** Durable, and gone from memory, when it resolves; twice is once. */
  erase(erasure: Erasure): Promise<void>;
  onErase(listener: (erasure: Erasure) => void): () => void;
  /** Finishes what a kill interrupted. */
  finish(): Promise<void>;
};

export function openErasures(sql: Sql): Erasures {
  const insert = sql.statement(
    'INSERT INTO erased_incidents (incident, number, at, by_name) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const rows = sql.statement('SELECT incident, number, at, by_name FROM erased_incidents ORDER BY at').all();
  const known = new Map(
    rows.map((row): [string, Erasure] => {
      const [id, number] = [String(row['incident']), row['number']];
      const erasure = { id, number: number === null ? null : String(number) };
      return [id, { ...erasure, at: Number(row['at']), by: String(row['by_name']) }];
    }),
  );
  return {
    list: () => [...known.values()],
    of: (incident) => known.get(incident) ?? null,
    isErased: (document) => known.has(incidentOf(document) ?? ''),
    keep: (erasure) => {
      if (known.has(erasure.id)) return;
      insert.run(erasure.id, erasure.number, erasure.at, erasure.by);
      known.set(erasure.id, erasure);
    },
  };
}

/**
 * Every table in which something of an incident stands, and the column that names it. What a status page told the world
 * stays, and so does the audit log.
 */
const tablesOf = {
  incident: [
    ['incidents', 'id'],
    ['measured', 'incident'],
    ['action_items', 'incident'],
    ['search_lines', 'incident'],
    ['pagings', 'incident'],
    ['acknowledge_links', 'incident'],
    ['deliveries', 'incident'],
    ['duplicates_told', 'incident'],
    ['reports', 'incident'],
    ['intake_reports', 'incident'],
  ],
  document: [
    ['playbook_runs', 'document'],
    ['upstream_marks', 'document'],
  ],
} as const;

type Options = {
  erasures: Erasures;
  sql: Sql;
  rooms: Rooms;
  incidents: Pick<Incidents, 'look' | 'forget' | 'list'>;
  restedRooms: Pick<RestedRooms, 'forget'>;
  files: { erase(sha256: string, erasure: Pick<Erasure, 'at' | 'by'>): Promise<void> };
  log: Log;
};

export function openErasing({ erasures, sql, rooms, incidents, restedRooms, files, log }: Options): Erasing {
  const listeners = new Set<(erasure: Erasure) => void>();
  const inTurn = makeTurns();
  const drops = Object.values(tablesOf).map((tables) =>
    tables.map(([table, column]) => sql.statement(`DELETE FROM ${table} WHERE ${column} = ?`)),
  );
  const [ofIncident = [], ofDocument = []] = drops;
  const reportFiles = sql.statement(
    'DELETE FROM report_files WHERE report IN (SELECT id FROM reports WHERE incident = ?)',
  );

  const attachedTo = async (incident: string): Promise<string[]> => {
    const files = await incidents.look(incident, (_doc, room) => room.room().attachments);
    return (files ?? []).map(({ sha256 }) => sha256);
  };
  /** Bytes go unless another room names them too. */
  const eraseFiles = async (own: readonly string[], erasure: Erasure) => {
    const going = new Set(own);
    for (const { id } of incidents.list()) {
      if (going.size === 0) return;
      for (const sha256 of await attachedTo(id)) going.delete(sha256);
    }
    for (const sha256 of going) await files.erase(sha256, { at: erasure.at, by: erasure.by });
  };

  const take = async (erasure: Erasure) => {
    const { id } = erasure;
    const isNew = erasures.of(id) === null;
    const own = isNew ? await attachedTo(id) : [];
    erasures.keep(erasure);
    await rooms.erase(roomName(id));
    restedRooms.forget(id);
    incidents.forget(id);
    sql.erase(() => {
      reportFiles.run(id);
      for (const statement of ofIncident) statement.run(id);
      for (const statement of ofDocument) statement.run(roomName(id));
      forgetDroppedWords(sql);
    });
    await eraseFiles(own, erasure);
    log.info({ incident: id, number: erasure.number }, 'an incident was erased for good');
    if (isNew) for (const listener of listeners) listener(erasure);
  };

  return {
    ...erasures,
    erase: (erasure) => inTurn(() => take(erasure)),
    onErase: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    finish: async () => {
      for (const erasure of erasures.list()) {
        const left = await rooms.history(roomName(erasure.id), 0, 1);
        if (left.length > 0) await inTurn(() => take(erasure));
      }
    },
  };
}
