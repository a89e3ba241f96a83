import type { IncidentSummary } from '#room/feed/feed.ts';
import type { Database } from '../storage/database.ts';
import type { Log } from '../sync/rooms.ts';
import { createListeners } from '../listeners.ts';

/** Incident summaries in memory and, a moment later, in the database, each with its log position. */
export type IncidentList = {
  all(): readonly IncidentSummary[];
  /** TM2: incidents that not everybody may see. */
  restricted(): readonly IncidentSummary[];
  find(id: string): IncidentSummary | null;
  has(id: string): boolean;
  /** 0 when it is unknown. */
  headOf(id: string): number;
  /** A null summary keeps the present one; an older head or summary does not replace a newer one. */
  put(id: string, head: number, summary: IncidentSummary | null): void;
  /** ER1: removes every trace of the incident. */
  forget(id: string): void;
  /** `before` is the summary before the change; null when there was none. */
  onChange(listener: IncidentListener): () => void;
  close(): void;
};

export type IncidentListener = (incident: IncidentSummary, before: IncidentSummary | null) => void;

type Entry = { head: number; summary: IncidentSummary | null; json: string };

// The database lags by at most this time. A start repairs that: it compares heads with the log.
const keepEveryMs = 1_000;

export async function openIncidentList(options: { database: Database; log: Log }): Promise<IncidentList> {
  const entries = await load(options.database);
  const listeners = createListeners<Parameters<IncidentListener>>();
  const restricted = new Set<string>();
  const noteRestricted = (id: string, summary: IncidentSummary | null) => {
    if (summary?.restricted === undefined) restricted.delete(id);
    else restricted.add(id);
  };
  for (const [id, { summary }] of entries) noteRestricted(id, summary);
  const unkept = keepChanges(options, entries);

  return {
    all: () => [...entries.values()].flatMap(({ summary }) => (summary === null ? [] : [summary])),
    restricted: () => [...restricted].flatMap((id) => entries.get(id)?.summary ?? []),
    find: (id) => entries.get(id)?.summary ?? null,
    has: (id) => entries.has(id),
    headOf: (id) => entries.get(id)?.head ?? 0,
    put: (id, head, given) => {
      const before = entries.get(id) ?? { head: 0, summary: null, json: '' };
      // Rooms only grow, so a summary with fewer facts is older.
      const isOlder = given !== null && given.factCount < (before.summary?.factCount ?? 0);
      const summary = given === null || isOlder ? before.summary : given;
      const json = summary === before.summary ? before.json : JSON.stringify(summary);
      entries.set(id, { head: Math.max(head, before.head), summary, json });
      unkept.add(id);
      noteRestricted(id, summary);
      if (summary === null || json === before.json) return;
      listeners.tell(summary, before.summary);
    },
    forget: (id) => {
      entries.delete(id);
      unkept.drop(id);
      restricted.delete(id);
    },
    onChange: listeners.add,
    close: unkept.close,
  };
}

/** Writes the entries that changed, all at once and again after a failure. */
function keepChanges(
  { database, log }: { database: Database; log: Log },
  entries: ReadonlyMap<string, Entry>,
) {
  const unkept = new Set<string>();
  const keep = () => {
    const due = [...unkept];
    unkept.clear();
    try {
      database.together(due.flatMap((id) => keepOne(database, id, entries.get(id))));
    } catch (error) {
      for (const id of due) unkept.add(id);
      log.error({ err: error }, 'the list of incidents could not be written; the server tries again');
    }
  };
  const timer = setInterval(keep, keepEveryMs);
  return {
    add: (id: string) => void unkept.add(id),
    drop: (id: string) => void unkept.delete(id),
    close: () => {
      clearInterval(timer);
      keep();
    },
  };
}

function keepOne({ queries }: Database, id: string, entry: Entry | undefined) {
  if (entry === undefined || entry.summary === null) return [];
  const row = { id, head: entry.head, summary: entry.json };
  return [
    queries
      .insertInto('incidents')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ head: row.head, summary: row.summary }))
      .compile(),
  ];
}

async function load({ queries }: Database): Promise<Map<string, Entry>> {
  const rows = await queries.selectFrom('incidents').selectAll().orderBy('id').execute();
  return new Map(
    rows.map(({ id, head, summary }) => [
      id,
      { head, summary: JSON.parse(summary) as IncidentSummary, json: summary },
    ]),
  );
}
