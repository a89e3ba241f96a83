// How paging stands for each incident, and what of it is still to be carried out: both in one row, so that a crash
// finds either what was decided or nothing.
import type { Database } from '../storage/database.ts';
import type { PagingState, Say, Send } from './paging-state.ts';

/** What is to be done, in order. Doing it twice does it once: each has a key. */
export type Errand =
  | { kind: 'cancel'; prefix: string }
  | { kind: 'send'; send: Send; at: number }
  | { kind: 'say'; say: Say; at: number };

export type Paging = { state: PagingState; errands: readonly Errand[] };

export type PagingStore = {
  read(incident: string): Paging | null;
  write(incident: string, paging: Paging): void;
  /** Incidents that are not over, or with something to be done. */
  active(): string[];
};

export function openPagingStore({ sql }: Database): PagingStore {
  const read = sql.statement('SELECT state FROM pagings WHERE incident = ?');
  const active = sql.statement('SELECT incident FROM pagings WHERE is_over = 0');
  const write = sql.statement(
    `INSERT INTO pagings (incident, is_over, state) VALUES (?, ?, ?)
     ON CONFLICT (incident) DO UPDATE SET is_over = excluded.is_over, state = excluded.state`,
  );
  return {
    read: (incident) => {
      const row = read.get(incident);
      return row === undefined ? null : (JSON.parse(String(row['state'])) as Paging);
    },
    write: (incident, paging) => {
      const isOver = paging.state.phase === 'over' && paging.errands.length === 0;
      write.run(incident, Number(isOver), JSON.stringify(paging));
    },
    active: () => active.all().map((row) => String(row['incident'])),
  };
}
