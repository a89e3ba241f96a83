// RV14: finds hidden words that are still in a finished file, in any encoding.
import { strFromU8, unzipSync } from 'fflate';
import { fontFaces } from '../formats/html-fonts.ts';
import { dashed, findHiddenWords } from './hidden-words.ts';
import { writtenIn } from './redact.ts';
import type { ReviewRecord } from '../review.ts';

export type Leak = { where: string; word: string };

/**
 * Leaks of a copy that was made of this redacted record. A word that nobody wrote in the record is one of the review's
 * own: somebody may be called Root, and “Root Cause” is a heading.
 */
export function findLeaksOf(
  record: ReviewRecord,
  file: string | Uint8Array,
  hidden: ReadonlyMap<string, string>,
): Leak[] {
  const leaks = findLeaks(file, hidden);
  if (leaks.length === 0) return leaks;
  // The aliases are words of ours as well.
  const text = [...new Set([...hidden.values()].flatMap((alias) => [alias, dashed(alias)]))].reduce(
    (left, alias) => left.replaceAll(alias, ''),
    writtenIn(record),
  );
  const written = new Set(findLeaks(text, hidden).map(({ word }) => word));
  return leaks.filter(({ word }) => written.has(word));
}

/** `file` is the output of a format; the parts of a packed one are searched each. */
export function findLeaks(file: string | Uint8Array, hidden: ReadonlyMap<string, string>): Leak[] {
  const parts: Record<string, string> =
    typeof file === 'string'
      ? { file }
      : Object.fromEntries(Object.entries(unzipSync(file)).map(([name, bytes]) => [name, strFromU8(bytes)]));
  const { foundIn } = findHiddenWords(hidden);
  // Skip fonts: three letters of base64 may look like a name.
  return Object.entries(parts).flatMap(([where, content]) =>
    [...foundIn(`${where}\n${content.replace(fontFaces, '')}`)].map((word) => ({ where, word })),
  );
}
