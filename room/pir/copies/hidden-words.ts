// RV14: finds hidden words in a text, however they are written there, and replaces them.
import { fromBase64Url } from '../../journal/base64url.ts';
import { hasLookalikes, inLatin } from '../../text/clean-text.ts';
import { escapePattern } from '../../text/escape-pattern.ts';
import { cleanText } from '../markdown/plain-text.ts';
import {
  asSeen,
  isDifferent,
  markup,
  plainLetters,
  project,
  sourceOf,
  ways,
  type PlainReading,
  type Way,
} from './reading.ts';
import { areInitials, isInitials, patternOfInitials } from './initials.ts';

export type HiddenWords = {
  /** The text with each hidden word replaced. */
  replace: (text: string) => string;
  /** The hidden words that are in the text. */
  foundIn: (text: string) => ReadonlySet<string>;
};

/** `hidden`: each word with its replacement. */
export function findHiddenWords(hidden: ReadonlyMap<string, string>): HiddenWords {
  const finders = makeFinders(hidden);
  if (finders === null) return { replace: (text) => text, foundIn: () => new Set() };
  const read = (text: string, way: Way): Found[] =>
    isDifferent[way.name].test(text) && (!way.isInLatin || hasLookalikes(text))
      ? findIn(project(text, way), text, finders)
      : [];
  const replace = (text: string): string => {
    const clean = asSeen(cleanText(text)).normalize('NFC');
    const said = ways.reduce((left, way) => splice(left, read(left, way)), clean);
    return said.replace(packed, (token) => {
      const inside = unpack(token);
      const word = inside === null ? undefined : ways.flatMap((way) => read(inside, way))[0];
      return word === undefined ? token : dashed(word.instead);
    });
  };
  const foundIn = (text: string): ReadonlySet<string> => {
    const inside = [...text.matchAll(packed)].flatMap(([token]) => unpack(token) ?? []);
    const found = [asSeen(text), ...inside].flatMap((each) => ways.flatMap((way) => read(each, way)));
    return new Set(found.map(({ word }) => word));
  };
  return { replace, foundIn };
}

/** `spelt`: how it is searched for. */
type Word = { word: string; spelt: string; instead: string; isExact: boolean };
type Found = Word & { from: number; to: number };
type Finders = { pattern: RegExp; words: readonly Word[] };

/** Between the parts of a name there may be any of these, or nothing. */
const joiner = String.raw`[\s._+'’,\u0000-]*`;
/** Two letters are a name only when they are written like one: Bo, but not bo. */
const isExact = (word: string): boolean => /^\p{Lu}\p{Ll}$/u.test(word);
/** Whole words, the longest first; one group for each. A genitive needs no apostrophe, and a plural is one: Anas laptop, the Ruizes. */
function makeFinders(hidden: ReadonlyMap<string, string>): Finders | null {
  const words = [...hidden]
    .flatMap(([word, instead]) =>
      [...new Set([word, inLatin(word)])].map((spelt) => ({ word, spelt, instead, isExact: isExact(word) })),
    )
    .filter(({ spelt }) => partsOf(spelt).length > 0)
    .toSorted((a, b) => b.spelt.length - a.spelt.length || (a.spelt < b.spelt ? -1 : 1));
  if (words.length === 0) return null;
  const firsts = [
    ...new Set(words.map(({ spelt }) => escapePattern(Array.from(partsOf(spelt).join(''))[0] ?? ''))),
  ];
  const whole = words.map(({ spelt }) => `(${toPattern(spelt)})`).join('|');
  const pattern = new RegExp(
    String.raw`(?=${firsts.join('|')})(?<![\p{L}\p{M}])(?:${whole})(?=(?:s|(?<=[sxz]|[cs]h)es)?(?![\p{L}\p{M}]))`,
    'gu',
  );
  return { pattern, words };
}

function toPattern(word: string): string {
  const parts = partsOf(word).map(escapePattern);
  if (isInitials(word)) return patternOfInitials(parts);
  // A number, such as an IP address, is only itself.
  if (!/\p{L}/u.test(word)) return String.raw`(?<!\d)${escapePattern(word)}(?!\d)`;
  return parts.join(joiner);
}

