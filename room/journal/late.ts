// JN9: entries in a room's journal signed with a key after its team stopped vouching for it. check-journal.ts verifies
// the signatures.
import type { Doc } from 'yjs';
import { sayMoment } from '../time/time.ts';
import { parseEnding, type Ending } from './ending.ts';
import { decodeLink, journalOf, readChains, type JournalLink } from './link.ts';

/** The number of entries, the owner of the device, and until when the team vouches for it. */
export type Late = { entries: number; name: string; endedAt: number };

/** Counts entries in one key's links signed after its end; null for none. */
export function lateIn(links: readonly JournalLink[], { name, endedAt }: Ending): Late | null {
  const entries = links.filter(({ at }) => at >= endedAt).reduce((sum, { tags }) => sum + tags.length, 0);
  return entries === 0 ? null : { entries, name, endedAt };
}

/** `3 entries by the device of Ana, which the team vouches for until 2026-11-30 12:05 UTC`. */
export const sayLate = ({ entries, name, endedAt }: Late): string =>
  `${entries === 1 ? '1 entry' : `${entries} entries`} by the device of ${name}, which the team vouches for until ${sayMoment(endedAt)}`;

/** One result for each ended key that signed later entries of this room. `endedKeys` come from the team's own server. */
export function lateEntries(doc: Doc, endedKeys: readonly string[]): Late[] {
  const read = endedKeys.flatMap((text) => parseEnding(text)?.ending ?? []);
  const endings = [...new Map(read.map((ending) => [ending.key, ending])).values()];
  if (endings.length === 0) return [];
  const chains = [...readChains(journalOf(doc).flatMap((item) => decodeLink(item) ?? [])).values()];
  return endings.flatMap((ending) => {
    const own = chains.filter(([first]) => first?.device?.key === ending.key).flat();
    return lateIn(own, ending) ?? [];
  });
}
