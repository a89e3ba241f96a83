// The letters as rows. Nothing here begins a transaction; the callers do.
import type { ExpressionBuilder, Selectable } from 'kysely';
import { fixed } from '../../storage/asking.ts';
import type { Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables.ts';
import type { LetterState } from '#wire/api/status-pages.ts';
import type { Attempt, Lane, Letter, LetterKind, NewLetter } from './letter.ts';

type Row = Selectable<Tables['outbox']>;
/** The filter of `list`. */
export type LetterFilter = { recipient?: string; page?: string; state?: LetterState; limit?: number };

/** The outbox's SQL statements. */
export function openOutboxTable(database: Database) {
  const { queries } = database;
  const insert = prepareInsert(database);
  const { claim, mark, tell } = prepareHandover(database);
  const { drop, again, cancel } = prepareTurningAway(database);
  return {
    ...readLetters(database),
    ...readWork(database),
    insert: (id: string, letter: NewLetter, { lane, tell }: LetterKind, now: number) => {
      const { key, kind, recipient, payload, channel = null, refused = null } = letter;
      insert.run(
        ...([id, key, kind, lane, recipient, JSON.stringify(payload)] as const),
        ...([refused?.state ?? 'queued', refused?.reason ?? null] as const),
        ...([now, letter.notBefore ?? now, refused === null ? null : now] as const),
        ...([channel?.id ?? null, channel?.name ?? null, channel?.kind ?? null] as const),
        ...([channel?.address ?? null, letter.incident ?? null] as const),
        ...([letter.giveUpAt ?? null, tell === undefined ? 1 : 0] as const),
      );
    },
    /** Claims it for handover; false if it was dropped meanwhile. */
    claim: (id: string) => claim.run(id) === 1,
    /** False if it was erased meanwhile. */
    mark: ({ id, state, reason, attempts, tries, nextAt, endedAt, maybeTwice }: Letter) => {
      const twice = maybeTwice ? 1 : 0;
      return mark.run(state, reason, attempts, JSON.stringify(tries), nextAt, endedAt, twice, id) === 1;
    },
    told: (id: string) => {
      tell.run(id);
    },
    drop: (recipient: string, reason: string, now: number) => {
      drop.run(reason, now, recipient);
    },
    cancel: (prefix: string, reason: string, now: number) => cancel.run(reason, now, prefix, endOf(prefix)),
    again: (id: string, now: number) => again.run(now, id) === 1,
    prune: (before: number) => {
      database.run(queries.deleteFrom('outbox').where('ended_at', '<', before).where('told', '=', 1));
    },
  };
}

export type OutboxTable = ReturnType<typeof openOutboxTable>;

/** Texts are ordered by their bytes, and no key has this last character. */
const endOf = (prefix: string) => `${prefix}\u{10FFFF}`;
/** Keys with this prefix. */
export const beginsWith = (prefix: string) => (eb: ExpressionBuilder<Tables, 'outbox'>) =>
  eb.and([eb('key', '>=', prefix), eb('key', '<', endOf(prefix))]);

const first = (row: Row | undefined) => (row === undefined ? null : readLetter(row));

function readLetters(database: Database) {
  const { queries, prepare } = database;
  const all = queries.selectFrom('outbox').selectAll('outbox');
  const ofPage = (page: string) =>
    queries
      .selectFrom('outbox')
      .innerJoin('subscribers', 'subscribers.id', 'outbox.recipient')
      .where('subscribers.page', '=', page);
  const find = prepare((db, id: string) => db.selectFrom('outbox').selectAll().where('id', '=', id));
  const withKey = prepare((db, key: string) => db.selectFrom('outbox').selectAll().where('key', '=', key));
  return {
    find: (id: string) => first(find.first(id)),
    withKey: (key: string) => first(withKey.first(key)),
    list: ({ recipient, page = '', state, limit = 100 }: LetterFilter) => {
      const listed = ofPage(page).selectAll('outbox');
      const wanted = state === undefined ? listed : listed.where('outbox.state', '=', state);
      const asked = recipient === undefined ? wanted : all.where('recipient', '=', recipient);
      return database.all(asked.orderBy('outbox.seq', 'desc').limit(limit)).map(readLetter);
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

/** Reads the letters that wait for an action. */
function readWork(database: Database) {
  const { queries, prepare } = database;
  const due = readDue(database);
  const waiting = prepare((db, lane: string) =>
    db
      .selectFrom('outbox')
      .select(({ fn }) => [fn.countAll<number>().as('queued'), fn.min('created_at').as('oldestAt')])
      .where('lane', '=', lane)
      .where('ended_at', 'is', null),
  );
  const untold = prepare((db, limit: number) =>
    db
      .selectFrom('outbox')
      .selectAll()
      .where('told', '=', 0)
      .where('ended_at', 'is not', null)
      .orderBy('id')
      .limit(limit),
  );
  const sending = queries.selectFrom('outbox').selectAll().where('state', '=', fixed('sending'));
  return {
    due,
    /** Letters being handed over; after a start, those that a crash interrupted. */
    sending: () => database.all(sending).map(readLetter),
    waiting: (lane: Lane) => waiting.first(lane) ?? { queued: 0, oldestAt: null },
    /** Letters that ended and whose outcome is not told. */
    untold: (limit: number) => untold.all(limit).map(readLetter),
  };
}

/** `except` names channels that take nothing now. */
type DueOptions = { limit: number; except: readonly string[] };

function readDue(database: Database) {
  const due = database.prepare((db, lane: string, now: number, limit: number) =>
    db
      .selectFrom('outbox')
      .selectAll()
      .where('state', '=', 'queued')
      .where('lane', '=', lane)
      .where('next_at', '<=', now)
      .orderBy('next_at')
      .orderBy('seq')
      .limit(limit),
  );
  const dueExcept = (lane: Lane, now: number, { limit, except }: DueOptions) =>
    database.queries
      .selectFrom('outbox')
      .selectAll()
      .where('state', '=', fixed('queued'))
      .where('lane', '=', lane)
      .where('next_at', '<=', now)
      .where((eb) => eb.or([eb('channel', 'is', null), eb('channel', 'not in', except)]))
      .orderBy('next_at')
      .orderBy('seq')
      .limit(limit);
  return (lane: Lane, now: number, how: DueOptions) => {
    const rows =
      how.except.length === 0 ? due.all(lane, now, how.limit) : database.all(dueExcept(lane, now, how));
    return rows.map(readLetter);
  };
}

/** Prepared, because an update for many subscribers is thousands of letters in one transaction. */
const prepareInsert = ({ prepare }: Database) =>
  prepare(
    (
      db,
      id: string,
      key: string,
      kind: string,
      lane: string,
      recipient: string | null,
      payload: string,
      state: string,
      reason: string | null,
      created_at: number,
      next_at: number,
      ended_at: number | null,
      channel: string | null,
      channel_name: string | null,
      channel_kind: string | null,
      address: string | null,
      incident: string | null,
      give_up_at: number | null,
      told: number,
    ) => {
      const about = { id, key, kind, lane, recipient, payload, incident };
      const through = { channel, channel_name, channel_kind, address };
      const standing = { state, reason, created_at, next_at, ended_at, give_up_at, told };
      return db
        .insertInto('outbox')
        .values({ ...about, ...through, ...standing })
        .onConflict((conflict) => conflict.column('key').doNothing());
    },
  );

function prepareHandover({ prepare }: Database) {
  return {
    claim: prepare((db, id: string) =>
      db.updateTable('outbox').set({ state: 'sending' }).where('id', '=', id).where('state', '=', 'queued'),
    ),
    mark: prepare(
      (
        db,
        state: string,
        reason: string | null,
        attempts: number,
        tries: string,
        next_at: number,
        ended_at: number | null,
        maybe_twice: number,
        id: string,
      ) =>
        db
          .updateTable('outbox')
          .set({ state, reason, attempts, tries, next_at, ended_at, maybe_twice })
          .where('id', '=', id),
    ),
    tell: prepare((db, id: string) => db.updateTable('outbox').set({ told: 1 }).where('id', '=', id)),
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
    cancel: prepare((db, reason: string, now: number, from: string, to: string) =>
      db
        .updateTable('outbox')
        .set({ state: 'dropped', reason, ended_at: now })
        .where('key', '>=', from)
        .where('key', '<', to)
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

/** The letter in a row. */
export function readLetter(row: Row): Letter {
  const { id, key, kind, recipient, reason, attempts, incident, channel } = row;
  return {
    id,
    key,
    kind,
    recipient,
    reason,
    attempts,
    incident,
    channel: channel === null ? null : channelIn(channel, row),
    payload: JSON.parse(row.payload) as Record<string, unknown>,
    state: row.state as LetterState,
    tries: JSON.parse(row.tries) as Attempt[],
    maybeTwice: row.maybe_twice === 1,
    createdAt: row.created_at,
    nextAt: row.next_at,
    endedAt: row.ended_at,
    giveUpAt: row.give_up_at,
  };
}

const channelIn = (id: string, { channel_name: name, channel_kind: kind, address }: Row) => ({
  id,
  name: name ?? id,
  kind: kind ?? '',
  address,
});
