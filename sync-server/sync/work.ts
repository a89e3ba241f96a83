// SY13: what an update costs is counted before it is applied. One unit is about what Yjs takes to look at one
// neighbour of an insertion, some 50 ns; the weights were measured (npm run bench).

export const weights = {
  /** Reading, checking and integrating one struct. */
  struct: 16,
  /** One client's block, or its part of the deletions. */
  client: 16,
  /** One range of deletions. */
  range: 16,
  /** One value of JSON. */
  value: 2,
  /** As many bytes of JSON as are parsed in one unit. */
  parsed: 4,
  /** As many bytes of words, or places of a list that move, as one unit copies. */
  copied: 64,
} as const;

/** Thrown where an update costs more than it may. */
export class TooMuchWork extends Error {
  override name = 'TooMuchWork';
}

export type Meter = {
  /** Throws TooMuchWork beyond the limit. */
  spend(units: number): void;
  spent(): number;
};

export function createMeter(most: number): Meter {
  let spent = 0;
  return {
    spend: (units) => {
      spent += units;
      if (spent > most) throw new TooMuchWork(`more than ${most} units of work`);
    },
    spent: () => spent,
  };
}
