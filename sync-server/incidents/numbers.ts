// HT4, FA6: incident numbers of the primary: `INC-<n>`, n growing, none given twice.
import type { Database } from '../storage/database.ts';

export type Numbers = {
  /** The incident's number, given now if it has none. Durable before anybody can read it in the room. */
  numberOf: (incident: string) => string;
  /** Takes note of a number that a room brought along, so that it is not given again. */
  adopt(incident: string, number: string): 'known' | 'adopted' | 'taken' | 'foreign';
  /**
   * RE9: two incidents carry this number, as after a database was replaced by an older copy. The one declared first
   * keeps it. Answers the other with the number it gets, given now if it has none.
   */
  settle(incident: string, number: string): { incident: string; number: string } | null;
};

const prefix = 'INC-';

export function openNumbers({ sql }: Database): Numbers {
  const find = sql.statement('SELECT number FROM incident_numbers WHERE incident = ?');
  const holder = sql.statement('SELECT incident FROM incident_numbers WHERE number = ?');
  const give = sql.statement('INSERT INTO incident_numbers (incident) VALUES (?) RETURNING number');
  const drop = sql.statement('DELETE FROM incident_numbers WHERE incident = ?');
  const hand = sql.statement('UPDATE incident_numbers SET incident = ? WHERE number = ?');
  const keep = sql.statement('INSERT INTO incident_numbers (number, incident) VALUES (?, ?)');
  const numberOf = (incident: string) => `${prefix}${read(find.get(incident)) ?? read(give.get(incident))}`;
  return {
    numberOf,
    settle: (incident, number) => {
      const n = parseNumber(number);
      const taker = n === null ? undefined : (holder.get(n) as { incident: string } | undefined)?.incident;
      if (n === null || taker === undefined || taker === incident) return null;
      // Ids are made in the order of time.
      if (incident > taker) return { incident, number: numberOf(incident) };
      drop.run(incident);
      hand.run(incident, n);
      return { incident: taker, number: numberOf(taker) };
    },
    adopt: (incident, number) => {
      const n = parseNumber(number);
      if (n === null) return 'foreign';
      const taker = (holder.get(n) as { incident: string } | undefined)?.incident;
      if (taker !== undefined) return taker === incident ? 'known' : 'taken';
      if (read(find.get(incident)) !== undefined) return 'known';
      keep.run(n, incident);
      return 'adopted';
    },
  };
}

const read = (row: unknown) => (row as { number: number } | undefined)?.number;

/** The n of `INC-<n>`; null when it is not one of ours, or absurdly large. */
function parseNumber(number: string): number | null {
  const digits = /^INC-([1-9]\d{0,8})$/.exec(number)?.[1];
  return digits === undefined ? null : Number(digits);
}