const partsOf = (word: string): string[] =>
  plainLetters(word)
    .split(/[\s._+'’,-]+/u)
    .filter((part) => part !== '');

function findIn({ plain, pieces }: PlainReading, text: string, { pattern, words }: Finders): Found[] {
  const found: Found[] = [];
  for (const match of plain.matchAll(pattern)) {
    const index = match.slice(1).findIndex((group) => group !== undefined);
    const word = words[index];
    if (word === undefined) continue;
    const from = sourceOf(pieces, match.index).from;
    const { to } = sourceOf(pieces, match.index + match[0].length - 1);
    if (word.isExact && !isSpeltSo(text.slice(from, to), word.word) && text.charAt(from - 1) !== '@')
      continue;
    if (isInitials(word.word) && !areInitials(text, from, to)) continue;
    if (isInDigest(text, from, to)) continue;
    found.push({ ...word, from, to });
  }
  return found;
}

/** With the same capitals; a letter of another alphabet counts as the one that it looks like. */
const isSpeltSo = (text: string, word: string): boolean =>
  text === word ||
  (hasLookalikes(text) && plainLetters(inLatin(text)) === plainLetters(inLatin(word)) && isExact(text));

/** Ids and digests are never replaced, although three letters of one may look like a name. */
const digest = /^(?:[0-7][\dA-HJKMNP-TV-Z]{25}|[\da-f]{64})$/iu;

function isInDigest(text: string, from: number, to: number): boolean {
  const before = /[\da-z]*$/iu.exec(text.slice(Math.max(0, from - 64), from))?.[0] ?? '';
  const after = /^[\da-z]*/iu.exec(text.slice(to, to + 64))?.[0] ?? '';
  return digest.test(`${before}${text.slice(from, to)}${after}`);
}

/** Markup that begins or ends inside of a word stays beside its replacement, so that it is closed. */
function splice(text: string, found: readonly Found[]): string {
  let said = '';
  let at = 0;
  for (const { from, to, instead } of found) {
    if (from < at) continue;
    said += text.slice(at, from);
    const isInAddress =
      /[\w/@=&?#%~:]$/u.test(said) || /^(?:[\w/@=&?#%~]|[.:]\w)/u.test(text.slice(to, to + 2));
    const { opened, closed } = signsIn(text, from, to);
    said += `${opened}${isInAddress ? dashed(instead) : instead}${closed}`;
    at = to;
  }
  return said + text.slice(at);
}

function signsIn(text: string, from: number, to: number): { opened: string; closed: string } {
  const line = text.slice(text.lastIndexOf('\n', from) + 1, from);
  const inside = text.slice(from, to).match(signs) ?? [];
  const single = inside.filter((sign) => inside.filter((each) => each === sign).length === 1);
  const isOpening = (sign: string): boolean =>
    /^[*~\x60]/u.test(sign) && (line.split(sign).length - 1) % 2 === 0;
  return {
    opened: single.filter(isOpening).join(''),
    closed: single.filter((sign) => !isOpening(sign)).join(''),
  };
}

const signs = new RegExp([...markup.slice(0, 2), String.raw`[*~\x60]+`].join('|'), 'giu');

/** In an address, a path or a mention a replacement has no spaces. */
export const dashed = (instead: string): string => instead.replaceAll(' ', '-');

/** What may be text in base64 or in hexadecimal digits. */
const packed = /(?<![\w+/=-])[\w+/-]{8,20000}={0,2}(?![\w+/=-])/gu;

/** The text in a token; null where it holds none. */
function unpack(token: string): string | null {
  const isWord = !/\d/u.test(token) && !/[a-z][A-Z]/u.test(token);
  if (isWord || digest.test(token)) return null;
  try {
    const bytes = /^(?:[\da-f]{2})+$/iu.test(token) ? fromHex(token) : fromBase64(token);
    const text = new TextDecoder(isWide(bytes) ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
    return /[^\P{Cc}\s]/u.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** Text of Windows: every second byte of Latin letters is zero. */
const isWide = (bytes: Uint8Array): boolean =>
  bytes.length % 2 === 0 && bytes.every((byte, index) => index % 2 === 0 || byte === 0);

const fromHex = (token: string): Uint8Array =>
  Uint8Array.from(token.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16));
const fromBase64 = (token: string): Uint8Array =>
  fromBase64Url(token.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''));
