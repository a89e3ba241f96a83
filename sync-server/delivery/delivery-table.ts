// The deliveries as rows. Each change is its own durable transaction, done when the function returns. The queue's
// promises across a crash depend on that.
import type { ExpressionBuilder, Selectable, SelectQueryBuilder } from 'kysely';
import { fixed } from '../storage/asking.ts';
import type { Database } from '../storage/database.ts';
import type { Tables } from '../storage/tables.ts';
import type { Message, Purpose } from './message.ts';

export type DeliveryState = 'queued' | 'sent' | 'failed' | 'dropped';
export type Attempt = { at: number; ok: boolean; reason: string | null };

export type Delivery = {
  id: string;
  dedupKey: string;
  channel: string;
  channelName: string;
  kind: string;
  person: string | null;
  to: string | null;
  purpose: Purpose;
  subject: string;
  incident: string | null;
  state: DeliveryState;
  /** Why it is not sent, or not yet. */
  reason: string | null;
  /** The draft that an update copies. */
  update: { draft: string; hash: string } | null;
  attempts: readonly Attempt[];
  createdAt: number;
  nextAt: number | null;
};

/** A delivery with the fields that only the queue reads. */
export type KeptDelivery = Delivery & {
  message: Message;
  /** Returned to the sender with the outcome. */
  context: Record<string, unknown>;
  giveUpAt: number;
};

export type DeliveryFilter = {
  incident?: string | undefined;
  channel?: string | undefined;
  state?: DeliveryState | undefined;
  limit?: number | undefined;
};

type Row = Selectable<Tables['deliveries']>;
type Query = SelectQueryBuilder<Tables, 'deliveries', Row>;

const first = (row: Row | undefined) => (row === undefined ? null : readRow(row));

/** The queue's SQL statements. */
export function openDeliveryTable(database: Database) {
  const { queries } = database;
  const all: Query = queries.selectFrom('deliveries').selectAll();
  const { withKey, untold, queued, oldest, lastOf } = prepareReads(database);
  const { begin, settle, tell, prune } = prepareWrites(database);
  return {
    add: (delivery: KeptDelivery, now: number) => {
      database.run(queries.insertInto('deliveries').values(rowOf(delivery, now)));
    },
    withKey: (key: string) => first(withKey.first(key)),
    withPrefix: (prefix: string) => database.all(all.where(beginsWith(prefix)).orderBy('id')).map(readRow),
    due: (now: number, except: readonly string[], limit: number) =>
      database.all(dueOf(all, now, except).limit(limit)).map(readRow),
    /** Claims it for sending; false if it was cancelled meanwhile. */
    begin: (id: string, now: number) => begin.run(now, id) === 1,
    settle: (
      { id, state, reason, nextAt }: Pick<Delivery, 'id' | 'state' | 'reason' | 'nextAt'>,
      attempts: readonly Attempt[],
      now: number,
    ) => {
      settle.run(state, reason, JSON.stringify(attempts), nextAt, state === 'queued' ? null : now, id);
    },
    /** Deliveries being sent; after a start, those that a crash interrupted. */
    begun: () => database.all(all.where('begun_at', 'is not', null)).map(readRow),
    cancel: (prefix: string, reason: string, now: number) =>
      database.run(
        waiting(database)
          .set({ state: 'dropped', reason, next_at: null, ended_at: now })
          .where(beginsWith(prefix)),
      ),
    untold: (limit: number) => untold.all(limit).map(readRow),
    told: (id: string) => {
      tell.run(id);
    },
    queuedCount: () => queued.first()?.n ?? 0,
    oldestQueuedAt: () => oldest.first()?.at ?? null,
    prune: (before: number) => {
      prune.run(before);
    },
    lastOf: (channel: string) => first(lastOf.first(channel)),
    list: ({ limit = 100, ...filter }: DeliveryFilter) =>
      database.all(filtered(all, filter).orderBy('id', 'desc').limit(limit)).map(readRow),
  };
}

export type DeliveryTable = ReturnType<typeof openDeliveryTable>;

const filtered = (all: Query, filter: Omit<DeliveryFilter, 'limit'>): Query =>
  (['incident', 'channel', 'state'] as const).reduce((query, column) => {
    const value = filter[column];
    return value === undefined ? query : query.where(column, '=', value);
  }, all);

/** Changes deliveries that are queued and not being sent. */
const waiting = ({ queries }: Database) =>
  queries.updateTable('deliveries').where('state', '=', fixed('queued')).where('begun_at', 'is', null);

