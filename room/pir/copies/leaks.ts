// RV14: finds hidden words that are still in a finished file, in any encoding.
import { entryOf } from '../../text/plain.ts';
import { strFromU8, unzipSync } from 'fflate';
import { fontFaces } from '../formats/html-fonts.ts';
import { makeReplace, writtenIn } from './redact.ts';
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
  const text = [...new Set(hidden.values())].reduce(
    (left, alias) => left.replaceAll(alias, ''),
    writtenIn(record),
  );
  const written = new Set(findLeaks(text, hidden).map(({ word }) => word));
  return leaks.filter(({ word }) => written.has(word));
}

/** `file` is the output of a format. Unzips it, and decodes entities, escapes and percent encoding. */
export function findLeaks(file: string | Uint8Array, hidden: ReadonlyMap<string, string>): Leak[] {
  const parts: Record<string, string> =
    typeof file === 'string'
      ? { file }
      : Object.fromEntries(Object.entries(unzipSync(file)).map(([name, bytes]) => [name, strFromU8(bytes)]));
  const marked = makeReplace(new Map([...hidden.keys()].map((word) => [word, mark])));
  const isAnyIn = (text: string): boolean => marked(text).includes(mark);
  const leaks: Leak[] = [];
  for (const [where, content] of Object.entries(parts)) {
    // Skip fonts: three letters of base64 may look like a name.
    for (const text of readings(`${where}\n${content.replace(fontFaces, '')}`)) {
      if (!isAnyIn(text)) continue;
      for (const word of hidden.keys())
        if (isIn(text, word) && !leaks.some((leak) => leak.where === where && leak.word === word))
          leaks.push({ where, word });
    }
  }
  return leaks;
}

const mark = '\uE000';
/** Uses the same matching rule as the replacement. */
const isIn = (text: string, word: string): boolean =>
  makeReplace(new Map([[word, mark]]))(text).includes(mark);

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The raw text, and the text as its readers see it. */
function readings(text: string): string[] {
  const withoutTags = text.replaceAll(/<[^<>]*>/gu, '');
  const decoded = withoutTags.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/giu, (all, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(String(hex), 16) : null;
    return code === null
      ? (entryOf(entities, String(name)) ?? all)
      : code < 0x110000
        ? String.fromCodePoint(code)
        : '';
  });
  const bare = decoded.replaceAll(/\\(?=[^\w\s])/gu, '').replaceAll(/[\u200B-\u200D\u2060]/gu, '');
  const unescaped = text.replaceAll(/\\u([\da-f]{4})/giu, (_, hex) =>
    String.fromCharCode(Number.parseInt(String(hex), 16)),
  );
  return [...new Set([text, bare, unescaped, percentDecoded(text)])];
}

const percentDecoded = (text: string): string =>
  text.replaceAll(/(?:%[\da-f]{2})+/giu, (found) => {
    try {
      return decodeURIComponent(found);
    } catch {
      return found;
    }
  });
