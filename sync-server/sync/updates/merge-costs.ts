// SY13: many updates that are each cheap to merge can together make a document that takes minutes to load. So the cost
// of loading is limited too.
import { measureLoading } from '#room/merging/loading.ts';

export type MergeCosts = {
  /** Whether the document may take an update with this search cost; `most` limits the sum. */
  mayAdd(conflicts: number, most: number): boolean;
};

// Documents written by people stay far below this, so theirs are not measured.
const unnoticed = 20_000;

/** `encode` returns the document as it is before the update. */
export function createMergeCosts(encode: () => Uint8Array): MergeCosts {
  let added = 0;
  let loading: number | null = null;
  return {
    mayAdd: (conflicts, most) => {
      if (conflicts === 0) return true;
      const sum = (loading ?? 0) + added + conflicts;
      // Most of what updates cost one by one, such as splitting a text, costs nothing when all of it is loaded.
      const isOverstated = sum > most && added > most / 4;
      if (isOverstated || (loading === null && sum > unnoticed)) {
        const measured = measureLoading(encode(), { work: Infinity, conflicts: most });
        loading = measured.kind === 'measured' ? measured.conflicts : most;
        added = 0;
      }
      if ((loading ?? 0) + added + conflicts > most) return false;
      added += conflicts;
      return true;
    },
  };
}
