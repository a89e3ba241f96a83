// HT4, FA6: incident numbers of the primary: `INC-<n>`, n growing, none given twice.
import type { Database } from '../storage/database.ts';

export type Numbers = {
  /** The incident's number, given now if it has none. Durable before anybody can read it in the room. */
  numberOf: (incident: string) => string;
  /** Takes note of a number that a room brought along, so that it is not given again. */
  adopt(incident: string, number: string): 'known' | 'adopted' | 'taken' | 'foreign';
};

const prefix = 'INC-';

export function openNumbers({ sqlite }: Database): Numbers {
  const find = sqlite.prepare('SELECT number FROM incident_numbers WHERE incident = ?');
  const holder = sqlite.prepare('SELECT incident FROM incident_numbers WHERE number = ?');
  const give = sqlite.prepare('INSERT INTO incident_numbers (incident) VALUES (?) RETURNING number');
  const keep = sqlite.prepare('INSERT INTO incident_numbers (number, incident) VALUES (?, ?)');
  return {
    numberOf: (incident) => `${prefix}${read(find.get(incident)) ?? read(give.get(incident))}`,
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
