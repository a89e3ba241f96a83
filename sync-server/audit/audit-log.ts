// AU10: the audit log. An entry is on disk before the action, and its outcome before the answer, so that every change
// has an entry. The database itself refuses changes of entries.
import type { CompiledQuery } from 'kysely';
import { auditRetention } from '#wire/api/audit.ts';
import type { Database } from '../storage/database.ts';
import { readKept, writeKept } from '../storage/kept-values.ts';
import type { Log } from '../sync/rooms.ts';
import type { AuditEntry, Begun, AuditOutcome } from './entry.ts';
import { createListeners } from '../listeners.ts';

export const mostListed = 500;
export const mostExported = 50_000;
const dayMs = 24 * 3_600_000;
const pruneEveryMs = 3_600_000;

export type AuditSettings = { retentionDays: number; channel: string | null };
export type AuditFilter = {
  person?: string | undefined;
  area?: string | undefined;
  /** Entries by this person or about them. */
  about?: string | undefined;
  /** Epoch milliseconds, both inclusive. */
  from?: number | undefined;
  to?: number | undefined;
  /** The position of the last entry on the previous page. */
  before?: number | undefined;
};

export type AuditLog = {
  /** Durable on return; throws when it cannot be stored, and then the action must not happen. */
  begin(begun: Begun): string;
  /** Durable on return. The action is already done: if the disk fails, its outcome stays unknown. */
  end(id: string, outcome: AuditOutcome): void;
  /** For an action that is already done. Durable on return. */
  record(begun: Begun, outcome: AuditOutcome): void;
  /** Like `record`, for the caller's own transaction; call `settle` once it is on disk. */
  recording(begun: readonly Begun[]): { writes: CompiledQuery[]; settle(): void };
  /** Newest first; `next` is the start of the next page, null at the end. */
  list(filter: AuditFilter, limit: number): { items: AuditEntry[]; next: number | null };
  settings(): AuditSettings;
  change(settings: AuditSettings): void;
  /** Called for each entry once it has its outcome. */
  onEntry(listener: (entry: AuditEntry) => void): () => void;
  close(): void;
};

type Options = {
  database: Database;
  now: () => number;
  makeId: () => string;
  log: Log;
  /** ED3: the replacement name of an erased person; null for everybody else. */
  calledSince?: (person: string) => string | null;
};

const inserting = ({ queries }: Database, ...kept: Parameters<typeof rowOf>) =>
  queries
    .insertInto('audit')
    .values(rowOf(...kept))
    .compile();

const ending = ({ queries }: Database, id: string, outcome: AuditOutcome) =>
  queries
    .updateTable('audit')
    .set({ outcome: JSON.stringify(outcome) })
    .where('id', '=', id)
    .compile();

/** Writes entries; `announce` gets each that has its outcome. */
function writeEntries(
  { database, now, makeId, log }: Options,
  announce: (entry: AuditEntry) => void,
): Pick<AuditLog, 'begin' | 'end' | 'record' | 'recording'> {
  const open = new Map<string, { at: number; begun: Begun }>();
  const tell = (id: string, at: number, begun: Begun, outcome: AuditOutcome) =>
    announce(toEntry({ id, at, begun, outcome }));
  return {
    begin: (begun) => {
      const [id, at] = [makeId(), now()];
      database.together([inserting(database, id, at, begun, null)]);
      open.set(id, { at, begun });
      return id;
    },
    end: (id, outcome) => {
      const begun = open.get(id);
      open.delete(id);
      try {
        database.together([ending(database, id, outcome)]);
      } catch (error) {
        log.error({ err: error, entry: id }, 'the audit log could not keep the result of a request');
      }
      if (begun !== undefined) tell(id, begun.at, begun.begun, outcome);
    },
    record: (begun, outcome) => {
      const [id, at] = [makeId(), now()];
      database.together([inserting(database, id, at, begun, outcome)]);
      tell(id, at, begun, outcome);
    },
    recording: (all) => {
      const outcome: AuditOutcome = { result: 'done', status: null };
      const entries = all.map((begun) => ({ id: makeId(), at: now(), begun }));
      return {
        writes: entries.map(({ id, at, begun }) => inserting(database, id, at, begun, outcome)),
        settle: () => entries.forEach(({ id, at, begun }) => tell(id, at, begun, outcome)),
      };
    },
  };
}

