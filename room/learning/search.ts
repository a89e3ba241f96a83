// The searchable text of a room, and how words are compared: without case and accents, the last one by its beginning.
// The server's index and the highlights on the screen use the same words, so every match is also highlighted.
import type { Fact } from '../facts/fact.ts';
import type { Room } from '../view/room-view.ts';

/** One piece of a room that can be found. `fact` leads to its line of the timeline. */
export type SearchLine = {
  where: 'title' | 'fact' | 'text' | 'review';
  /** The text's name, such as `summary`; absent elsewhere. */
  name?: string;
  fact?: string;
  at?: number;
  text: string;
};
/** Each term is a list of consecutive words; the last one matches by prefix. All terms must be found. */
export type SearchQuery = { terms: readonly (readonly string[])[] };
/** From and to, as positions in the line's text, `to` excluded. */
export type SearchMark = readonly [from: number, to: number];

export const searchLimits = { query: 200, terms: 8, line: 2_000, lines: 2_000 } as const;

type Word = { word: string; from: number; to: number };

// Languages written without spaces are compared character by character.
const wordPattern =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}\p{M}])+/gu;

const ascii = /^[\0-\x7f]*$/;
/** Removes case and accents, and writes ß as ss. Most text is ASCII, which needs only lower case. */
const plain = (text: string) =>
  ascii.test(text)
    ? text.toLowerCase()
    : text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');

function wordsOf(text: string): Word[] {
  return [...text.matchAll(wordPattern)].flatMap(({ 0: found, index }) => {
    const word = plain(found).replace(/[^\p{L}\p{N}]/gu, '');
    return word === '' ? [] : [{ word, from: index, to: index + found.length }];
  });
}

/** The words of a text with one space between them, as the index keeps them. */
export function searchWords(text: string): string {
  // A busy room is read again every few seconds, and most of it is ASCII.
  if (ascii.test(text))
    return (
      text
        .toLowerCase()
        .match(/[a-z0-9]+/g)
        ?.join(' ') ?? ''
    );
  return wordsOf(text)
    .map(({ word }) => word)
    .join(' ');
}

/** Null for an empty search. Words in double quotes, or joined as in `payments-api`, must be consecutive. */
export function readSearch(typed: string): SearchQuery | null {
  const pieces = typed.slice(0, searchLimits.query).match(/"[^"]*"?|[^\s"]+/gu) ?? [];
  // Every word is asked for anyway, so AND among others says nothing.
  const asked = pieces.filter((piece) => piece !== 'AND');
  const terms = (asked.length > 0 ? asked : pieces)
    .map((piece) => wordsOf(piece).map(({ word }) => word))
    .filter(({ length }) => length > 0);
  return terms.length === 0 ? null : { terms: terms.slice(0, searchLimits.terms) };
}

/**
 * Finds the positions of the terms in texts; a text need not contain all of them. Most texts contain none and are
 * skipped without splitting them into words.
 */
export function makeMarker({ terms }: SearchQuery): (text: string) => SearchMark[] {
  const firsts = terms.map(([first = '']) => sameSigma(first));
  // Words hold letters and digits only.
  const beginning = new RegExp(`(?<![a-z0-9])(?:${firsts.join('|')})`, 'i');
  const mayHave = (text: string) => {
    if (ascii.test(text)) return beginning.test(text);
    const letters = sameSigma(plain(text)).replace(/[^\p{L}\p{N}]/gu, '');
    return firsts.some((first) => letters.includes(first));
  };
  return (text) => (mayHave(text) ? marksIn(wordsOf(text), terms) : []);
}

/** Greek writes sigma differently at the end of a word. */
const sameSigma = (text: string) => text.replaceAll('ς', 'σ');

function marksIn(words: readonly Word[], terms: SearchQuery['terms']): SearchMark[] {
  const marks: [number, number][] = [];
  for (let first = 0; first < words.length; first++) {
    const longest = Math.max(
      0,
      ...terms.filter((term) => standsAt(words, first, term)).map(({ length }) => length),
    );
    if (longest === 0) continue;
    const last = words[first + longest - 1]!;
    marks.push([words[first]!.from, last.to]);
    first += longest - 1;
  }
  return marks;
}

function standsAt(words: readonly Word[], first: number, term: readonly string[]): boolean {
  return term.every((wanted, index) => {
    const word = words[first + index]?.word;
    if (word === undefined) return false;
    return index === term.length - 1 ? word.startsWith(wanted) : word === wanted;
  });
}

/** The fields of facts that hold text. */
const wordFields = [
  'title',
  'text',
  'why',
  'summary',
  'reason',
  'evidence',
  'service',
  'label',
  'url',
  'name',
] as const;
const housekeeping: ReadonlySet<string> = new Set(['joined', 'amended', 'retracted', 'key', 'numbered']);

/**
 * The searchable lines of a room, at most `searchLimits.lines`, newest facts first. Retracted facts are left
 * out. `texts` are the room's shared texts by name.
 */
export function searchLinesOf(room: Room, texts: Readonly<Record<string, string>>): SearchLine[] {
  const head = [room.number, room.title, room.service].filter((part) => part !== null).join(' ');
  const lines: SearchLine[] = [{ where: 'title', text: head }];
  for (const [name, text] of Object.entries(texts)) {
    const where = name.startsWith('review/') ? 'review' : 'text';
    for (const paragraph of text.split(/\n+/))
      if (paragraph.trim() !== '') lines.push({ where, name, text: clip(paragraph) });
  }
  for (let index = room.timeline.length; index > 0 && lines.length < searchLimits.lines; index--) {
    const { id, at, fact, retracted } = room.timeline[index - 1]!;
    if (retracted !== null || housekeeping.has(fact.kind)) continue;
    const text = wordsOfFact(fact);
    if (text !== '') lines.push({ where: 'fact', fact: id, at, text: clip(text) });
  }
  return lines.slice(0, searchLimits.lines);
}

function wordsOfFact(fact: Fact): string {
  // Its title and service stand in the line of the title.
  if (fact.kind === 'declared') return fact.summary ?? '';
  // Why the server wrote to this room is a code for programs.
  if (fact.kind === 'check-down')
    return [fact.name, fact.reason].filter((part) => part !== undefined).join(' · ');
  const fields = fact as unknown as Readonly<Record<string, unknown>>;
  const own = wordFields
    .map((name) => fields[name])
    .filter((value): value is string => typeof value === 'string');
  const steps = fact.kind === 'checklist' ? fact.steps.map(({ text }) => text) : [];
  return [...new Set([...own, ...steps])].join(' · ');
}

const clip = (text: string) =>
  text.length <= searchLimits.line ? text : text.slice(0, searchLimits.line).replace(/[\uD800-\uDBFF]$/u, '');
