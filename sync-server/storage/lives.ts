// RE9: lets a client check later whether this server still has data it once received. Its database may have been
// replaced by an older copy, or be new. Each start is a life with its own name. A copy knows the lives until it was
// made, and where in the log each next life began.
import { randomUUID } from 'node:crypto';
import type { Database } from './database.ts';

/** `head` is the end of the log in that life. */
export type StoreStanding = { life: string; head: number };

export type Lives = {
  now(): StoreStanding;
  /** Whether all data that was here then is still here. */
  hasAll(then: StoreStanding): boolean;
};

// Enough for three years with ten starts a day.
const mostLives = 10_000;

/** Begins a new life. */
export function openLives({ sql }: Pick<Database, 'sql'>): Lives {
  const newest = sql.statement(
    sql.dialect === 'sqlite'
      ? "SELECT seq FROM sqlite_sequence WHERE name = 'document_updates'"
      : 'SELECT seq FROM log_head',
  );
  const head = () => Number(newest.get()?.['seq'] ?? 0);
  const life = randomUUID();
  sql.statement('INSERT INTO lives (id, head) VALUES (?, ?)').run(life, head());
  sql.statement('DELETE FROM lives WHERE number <= (SELECT max(number) FROM lives) - ?').run(mostLives);
  const next = sql.statement(
    `SELECT next.head FROM lives LEFT JOIN lives AS next ON next.number =
       (SELECT min(number) FROM lives AS later WHERE later.number > lives.number)
     WHERE lives.id = ?`,
  );
  return {
    now: () => ({ life, head: head() }),
    hasAll(then) {
      if (then.life === life) return then.head <= head();
      const ended = next.get(then.life)?.['head'];
      return typeof ended === 'number' && then.head <= ended;
    },
  };
}
