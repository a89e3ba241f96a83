// SY13: the cost of an update is counted before it is applied. One unit is about the time in which Yjs looks at one
// neighbour of an insertion, some 50 ns. The weights were measured (npm run bench).

export const weights = {
  /** Reading, checking and integrating one struct. */
  struct: 16,
  /** One client's block, or its part of the deletions. */
  client: 16,
  /** One range of deletions. */
  range: 16,
  /** One JSON value. */
  value: 2,
  /** Bytes of JSON parsed in one unit. */
  parsed: 4,
  /** Bytes of text, or moved places of a list, copied in one unit. */
  copied: 64,
} as const;

/** Thrown when an update costs more than allowed. */
export class TooMuchWork extends Error {
  override name = 'TooMuchWork';
}

export type Meter = {
  /** Call it before the work is done. Throws TooMuchWork, and counts nothing, when it would go above the limit. */
  spend(units: number): void;
  spent(): number;
};

/** What a meter within another spends, the outer one spends too. */
export function createMeter(most: number, outer?: Meter): Meter {
  let spent = 0;
  return {
    spend: (units) => {
      if (spent + units > most) throw new TooMuchWork(`more than ${most} units of work`);
      outer?.spend(units);
      spent += units;
    },
    spent: () => spent,
  };
}
