// The secret addresses of calendars. Whoever has one may read that calendar; only its hash is kept.
import type { Database } from '../storage/database.ts';
import { hashSecret, makeCode } from '../people/tokens.ts';

export type CalendarOf = { kind: 'schedule' | 'person'; target: string };

export type Calendars = {
  /** A new address; the one before it ends. */
  renew(of: CalendarOf): string;
  /** False when there was none. */
  revoke(of: CalendarOf): boolean;
  find(code: string): CalendarOf | null;
};

export function openCalendars({ sqlite }: Database, now: () => number): Calendars {
  const put = sqlite.prepare(
    `INSERT INTO calendars (hash, kind, target, created_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (kind, target) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at`,
  );
  const remove = sqlite.prepare('DELETE FROM calendars WHERE kind = ? AND target = ?');
  const find = sqlite.prepare('SELECT kind, target FROM calendars WHERE hash = ?');
  return {
    renew: ({ kind, target }) => {
      const code = makeCode();
      put.run(hashSecret(code), kind, target, now());
      return code;
    },
    revoke: ({ kind, target }) => remove.run(kind, target).changes > 0,
    find: (code) => (find.get(hashSecret(code)) as CalendarOf | undefined) ?? null,
  };
}
