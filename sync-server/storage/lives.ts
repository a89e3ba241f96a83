// RE9: how somebody who gave this server something can know later that it still has it, although its database may
// have been replaced by an older copy, or by nothing. Each start is a life with a name of its own. A copy knows the
// lives up to the moment it was taken, and where in the log the next one began.
import { randomUUID } from 'node:crypto';
import type { Database } from './database.ts';

/** `head` is the log's end in that life. */
export type Standing = { life: string; head: number };

export type Lives = {
  now(): Standing;
  /** Whether everything is here that was here then. */
  hasAll(then: Standing): boolean;
};

// A server that starts ten times a day is known for three years.
const mostLives = 10_000;

/** Begins a life. */
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
