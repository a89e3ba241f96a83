// RV14: finds hidden words in a text, however they are written there, and replaces them. The text is read in several
// ways: letters without accents, case and escapes; joined names taken apart (`loginAnaRuiz`); and without markup
// (`**An**a`). Each of these is also read with the letters of other alphabets as the Latin ones that they look like. A
// reading knows where in the text its letters come from.
import { fromBase64Url } from '../../journal/base64url.ts';
import { hasLookalikes, inLatin } from '../../text/clean-text.ts';
import { escapePattern } from '../../text/escape-pattern.ts';
import { cleanText } from '../markdown/plain-text.ts';
import { abbreviations } from './abbreviations.ts';

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
    const clean = cleanText(text).normalize('NFC');
    const said = ways.reduce((left, way) => splice(left, read(left, way)), clean);
    return said.replace(packed, (token) => {
      const inside = unpack(token);
      const word = inside === null ? undefined : ways.flatMap((way) => read(inside, way))[0];
      return word === undefined ? token : dashed(word.instead);
    });
  };
  const foundIn = (text: string): ReadonlySet<string> => {
    const inside = [...text.matchAll(packed)].flatMap(([token]) => unpack(token) ?? []);
    const found = [text, ...inside].flatMap((each) => ways.flatMap((way) => read(each, way)));
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
/** A single letter and its full stop, as in `A.R.` */
const isInitials = (word: string): boolean => /^(?:\p{L}\.){2,}$/u.test(word);
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
  if (isInitials(word))
    return String.raw`(?:${parts.join(String.raw`\.\s?`)}\.|${parts.join(String.raw`\.`)}|${parts.join('')})`;
  // A number, such as an IP address, is only itself.
  if (!/\p{L}/u.test(word)) return String.raw`(?<!\d)${escapePattern(word)}(?!\d)`;
  return parts.join(joiner);
}

