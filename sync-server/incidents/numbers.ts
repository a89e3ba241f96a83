// HT4, FA6: incident numbers of the primary: `INC-<n>`, n growing, each used once.
import type { Database } from '../storage/database.ts';

export type Numbers = {
  /** The incident's number; assigns one if it has none. Durable before anybody can read it in the room. */
  numberOf: (incident: string) => string;
  /** Records a number that came with a room, so that it is not used again. `far`: by more than `furthest` too high. */
  adopt(
    incident: string,
    number: string,
    furthest?: number,
  ): 'known' | 'adopted' | 'taken' | 'far' | 'foreign';
  /**
   * RE9: two incidents have this number, for example after an older copy of the database was restored. The one
   * declared first keeps it. Returns the other with its number, assigning one if it has none.
   */
  settle(incident: string, number: string): { incident: string; number: string } | null;
};

const prefix = 'INC-';

export function openNumbers(database: Database): Numbers {
  const { queries, prepare } = database;
  // Runs after every fact of every room.
  const find = prepare((db, incident: string) =>
    db.selectFrom('incident_numbers').select('number').where('incident', '=', incident),
  );
  const holder = prepare((db, number: number) =>
    db.selectFrom('incident_numbers').select('incident').where('number', '=', number),
  );
  const highest = prepare((db) =>
    db.selectFrom('incident_numbers').select((columns) => columns.fn.max('number').as('number')),
  );
  const give = prepare((db, incident: string) =>
    db.insertInto('incident_numbers').values({ incident }).returning('number'),
  );
  const numberOf = (incident: string) => `${prefix}${(find.first(incident) ?? give.first(incident))?.number}`;
  return {
    numberOf,
    settle: (incident, number) => {
      const n = parseNumber(number);
      const taker = n === null ? undefined : holder.first(n)?.incident;
      if (n === null || taker === undefined || taker === incident) return null;
      // Ids sort by time.
      if (incident > taker) return { incident, number: numberOf(incident) };
      database.run(queries.deleteFrom('incident_numbers').where('incident', '=', incident));
      database.run(queries.updateTable('incident_numbers').set({ incident }).where('number', '=', n));
      return { incident: taker, number: numberOf(taker) };
    },
    adopt: (incident, number, furthest = Infinity) => {
      const n = parseNumber(number);
      if (n === null) return 'foreign';
      const taker = holder.first(n)?.incident;
      if (taker !== undefined) return taker === incident ? 'known' : 'taken';
      if (find.first(incident) !== undefined) return 'known';
      if (n > (highest.first()?.number ?? 0) + furthest) return 'far';
      database.run(queries.insertInto('incident_numbers').values({ number: n, incident }));
      return 'adopted';
    },
  };
}

/** The n of `INC-<n>`; null when it is not one of ours, or absurdly large. */
function parseNumber(number: string): number | null {
  const digits = /^INC-([1-9]\d{0,8})$/.exec(number)?.[1];
  return digits === undefined ? null : Number(digits);
}
