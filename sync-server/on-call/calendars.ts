// The secret addresses of calendars, and of who is on call for telephony. Everybody who has an address may read its
// content. Only the hash of an address is kept.
import type { Database } from '../storage/database.ts';
import { createHash } from 'node:crypto';
import { hashSecret, makeCode } from '../tokens.ts';
import type { Revision } from './calendar.ts';

/**
 * `dial`: the number of the person on call (OC9); `replies`: the replies that a channel's provider passes on (ES21).
 */
export type CalendarOf = { kind: 'schedule' | 'person' | 'dial' | 'replies'; target: string };

export type Calendars = {
  /** Makes a new address; the old one stops working. */
  renew(of: CalendarOf): string;
  /** False when there was no address. */
  revoke(of: CalendarOf): boolean;
  find(code: string): CalendarOf | null;
  /** Whether it has an address. */
  has(of: CalendarOf): boolean;
  /** OC8: the sequence rises whenever an event's text changes. Kept while the event is shown. */
  revise: (uid: string, content: string) => Revision;
};

const keptMs = 500 * 86_400_000;

function openAddresses(database: Database, now: () => number): Omit<Calendars, 'revise'> {
  const { queries } = database;
  const addressOf = ({ kind, target }: CalendarOf) =>
    queries.selectFrom('calendars').select('hash').where('kind', '=', kind).where('target', '=', target);
  return {
    renew: ({ kind, target }) => {
      const code = makeCode();
      const made = { hash: hashSecret(code), created_at: now() };
      database.run(
        queries
          .insertInto('calendars')
          .values({ kind, target, ...made })
          .onConflict((conflict) => conflict.columns(['kind', 'target']).doUpdateSet(made)),
      );
      return code;
    },
    revoke: ({ kind, target }) =>
      database.run(queries.deleteFrom('calendars').where('kind', '=', kind).where('target', '=', target)) > 0,
    has: (of) => database.first(addressOf(of)) !== undefined,
    find: (code) => {
      const found = queries.selectFrom('calendars').select(['kind', 'target']);
      const row = database.first(found.where('hash', '=', hashSecret(code)));
      return row === undefined ? null : { kind: row.kind as CalendarOf['kind'], target: row.target };
    },
  };
}

export function openCalendars(database: Database, now: () => number): Calendars {
  const { queries } = database;
  const { known, keep } = prepareEvents(database);
  let prunedAt = 0;
  return {
    revise: (uid, content) => {
      const at = now();
      if (at - prunedAt > 86_400_000) {
        database.run(queries.deleteFrom('calendar_events').where('seen_at', '<', at - keptMs));
        prunedAt = at;
      }
      const hash = createHash('sha256').update(content).digest('base64url');
      const before = known.first(uid);
      if (before?.hash === hash) {
        if (at - before.seen_at > 86_400_000) keep.run(uid, hash, before.sequence, before.at, at);
        return { sequence: before.sequence, at: before.at };
      }
      const revision = { sequence: before === undefined ? 0 : before.sequence + 1, at };
      keep.run(uid, hash, revision.sequence, at, at);
      return revision;
    },
    ...openAddresses(database, now),
  };
}

/** Runs for each event whenever a calendar is read. */
function prepareEvents({ prepare }: Database) {
  return {
    known: prepare((db, uid: string) =>
      db.selectFrom('calendar_events').select(['hash', 'sequence', 'at', 'seen_at']).where('uid', '=', uid),
    ),
    keep: prepare((db, uid: string, hash: string, sequence: number, at: number, seen_at: number) =>
      db
        .insertInto('calendar_events')
        .values({ uid, hash, sequence, at, seen_at })
        .onConflict((conflict) => conflict.column('uid').doUpdateSet({ hash, sequence, at, seen_at })),
    ),
  };
}
