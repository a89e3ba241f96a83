// SY13: what it costs to load a whole document or a log that came from elsewhere, counted before Yjs loads it.
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

/**
 * What it costs to apply the updates of a log one after the other. Each is counted before it is applied to a document of
 * its own, because the next ones build on it.
 */
export function measureLog(updates: Iterable<Uint8Array>, { work, conflicts }: MostLoading): Loading {
  const doc = new Y.Doc();
  const [rest, search] = [createMeter(work), createMeter(conflicts)];
  let [structs, waitingBytes, areFormatted] = [0, 0, false];
  try {
    for (const bytes of updates) {
      // Yjs keeps an update that builds on a missing one, and merges all such updates again with each that follows.
      rest.spend(waitingBytes * weights.struct);
      const update = decodeUpdate(bytes, rest);
      if (update === null) return { kind: 'damaged' };
      const found = findMissing(doc, update, rest);
      if (found.kind === 'contradictory') return { kind: 'damaged' };
      if (found.kind === 'incomplete') waitingBytes += bytes.length;
      const ordered = found.kind === 'complete' ? found.ordered : [];
      structs += ordered.length;
      areFormatted ||= ordered.some(hasFormat);
      if (areFormatted) search.spend(structs ** 2 / weights.struct);
      if (found.kind === 'complete') scanConflicts(doc, { update, ordered }, search);
      Y.applyUpdate(doc, bytes);
    }
    return { kind: 'measured', conflicts: search.spent() };
  } catch (error) {
    if (!(error instanceof TooMuchWork)) throw error;
    return { kind: 'too-much' };
  } finally {
    doc.destroy();
  }
}

const hasFormat = (struct: Struct) => struct instanceof Y.Item && isFormat(struct);
