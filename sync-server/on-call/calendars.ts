// The secret addresses of calendars, and of who is on call for telephony. Whoever has one may read that; only its hash
// is
// kept.
import type { Database } from '../storage/database.ts';
import { createHash } from 'node:crypto';
import { hashSecret, makeCode } from '../people/tokens.ts';
import type { Revision } from './calendar.ts';

/** `dial`: the number of the person on call (OC9); `replies`: what a channel's provider passes on (ES21). */
export type CalendarOf = { kind: 'schedule' | 'person' | 'dial' | 'replies'; target: string };

export type Calendars = {
  /** A new address; the one before it ends. */
  renew(of: CalendarOf): string;
  /** False when there was none. */
  revoke(of: CalendarOf): boolean;
  find(code: string): CalendarOf | null;
  /** Whether there is an address of it. */
  has(of: CalendarOf): boolean;
  /** OC8: counts up whenever an event's text changes. Kept while the event is shown. */
  revise: (uid: string, content: string) => Revision;
};

const keptMs = 500 * 86_400_000;

export function openCalendars({ sql }: Database, now: () => number): Calendars {
  const put = sql.statement(
    `INSERT INTO calendars (hash, kind, target, created_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (kind, target) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at`,
  );
  const remove = sql.statement('DELETE FROM calendars WHERE kind = ? AND target = ?');
  const find = sql.statement('SELECT kind, target FROM calendars WHERE hash = ?');
  const has = sql.statement('SELECT 1 FROM calendars WHERE kind = ? AND target = ?');
  const known = sql.statement('SELECT hash, sequence, at, seen_at FROM calendar_events WHERE uid = ?');
  const keep = sql.statement(
    `INSERT INTO calendar_events (uid, hash, sequence, at, seen_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (uid) DO UPDATE SET hash = excluded.hash, sequence = excluded.sequence, at = excluded.at,
       seen_at = excluded.seen_at`,
  );
  const prune = sql.statement('DELETE FROM calendar_events WHERE seen_at < ?');
  let prunedAt = 0;
  return {
    revise: (uid, content) => {
      const at = now();
      if (at - prunedAt > 86_400_000) {
        prune.run(at - keptMs);
        prunedAt = at;
      }
      const hash = createHash('sha256').update(content).digest('base64url');
      const before = known.get(uid) as (Revision & { hash: string; seen_at: number }) | undefined;
      if (before?.hash === hash) {
        if (at - before.seen_at > 86_400_000) keep.run(uid, hash, before.sequence, before.at, at);
        return { sequence: before.sequence, at: before.at };
      }
      const revision = { sequence: before === undefined ? 0 : before.sequence + 1, at };
      keep.run(uid, hash, revision.sequence, at, at);
      return revision;
    },
    renew: ({ kind, target }) => {
      const code = makeCode();
      put.run(hashSecret(code), kind, target, now());
      return code;
    },
    revoke: ({ kind, target }) => remove.run(kind, target).changes > 0,
    has: ({ kind, target }) => has.get(kind, target) !== undefined,
    find: (code) => (find.get(hashSecret(code)) as CalendarOf | undefined) ?? null,
  };
}