const partsOf = (word: string): string[] =>
  plainLetters(word)
    .split(/[\s._+'’,-]+/u)
    .filter((part) => part !== '');

/** How a text is read. */
type WayName = 'as typed' | 'parts of joined words' | 'without markup';
type Way = { name: WayName; isInLatin: boolean };
const wayNames: readonly WayName[] = ['as typed', 'parts of joined words', 'without markup'];
const ways: readonly Way[] = [false, true].flatMap((isInLatin) =>
  wayNames.map((name) => ({ name, isInLatin })),
);

/** Whether a text may read differently in this way. */
const isDifferent: Readonly<Record<WayName, RegExp>> = {
  'as typed': /./u,
  'parts of joined words': /[a-z][A-Z]/u,
  'without markup': /[<*_~`[]/u,
};

/** A piece of a text and how it reads; `isLinear`: each letter of it stands for itself. */
type Piece = { at: number; from: number; to: number; isLinear: boolean };
type Reading = { plain: string; pieces: readonly Piece[] };

const escapes = [
  String.raw`&#(?<decimal>\d{1,7});`,
  String.raw`&#x(?<hex>[\da-f]{1,6});`,
  String.raw`&(?<entity>amp|lt|gt|quot|apos|nbsp|shy);`,
  // Percent signs may be encoded themselves, any number of times.
  String.raw`(?<percent>%(?:25)*[0-7][\da-f]|%(?:25)*[c-f][\da-f](?:%(?:25)*[89ab][\da-f]){1,3})`,
  String.raw`\\u(?<unicode>[\da-f]{4})`,
  String.raw`(?<skipped>\\(?=[^\w\s]))`,
];
const markup = [
  String.raw`(?<tag><[^<>]*>)`,
  String.raw`(?<target>\]\([^()\s]*(?:[ \t]+"[^"]*")?\)|\]\[[^\][]*\])`,
  String.raw`(?<sign>[*_~\x60[\]])`,
];
/** Letters and signs that stand for themselves. */
const runTyped = String.raw`(?<run>[\t\n -$'-\[\]-~]+)`;
const runWithoutMarkup = String.raw`(?<run>[\t\n -$'-)+-;=-Z^a-}]+)`;
const unitOf = (...some: readonly string[]): RegExp =>
  new RegExp([...some, String.raw`(?<other>[\s\S])`].join('|'), 'giu');
const units: Readonly<Record<WayName, RegExp>> = {
  'as typed': unitOf(...escapes, runTyped),
  'parts of joined words': unitOf(...escapes, runTyped),
  'without markup': unitOf(...escapes, ...markup, runWithoutMarkup),
};

function project(text: string, { name, isInLatin }: Way): Reading {
  const pieces: Piece[] = [];
  let plain = '';
  const add = (words: string, from: number, to: number, isLinear: boolean): void => {
    pieces.push({ at: plain.length, from, to, isLinear });
    plain += words;
  };
  for (const match of text.matchAll(units[name])) {
    const { run } = match.groups ?? {};
    const from = match.index;
    if (run === undefined) {
      const typed = decode(match);
      const words = isInLatin ? inLatin(typed) : typed;
      if (words !== '') add(plainLetters(words), from, from + match[0].length, false);
    } else if (name === 'parts of joined words') addParts(run, from, add);
    else add(run.toLowerCase(), from, from + run.length, true);
  }
  return { plain, pieces };
}

/** A word that is joined from several is taken apart before each capital. */
function addParts(
  run: string,
  from: number,
  add: (words: string, from: number, to: number, isLinear: boolean) => void,
): void {
  let at = from;
  for (const [index, part] of run.split(/(?<=[a-z])(?=[A-Z])/u).entries()) {
    if (index > 0) add('\u0000', at, at, false);
    add(part.toLowerCase(), at, at + part.length, true);
    at += part.length;
  }
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  shy: '',
};

/** What a unit says; nothing for markup and for what nobody sees. */
function decode({ groups = {}, 0: all }: RegExpExecArray): string {
  const { decimal, hex, entity, percent, unicode, skipped, tag, target, sign } = groups;
  if (skipped !== undefined || tag !== undefined || target !== undefined || sign !== undefined) return '';
  if (entity !== undefined) return entities[entity.toLowerCase()] ?? '';
  if (percent !== undefined) return fromPercent(percent);
  const code = decimal === undefined ? (hex ?? unicode) : Number(decimal).toString(16);
  if (code === undefined) return all;
  const point = Number.parseInt(code, 16);
  return point < 0x110000 ? String.fromCodePoint(point) : '';
}

function fromPercent(percent: string): string {
  try {
    return decodeURIComponent(percent.replaceAll(/%(?:25)*(?=[\da-f]{2})/giu, '%'));
  } catch {
    return percent;
  }
}

const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** Small letters without accents, wide forms as usual ones, and nothing that is invisible. */
const plainLetters = (text: string): string =>
  /^[ -~]*$/u.test(text) ? text.toLowerCase() : foldLetters(text);
const foldLetters = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}\u034F\u115F\u1160\u3164]/gu, '')
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[\p{M}ßøłæœđðþı]/gu, (letter) => letters[letter] ?? '');

function findIn({ plain, pieces }: Reading, text: string, { pattern, words }: Finders): Found[] {
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

/**
 * Initials are capitals: e.g. is nobody. Without full stops they stand alone, and are no abbreviation that everybody
 * uses.
 */
function areInitials(text: string, from: number, to: number): boolean {
  const found = text.slice(from, to);
  if (found.includes('.')) return !/^(?:\p{Ll}\.\s?)+\p{Ll}?$/u.test(found);
  const isAlone =
    !/[\p{L}\d_]$|[\p{L}\d_]-$/u.test(text.slice(Math.max(0, from - 2), from)) &&
    !/^-?[\d_]|^-\p{L}/u.test(text.slice(to, to + 2));
  return isAlone && /^\p{Lu}+$/u.test(found) && !abbreviations.has(found);
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

/** Where in the text a letter of the reading comes from. */
function sourceOf(pieces: readonly Piece[], index: number): { from: number; to: number } {
  let [low, high] = [0, pieces.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((pieces[middle]?.at ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  const piece = pieces[low] ?? { at: 0, from: 0, to: 0, isLinear: false };
  if (!piece.isLinear) return piece;
  const from = piece.from + index - piece.at;
  return { from, to: from + 1 };
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
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return /[^\P{Cc}\s]/u.test(text) ? null : text;
  } catch {
    return null;
  }
}

const fromHex = (token: string): Uint8Array =>
  Uint8Array.from(token.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16));
const fromBase64 = (token: string): Uint8Array =>
  fromBase64Url(token.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''));