const beginsWith = (prefix: string) => (eb: ExpressionBuilder<Tables, 'deliveries'>) =>
  eb(eb.fn<string>('substr', ['dedup_key', eb.lit(1), eb.val(prefix.length)]), '=', prefix);

/** CN3: pages do not wait behind other messages. */
function dueOf(all: Query, now: number, except: readonly string[]) {
  const due = all
    .where('state', '=', fixed('queued'))
    .where('begun_at', 'is', null)
    .where('next_at', '<=', now)
    .orderBy((eb) => eb.case().when('purpose', '=', fixed('page')).then(eb.lit(0)).else(eb.lit(1)).end())
    .orderBy('next_at')
    .orderBy('id');
  return except.length === 0 ? due : due.where('channel', 'not in', except);
}

function prepareReads({ prepare }: Database) {
  return {
    withKey: prepare((db, key: string) =>
      db.selectFrom('deliveries').selectAll().where('dedup_key', '=', key),
    ),
    queued: prepare((db) =>
      db
        .selectFrom('deliveries')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('state', '=', 'queued'),
    ),
    oldest: prepare((db) =>
      db
        .selectFrom('deliveries')
        .select(({ fn }) => fn.min('created_at').as('at'))
        .where('state', '=', 'queued'),
    ),
    lastOf: prepare((db, channel: string) =>
      db
        .selectFrom('deliveries')
        .selectAll()
        .where('channel', '=', channel)
        .where('ended_at', 'is not', null)
        .where('state', 'in', ['sent', 'failed'])
        .orderBy('ended_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1),
    ),
    untold: prepare((db, limit: number) =>
      db
        .selectFrom('deliveries')
        .selectAll()
        .where('state', '<>', 'queued')
        .where('told', '=', 0)
        .orderBy('id')
        .limit(limit),
    ),
  };
}

function prepareWrites({ prepare }: Database) {
  return {
    begin: prepare((db, now: number, id: string) =>
      db
        .updateTable('deliveries')
        .set({ begun_at: now })
        .where('id', '=', id)
        .where('state', '=', 'queued')
        .where('begun_at', 'is', null),
    ),
    settle: prepare(
      (
        db,
        state: string,
        reason: string | null,
        attempts: string,
        next_at: number | null,
        ended_at: number | null,
        id: string,
      ) =>
        db
          .updateTable('deliveries')
          .set({ begun_at: null, state, reason, attempts, next_at, ended_at })
          .where('id', '=', id),
    ),
    tell: prepare((db, id: string) => db.updateTable('deliveries').set({ told: 1 }).where('id', '=', id)),
    prune: prepare((db, before: number) =>
      db
        .deleteFrom('deliveries')
        .where('created_at', '<', before)
        .where('state', '<>', 'queued')
        .where('told', '=', 1),
    ),
  };
}

function rowOf(delivery: KeptDelivery, now: number) {
  const { id, channel, kind, person, purpose, subject, incident, state, reason } = delivery;
  return {
    id,
    channel,
    kind,
    person,
    purpose,
    subject,
    incident,
    state,
    reason,
    dedup_key: delivery.dedupKey,
    channel_name: delivery.channelName,
    address: delivery.to,
    attempts: JSON.stringify(delivery.attempts),
    message: JSON.stringify(delivery.message),
    context: JSON.stringify(delivery.context),
    created_at: delivery.createdAt,
    next_at: delivery.nextAt,
    give_up_at: delivery.giveUpAt,
    ended_at: state === 'queued' ? null : now,
  };
}

function readRow(row: Row): KeptDelivery {
  const { id, channel, kind, person, subject, incident, reason } = row;
  const context = JSON.parse(row.context) as Record<string, unknown>;
  return {
    id,
    channel,
    kind,
    person,
    subject,
    incident,
    reason,
    dedupKey: row.dedup_key,
    channelName: row.channel_name,
    to: row.address,
    purpose: row.purpose as Purpose,
    state: row.state as DeliveryState,
    update: updateIn(context),
    attempts: JSON.parse(row.attempts) as Attempt[],
    createdAt: row.created_at,
    nextAt: row.next_at,
    message: JSON.parse(row.message) as Message,
    context,
    giveUpAt: row.give_up_at,
  };
}

/** The fields that everybody may see. */
export function plainDelivery(kept: KeptDelivery): Delivery {
  const { message: _message, context: _context, giveUpAt: _giveUpAt, ...delivery } = kept;
  return delivery;
}

/** Reads what updates.ts put into the context. */
export function updateIn({ draft, hash }: Record<string, unknown>): Delivery['update'] {
  return typeof draft === 'string' && typeof hash === 'string' ? { draft, hash } : null;
}