export function openAuditLog(options: Options): AuditLog {
  const { database, now, log, calledSince = () => null } = options;
  const { queries } = database;
  const listeners = createListeners<Parameters<Parameters<AuditLog['onEntry']>[0]>>();
  let settings = readSettings(database);

  const prune = () => {
    try {
      const query = queries.deleteFrom('audit').where('at', '<', now() - settings.retentionDays * dayMs);
      database.together([query.compile()]);
    } catch (error) {
      log.warn({ err: error }, 'old entries of the audit log could not be removed');
    }
  };
  const timer = setInterval(prune, pruneEveryMs);
  prune();

  return {
    ...writeEntries(options, listeners.tell),
    list: (filter, limit) => {
      const rows = database.all(listing(database, filter).limit(limit + 1));
      const items = rows.slice(0, limit).map((row) => withoutErased(entryIn(row), calledSince));
      return { items, next: rows.length > limit ? (rows[limit - 1]?.seq ?? null) : null };
    },
    settings: () => settings,
    change: (next) => {
      writeKept(database, keptAs, JSON.stringify(next));
      settings = next;
      prune();
    },
    onEntry: listeners.add,
    close: () => clearInterval(timer),
  };
}

const keptAs = 'audit';
const unknown: AuditOutcome = { result: 'unknown', status: null };

function readSettings(database: Database): AuditSettings {
  const kept = readKept(database, keptAs);
  return kept === null
    ? { retentionDays: auditRetention.usual, channel: null }
    : (JSON.parse(kept) as AuditSettings);
}

const rowOf = (id: string, at: number, begun: Begun, outcome: AuditOutcome | null) => ({
  id,
  at,
  person: begun.by.kind === 'person' ? begun.by.id : null,
  area: begun.area,
  entry: JSON.stringify(begun),
  outcome: outcome === null ? null : JSON.stringify(outcome),
});

const entryIn = (row: { id: string; at: number; entry: string; outcome: string | null }): AuditEntry =>
  toEntry({
    id: row.id,
    at: row.at,
    begun: JSON.parse(row.entry) as Begun,
    outcome: row.outcome === null ? unknown : (JSON.parse(row.outcome) as AuditOutcome),
  });

function toEntry(kept: { id: string; at: number; begun: Begun; outcome: AuditOutcome }): AuditEntry {
  const { id, at, begun, outcome } = kept;
  const target = {
    id: outcome.target?.id ?? begun.target.id,
    name: outcome.target?.name ?? begun.target.name,
  };
  return { id, at, ...begun, target, result: outcome.result, status: outcome.status };
}

/** The newest first. */
function listing({ queries }: Database, { person, area, about, from, to, before }: AuditFilter) {
  return queries
    .selectFrom('audit')
    .select(['seq', 'id', 'at', 'entry', 'outcome'])
    .where((eb) =>
      eb.and([
        ...(person === undefined ? [] : [eb('person', '=', person)]),
        ...(area === undefined ? [] : [eb('area', '=', area)]),
        ...(about === undefined
          ? []
          : [eb.or([eb('entry', 'like', `%"${about}"%`), eb('outcome', 'like', `%"${about}"%`)])]),
        ...(from === undefined ? [] : [eb('at', '>=', from)]),
        ...(to === undefined ? [] : [eb('at', '<=', to)]),
        ...(before === undefined ? [] : [eb('seq', '<', before)]),
      ]),
    )
    .orderBy('seq', 'desc');
}

/** ED3: the stored entry does not change; it is read without an erased person's name, address and old values. */
function withoutErased(entry: AuditEntry, calledSince: (person: string) => string | null): AuditEntry {
  const { by, target } = entry;
  const writer = by.kind === 'person' ? calledSince(by.id) : null;
  const about = target.id === null ? null : calledSince(target.id);
  if (writer === null && about === null) return entry;
  return {
    ...entry,
    ...(by.kind === 'person' &&
      writer !== null && {
        by: { ...by, name: writer, token: by.token && { ...by.token, name: null } },
        address: null,
      }),
    ...(about !== null && {
      target: { ...target, name: about },
      changes: entry.changes.map(({ field }) => ({ field })),
    }),
  };
}
