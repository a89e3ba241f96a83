// SY13: what it costs to load a whole document that came from elsewhere, counted before Yjs loads it.
import * as Y from 'yjs';
import { scanConflicts } from './conflict-scan.ts';
import { decodeUpdate, findMissing, isFormat, type Struct } from './update-structs.ts';
import { createMeter, TooMuchWork, weights } from './work.ts';

/** In units of work: for reading and integrating the structs, and for the search for their places. */
export type MostLoading = { work: number; conflicts: number };

export type Loading =
  | { kind: 'measured'; conflicts: number }
  /** It is no whole document. */
  | { kind: 'damaged' }
  | { kind: 'too-much' };

/** `state`: the whole document as one update. */
export function measureLoading(state: Uint8Array, { work, conflicts }: MostLoading): Loading {
  const empty = new Y.Doc();
  const [rest, search] = [createMeter(work), createMeter(conflicts)];
  try {
    const update = decodeUpdate(state, rest);
    const found = update && findMissing(empty, update, rest);
    if (update === null || found?.kind !== 'complete') return { kind: 'damaged' };
    const { ordered } = found;
    // The cleaning of texts with formats takes a time that grows with the square of their length.
    if (ordered.some(hasFormat)) search.spend(ordered.length ** 2 / weights.struct);
    scanConflicts(empty, { update, ordered }, search);
    return { kind: 'measured', conflicts: search.spent() };
  } catch (error) {
    if (!(error instanceof TooMuchWork)) throw error;
    return { kind: 'too-much' };
  }
}

const hasFormat = (struct: Struct) => struct instanceof Y.Item && isFormat(struct);
