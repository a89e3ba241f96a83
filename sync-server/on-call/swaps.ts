// AB5: shifts that people offer each other. Taking an offer makes overrides; the offer stays as a record of both
// decisions.
import { makeShelf, readShelved, type Shelf } from '../storage/collection.ts';
import type { Database } from '../storage/database.ts';
import { dayMs } from '#room/time/zone.ts';
import { createListeners } from '../listeners.ts';

export const mostSwaps = 500;
/** How long an offer is kept after its end. */
const swapKeptMs = 90 * dayMs;

type Range = { from: number; to: number };
export type SwapSettings = {
  schedule: string;
  /** The person who offers their shift. */
  person: string;
  /** The person who is asked; null: everybody in the schedule. */
  asked: string | null;
  give: Range;
  /** The shift they want in return; null: none. */
  inReturn: Range | null;
  at: number;
  acceptedBy: string | null;
  acceptedAt: number | null;
};
export type Swap = { id: string; version: number; settings: SwapSettings };
export type Swaps = Shelf<SwapSettings, Swap> & {
  /** The offers of one schedule that are not over yet. */
  of(schedule: string): readonly Swap[];
  onChange(listener: () => void): () => void;
};

export async function openSwaps(options: {
  database: Database;
  makeId: () => string;
  now: () => number;
}): Promise<Swaps> {
  const rows = await readShelved<SwapSettings>(options.database, 'swaps');
  const listeners = createListeners();
  const shelf = makeShelf<SwapSettings, Swap>({
    ...options,
    ...rows,
    most: mostSwaps,
    shape: (swap) => swap,
    onChange: () => listeners.tell(),
  });
  return {
    ...shelf,
    add: async (settings) => {
      const forgotten = options.now() - swapKeptMs;
      for (const { id, settings: old } of shelf.list())
        if (old.give.to < forgotten) await shelf.remove(id, null);
      return shelf.add(settings);
    },
    of: (schedule) =>
      shelf
        .list()
        .filter(({ settings }) => settings.schedule === schedule && settings.give.to > options.now()),
    onChange: listeners.add,
  };
}
