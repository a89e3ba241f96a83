// SP142: what people said during turns of planned work: that it is verified, or over.
import type { Database } from '../storage/database.ts';
import type { Said, SaidStatus } from '#wire/api/maintenance.ts';

const mostSaid = 200;

/** Kept in memory beside its table. */
export function openSaid(database: Database) {
  const { queries } = database;
  const all = new Map<string, Said[]>();
  const rows = database.all(queries.selectFrom('maintenance_said').selectAll().orderBy('at').orderBy('id'));
  for (const { maintenance, by_person, status, ...row } of rows)
    all.set(maintenance, [
      ...(all.get(maintenance) ?? []),
      { ...row, status: status as SaidStatus, by: by_person },
    ]);
  const of = (window: string): readonly Said[] => all.get(window) ?? [];
  return {
    of,
    /** The starts of the turns that a person ended. */
    completed: (window: string): readonly number[] =>
      of(window).flatMap(({ status, turn }) => (status === 'completed' ? [turn] : [])),
    /** When a person ended its latest turn, after `since`; null when nobody did. */
    endOf: (window: string, since: number): number | null =>
      of(window).findLast(({ status, at }) => status === 'completed' && at > since)?.at ?? null,
    /** Null when the limit of kept messages is reached. */
    add: (window: string, said: Said): Said | null => {
      if (of(window).length >= mostSaid) return null;
      const { by, ...row } = said;
      database.transaction(() =>
        database.run(
          queries.insertInto('maintenance_said').values({ maintenance: window, ...row, by_person: by }),
        ),
      );
      all.set(window, [...of(window), said]);
      return said;
    },
  };
}
