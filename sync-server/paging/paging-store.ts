// Stores the paging state of each incident and its pending errands in one row, so that a crash leaves either the
// whole decision or nothing.
import type { Database } from '../storage/database.ts';
import type { PagingState, SaidFact, Send } from './paging-state.ts';

/** Pending actions, in order. Each has a key, so doing one twice has the effect of once. */
export type Errand =
  | { kind: 'cancel'; prefix: string }
  | { kind: 'send'; send: Send; at: number }
  | { kind: 'say'; say: SaidFact; at: number };

export type Paging = { state: PagingState; errands: readonly Errand[] };

export type PagingStore = {
  read(incident: string): Paging | null;
  write(incident: string, paging: Paging): void;
  /** Incidents that are not over, or have pending errands. */
  active(): string[];
};

export function openPagingStore({ prepare }: Database): PagingStore {
  const read = prepare((db, incident: string) =>
    db.selectFrom('pagings').select('state').where('incident', '=', incident),
  );
  const active = prepare((db) => db.selectFrom('pagings').select('incident').where('is_over', '=', 0));
  const write = prepare((db, incident: string, is_over: number, state: string) =>
    db
      .insertInto('pagings')
      .values({ incident, is_over, state })
      .onConflict((conflict) => conflict.column('incident').doUpdateSet({ is_over, state })),
  );
  return {
    read: (incident) => {
      const row = read.first(incident);
      return row === undefined ? null : (JSON.parse(row.state) as Paging);
    },
    write: (incident, paging) => {
      const isOver = paging.state.phase === 'over' && paging.errands.length === 0;
      write.run(incident, Number(isOver), JSON.stringify(paging));
    },
    active: () => active.all().map(({ incident }) => incident),
  };
}
