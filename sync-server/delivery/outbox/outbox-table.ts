// The letters as rows. Nothing here begins a transaction; the callers do.
import type { Selectable } from 'kysely';
import { fixed } from '../../storage/asking.ts';
import type { Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables.ts';
import type { Lane, Letter, LetterState, NewLetter } from './letter.ts';

type Row = Selectable<Tables['outbox']>;
/** The filter of `list`. */
export type LetterFilter = { recipient?: string; page?: string; state?: LetterState; limit?: number };

/** The outbox's SQL statements. */
export function openOutboxTable(database: Database) {
  const { insert, due, claim, mark } = prepareHandover(database);
  const { drop, again } = prepareTurningAway(database);
  return {
    ...readLetters(database),
    insert: (
      id: string,
      { key, kind, recipient, payload, notBefore }: NewLetter,
      lane: Lane,
      now: number,
    ) => {
      insert.run(id, key, kind, lane, recipient, JSON.stringify(payload), now, notBefore ?? now);
    },
    due: (lane: Lane, now: number, limit: number) => due.all(lane, now, limit).map(readRow),
    /** Claims it for handover; false if it was dropped meanwhile. */
    claim: (id: string) => claim.run(id) === 1,
    mark: ({ id, state, reason, attempts, nextAt, endedAt, maybeTwice }: Letter) => {
      mark.run(state, reason, attempts, nextAt, endedAt, maybeTwice ? 1 : 0, id);
    },
    drop: (recipient: string, reason: string, now: number) => {
      drop.run(reason, now, recipient);
    },
    again: (id: string, now: number) => again.run(now, id) === 1,
    prune: (before: number) => {
      database.run(database.queries.deleteFrom('outbox').where('ended_at', '<', before));
    },
  };
}

export type OutboxTable = ReturnType<typeof openOutboxTable>;

function readLetters(database: Database) {
  const { queries } = database;
  const all = queries.selectFrom('outbox').selectAll('outbox');
  const ofPage = (page: string) =>
    queries
      .selectFrom('outbox')
      .innerJoin('subscribers', 'subscribers.id', 'outbox.recipient')
      .where('subscribers.page', '=', page);
  return {
    sending: () => database.all(all.where('state', '=', fixed('sending'))).map(readRow),
    find: (id: string) => {
      const row = database.first(all.where('id', '=', id));
      return row === undefined ? null : readRow(row);
    },
    has: (key: string) => database.first(all.where('key', '=', key)) !== undefined,
    list: ({ recipient, page = '', state, limit = 100 }: LetterFilter) => {
      const listed = ofPage(page).selectAll('outbox');
      const wanted = state === undefined ? listed : listed.where('outbox.state', '=', state);
      const asked = recipient === undefined ? wanted : all.where('recipient', '=', recipient);
      return database.all(asked.orderBy('outbox.seq', 'desc').limit(limit)).map(readRow);
    },
    waiting: () => {
      const found = queries
        .selectFrom('outbox')
        .select(({ fn }) => [fn.countAll<number>().as('queued'), fn.min('created_at').as('at')])
        .where('state', '=', fixed('queued'));
      const { queued, at } = database.first(found) ?? { queued: 0, at: null };
      return { queued, oldestAt: at };
    },
    counts: (page: string) => {
      const found = ofPage(page)
        .select(({ fn }) => ['outbox.state as state', fn.countAll<number>().as('n')])
        .groupBy('outbox.state');
      const counted = database.all(found).map(({ state, n }) => [state, n]);
      return Object.fromEntries(counted) as Partial<Record<LetterState, number>>;
    },
  };
}

function prepareHandover({ prepare }: Database) {
  return {
    insert: prepare(
      (
        db,
        id: string,
        key: string,
        kind: string,
        lane: string,
        recipient: string | null,
        payload: string,
        created_at: number,
        next_at: number,
      ) => {
        const when = { created_at, next_at };
        return db
          .insertInto('outbox')
          .values({ id, key, kind, lane, recipient, payload, state: 'queued', ...when })
          .onConflict((conflict) => conflict.column('key').doNothing());
      },
    ),
    due: prepare((db, lane: string, now: number, limit: number) =>
      db
        .selectFrom('outbox')
        .selectAll()
        .where('state', '=', 'queued')
        .where('lane', '=', lane)
        .where('next_at', '<=', now)
        .orderBy('next_at')
        .orderBy('seq')
        .limit(limit),
    ),
    claim: prepare((db, id: string) =>
      db.updateTable('outbox').set({ state: 'sending' }).where('id', '=', id).where('state', '=', 'queued'),
    ),
    mark: prepare(
      (
        db,
        state: string,
        reason: string | null,
        attempts: number,
        next_at: number,
        ended_at: number | null,
        maybe_twice: number,
        id: string,
      ) =>
        db
          .updateTable('outbox')
          .set({ state, reason, attempts, next_at, ended_at, maybe_twice })
          .where('id', '=', id),
    ),
  };
}

function prepareTurningAway({ prepare }: Database) {
  return {
    drop: prepare((db, reason: string, now: number, recipient: string) =>
      db
        .updateTable('outbox')
        .set({ state: 'dropped', reason, ended_at: now })
        .where('recipient', '=', recipient)
        .where('state', '=', 'queued'),
    ),
    again: prepare((db, now: number, id: string) =>
      db
        .updateTable('outbox')
        .set({ state: 'queued', reason: null, ended_at: null, next_at: now, maybe_twice: 1 })
        .where('id', '=', id)
        .where('state', '=', 'maybe-sent'),
    ),
  };
}

function readRow(row: Row): Letter {
  const { id, key, kind, recipient, reason, attempts } = row;
  return {
    id,
    key,
    kind,
    recipient,
    reason,
    attempts,
    payload: JSON.parse(row.payload) as Record<string, unknown>,
    state: row.state as LetterState,
    maybeTwice: row.maybe_twice === 1,
    createdAt: row.created_at,
    nextAt: row.next_at,
    endedAt: row.ended_at,
  };
}
