// The deliveries as rows. Each change is one durable transaction of its own, done when the function returns:
// what the queue promises across a crash rests on that.
import type { Database } from '../storage/database.ts';
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
  /** What an update is a copy of. */
  update: { draft: string; hash: string } | null;
  attempts: readonly Attempt[];
  createdAt: number;
  nextAt: number | null;
};

/** A delivery with what only the queue reads. */
export type KeptDelivery = Delivery & {
  message: Message;
  /** What the sender wants back with the outcome. */
  context: Record<string, unknown>;
  giveUpAt: number;
};

export type DeliveryFilter = {
  incident?: string | undefined;
  channel?: string | undefined;
  state?: DeliveryState | undefined;
  limit?: number | undefined;
};

type Row = Record<string, string | number | null>;

const rows = (found: unknown[]) => (found as Row[]).map(readRow);
const first = (found: unknown) => (found === undefined ? null : readRow(found as Row));

export function openDeliveryTable({ sql }: Database) {
  const one = (text: string) => sql.statement(text);
  const insert = one(`INSERT INTO deliveries
    (id, dedup_key, channel, channel_name, kind, person, address, purpose, subject, incident, state, reason,
     attempts, message, context, created_at, next_at, give_up_at, ended_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const byKey = one('SELECT * FROM deliveries WHERE dedup_key = ?');
  const byPrefix = one('SELECT * FROM deliveries WHERE substr(dedup_key, 1, ?) = ? ORDER BY id');
  const byId = one('SELECT * FROM deliveries WHERE id = ?');
  // CN3: whoever is paged does not wait behind what others are told.
  const due = (except: number) =>
    one(`SELECT * FROM deliveries WHERE state = 'queued' AND begun_at IS NULL AND next_at <= ?
    AND channel NOT IN (''${', ?'.repeat(except)}) ORDER BY CASE purpose WHEN 'page' THEN 0 ELSE 1 END, next_at, id LIMIT ?`);
  const begin = one(
    `UPDATE deliveries SET begun_at = ? WHERE id = ? AND state = 'queued' AND begun_at IS NULL`,
  );
  const settle = one(
    `UPDATE deliveries SET begun_at = NULL, state = ?, reason = ?, attempts = ?, next_at = ?, ended_at = ? WHERE id = ?`,
  );
  const begun = one('SELECT * FROM deliveries WHERE begun_at IS NOT NULL');
  const cancel = one(`UPDATE deliveries SET state = 'dropped', reason = ?, next_at = NULL, ended_at = ?
    WHERE state = 'queued' AND begun_at IS NULL AND substr(dedup_key, 1, ?) = ?`);
  const untold = one(`SELECT * FROM deliveries WHERE state <> 'queued' AND told = 0 ORDER BY id LIMIT ?`);
  const tell = one('UPDATE deliveries SET told = 1 WHERE id = ?');
  const queued = one(`SELECT count(*) AS n FROM deliveries WHERE state = 'queued'`);
  const oldest = one(`SELECT min(created_at) AS at FROM deliveries WHERE state = 'queued'`);
  const prune = one(`DELETE FROM deliveries WHERE created_at < ? AND state <> 'queued' AND told = 1`);
  const lastOf = one(`SELECT * FROM deliveries WHERE channel = ? AND ended_at IS NOT NULL
    AND state IN ('sent', 'failed') ORDER BY ended_at DESC, id DESC LIMIT 1`);
  const listed = one(`SELECT * FROM deliveries WHERE (CAST(?1 AS TEXT) IS NULL OR incident = ?1)
    AND (CAST(?2 AS TEXT) IS NULL OR channel = ?2) AND (CAST(?3 AS TEXT) IS NULL OR state = ?3) ORDER BY id DESC LIMIT ?4`);
  return {
    add: (delivery: KeptDelivery, now: number) => {
      const { attempts, message, context, state } = delivery;
      insert.run(
        delivery.id,
        delivery.dedupKey,
        delivery.channel,
        delivery.channelName,
        delivery.kind,
        delivery.person,
        delivery.to,
        delivery.purpose,
        delivery.subject,
        delivery.incident,
        state,
        delivery.reason,
        JSON.stringify(attempts),
        JSON.stringify(message),
        JSON.stringify(context),
        delivery.createdAt,
        delivery.nextAt,
        delivery.giveUpAt,
        state === 'queued' ? null : now,
      );
    },
    withKey: (key: string) => first(byKey.get(key)),
    withPrefix: (prefix: string) => rows(byPrefix.all(prefix.length, prefix)),
    find: (id: string) => first(byId.get(id)),
    due: (now: number, except: readonly string[], limit: number) =>
      rows(due(except.length).all(now, ...except, limit)),
    /** Whether it is now ours to send: it may have been cancelled meanwhile. */
    begin: (id: string, now: number) => begin.run(now, id).changes === 1,
    settle: (
      { id, state, reason, nextAt }: Pick<Delivery, 'id' | 'state' | 'reason' | 'nextAt'>,
      attempts: readonly Attempt[],
      now: number,
    ) => {
      settle.run(state, reason, JSON.stringify(attempts), nextAt, state === 'queued' ? null : now, id);
    },
    /** Those that were being sent; after a start, those that a crash cut short. */
    begun: () => rows(begun.all()),
    cancel: (prefix: string, reason: string, now: number) =>
      cancel.run(reason, now, prefix.length, prefix).changes,
    untold: (limit: number) => rows(untold.all(limit)),
    told: (id: string) => {
      tell.run(id);
    },
    queuedCount: () => (queued.get() as { n: number }).n,
    oldestQueuedAt: () => (oldest.get() as { at: number | null }).at,
    prune: (before: number) => {
      prune.run(before);
    },
    lastOf: (channel: string) => first(lastOf.get(channel)),
    list: ({ incident, channel, state, limit = 100 }: DeliveryFilter) =>
      rows(listed.all(incident ?? null, channel ?? null, state ?? null, limit)),
  };
}

/** The columns are those that `add` wrote. */
function readRow(row: Row): KeptDelivery {
  const text = (name: string) => String(row[name]);
  const context = JSON.parse(text('context')) as Record<string, unknown>;
  const optional = (name: string) => (row[name] === null ? null : text(name));
  return {
    id: text('id'),
    dedupKey: text('dedup_key'),
    channel: text('channel'),
    channelName: text('channel_name'),
    kind: text('kind'),
    person: optional('person'),
    to: optional('address'),
    purpose: text('purpose') as Purpose,
    subject: text('subject'),
    incident: optional('incident'),
    state: text('state') as DeliveryState,
    reason: optional('reason'),
    update: updateIn(context),
    attempts: JSON.parse(text('attempts')) as Attempt[],
    createdAt: Number(row.created_at),
    nextAt: row.next_at === null ? null : Number(row.next_at),
    message: JSON.parse(text('message')) as Message,
    context,
    giveUpAt: Number(row.give_up_at),
  };
}

/** As anybody may see it. */
export function plainDelivery(kept: KeptDelivery): Delivery {
  const { message: _message, context: _context, giveUpAt: _giveUpAt, ...delivery } = kept;
  return delivery;
}

/** What updates.ts put into the context. */
export function updateIn({ draft, hash }: Record<string, unknown>): Delivery['update'] {
  return typeof draft === 'string' && typeof hash === 'string' ? { draft, hash } : null;
}
