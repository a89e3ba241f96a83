// The letters as rows. Nothing here begins a transaction: the outbox does, and whoever adds letters with their own.
import type { Database } from '../../storage/database.ts';
import type { Lane, Letter, LetterState, NewLetter } from './letter.ts';

type Row = Record<string, string | number | null>;
/** What `list` asks for. */
export type LetterFilter = { recipient?: string; page?: string; state?: LetterState; limit?: number };

/** The statements that the outbox works with. */
export function openOutboxTable({ sql }: Database) {
  const one = (text: string) => sql.statement(text);
  const insert = one(`INSERT INTO outbox (id, key, kind, lane, recipient, payload, state, created_at, next_at)
    VALUES (?, ?, ?, ?, ?, ?, 'queued', ?, ?) ON CONFLICT (key) DO NOTHING`);
  const due = one(
    `SELECT * FROM outbox WHERE state = 'queued' AND lane = ? AND next_at <= ? ORDER BY next_at, seq LIMIT ?`,
  );
  const claim = one(`UPDATE outbox SET state = 'sending' WHERE id = ? AND state = 'queued'`);
  const mark = one(
    `UPDATE outbox SET state = ?, reason = ?, attempts = ?, next_at = ?, ended_at = ?, maybe_twice = ? WHERE id = ?`,
  );
  const sending = one(`SELECT * FROM outbox WHERE state = 'sending'`);
  const drop = one(
    `UPDATE outbox SET state = 'dropped', reason = ?, ended_at = ? WHERE recipient = ? AND state = 'queued'`,
  );
  const again =
    one(`UPDATE outbox SET state = 'queued', reason = NULL, ended_at = NULL, next_at = ?, maybe_twice = 1
    WHERE id = ? AND state = 'maybe-sent'`);
  const find = one('SELECT * FROM outbox WHERE id = ?');
  const has = one('SELECT 1 FROM outbox WHERE key = ?');
  const prune = one(`DELETE FROM outbox WHERE ended_at < ?`);
  const ofRecipient = one('SELECT * FROM outbox WHERE recipient = ? ORDER BY seq DESC LIMIT ?');
  const ofPage = one(`SELECT outbox.* FROM outbox JOIN subscribers ON subscribers.id = outbox.recipient
    WHERE subscribers.page = ?1 AND (CAST(?2 AS TEXT) IS NULL OR outbox.state = ?2) ORDER BY outbox.seq DESC LIMIT ?3`);
  const waiting = one(`SELECT count(*) AS queued, min(created_at) AS at FROM outbox WHERE state = 'queued'`);
  const counts = one(`SELECT outbox.state AS state, count(*) AS n FROM outbox
    JOIN subscribers ON subscribers.id = outbox.recipient WHERE subscribers.page = ? GROUP BY outbox.state`);
  return {
    insert: (id: string, { key, kind, recipient, payload }: NewLetter, lane: Lane, now: number) => {
      insert.run(id, key, kind, lane, recipient, JSON.stringify(payload), now, now);
    },
    due: (lane: Lane, now: number, limit: number) => read(due.all(lane, now, limit)),
    /** Whether it is now ours to hand over: it may have been dropped meanwhile. */
    claim: (id: string) => claim.run(id).changes === 1,
    mark: ({ id, state, reason, attempts, nextAt, endedAt, maybeTwice }: Letter) => {
      mark.run(state, reason, attempts, nextAt, endedAt, maybeTwice ? 1 : 0, id);
    },
    sending: () => read(sending.all()),
    drop: (recipient: string, reason: string, now: number) => {
      drop.run(reason, now, recipient);
    },
    again: (id: string, now: number) => again.run(now, id).changes === 1,
    find: (id: string) => read([find.get(id)].filter((row) => row !== undefined))[0] ?? null,
    has: (key: string) => has.get(key) !== undefined,
    prune: (before: number) => {
      prune.run(before);
    },
    list: ({ recipient, page, state, limit = 100 }: LetterFilter) =>
      recipient === undefined
        ? read(ofPage.all(page ?? '', state ?? null, limit))
        : read(ofRecipient.all(recipient, limit)),
    waiting: () => {
      const { queued, at } = waiting.get() as { queued: number; at: number | null };
      return { queued, oldestAt: at };
    },
    counts: (page: string) =>
      Object.fromEntries(
        (counts.all(page) as { state: LetterState; n: number }[]).map(({ state, n }) => [state, n]),
      ) as Partial<Record<LetterState, number>>,
  };
}

const read = (rows: unknown[]): Letter[] => (rows as Row[]).map(readRow);

function readRow(row: Row): Letter {
  return {
    id: String(row.id),
    key: String(row.key),
    kind: String(row.kind),
    recipient: row.recipient === null ? null : String(row.recipient),
    payload: JSON.parse(String(row.payload)) as Record<string, unknown>,
    state: row.state as LetterState,
    reason: row.reason === null ? null : String(row.reason),
    attempts: Number(row.attempts),
    maybeTwice: row.maybe_twice === 1,
    createdAt: Number(row.created_at),
    nextAt: Number(row.next_at),
    endedAt: row.ended_at === null ? null : Number(row.ended_at),
  };
}
