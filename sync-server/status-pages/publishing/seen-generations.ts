// The generations of status pages at their places, as far as this server knows them.
import type { Generation } from '../page/generation.ts';

/** How many failed generations are remembered for a place. */
const mostFailed = 100;
/** SP113: how long a desktop's generation stays in place, waiting for the update in it to arrive here. */
export const foundStaysMs = 900_000;

/** A publishing at one place takes no longer. */
export const patienceMs = 60_000;

/** Which generations this server knows at each place, and since when another server's has been there. */
export function createSeen({ now, madeBefore }: { now: () => number; madeBefore: number }) {
  const known = new Map<string, number>();
  const found = new Map<string, number>();
  /** What failed may have arrived all the same: only the answer was lost, or only the last step failed. */
  const failed = new Map<string, number[]>();
  const held = new Map<string, ReadonlySet<string>>();
  /** The last upload of somebody else at each place that had not ended, and when it was first seen. */
  const unfinished = new Map<string, { sequence: number; at: number }>();
  return {
    failed: (key: string, sequence: number) => {
      const sequences = [...(failed.get(key) ?? []), sequence];
      // While a place stays away, the first and the last failures are the likeliest to have arrived.
      if (sequences.length > mostFailed) sequences.splice(mostFailed / 2, 1);
      failed.set(key, sequences);
    },
    hasFailed: (key: string, sequence: number) => failed.get(key)?.includes(sequence) === true,
    /** Whether nobody goes on with this upload, which did not end: it is our own, or was there longer than one takes. */
    isDead: (key: string, sequence: number): boolean => {
      if (failed.get(key)?.includes(sequence) === true) return true;
      const seenBefore = unfinished.get(key);
      if (seenBefore?.sequence === sequence) return now() - seenBefore.at > patienceMs;
      unfinished.set(key, { sequence, at: now() });
      return false;
    },
    /** The files of the generation that this server published last at this place. */
    held: (key: string): ReadonlySet<string> => held.get(key) ?? new Set(),
    known: (key: string) => known.get(key) ?? 0,
    knows: (page: string, sequence: number) => void known.set(page, Math.max(sequence, known.get(page) ?? 0)),
    published: (key: string, { sequence, files }: Generation) => {
      known.set(key, sequence);
      held.set(key, new Set(files.keys()));
      found.delete(key);
      failed.delete(key);
    },
    foundAnother: (key: string) => {
      if (!found.has(key)) found.set(key, now());
    },
    /** The newest generation at this place that may be replaced without a person's request. */
    replaceable: (page: string, key: string, { sequence }: Generation): number => {
      const ours = Math.max(madeBefore, known.get(key) ?? 0, known.get(page) ?? 0);
      const isWaiting = madeBefore > 0 && now() - (found.get(key) ?? now()) < foundStaysMs;
      return isWaiting ? Math.min(sequence, ours) : sequence;
    },
  };
}

export type SeenGenerations = ReturnType<typeof createSeen>;
