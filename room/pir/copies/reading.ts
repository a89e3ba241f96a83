// The ways to read a text: letters without accents, case and escapes; joined names taken apart (`loginAnaRuiz`); and
// without markup (`**An**a`). Each way is tried a second time with letters of other alphabets replaced by the Latin
// letters that look the same. A reading knows where in the text its letters come from.
import { inLatin } from '../../text/clean-text.ts';

/** How a text is read. */
type WayName = 'as typed' | 'parts of joined words' | 'without markup';
export type Way = { name: WayName; isInLatin: boolean };
const wayNames: readonly WayName[] = ['as typed', 'parts of joined words', 'without markup'];
export const ways: readonly Way[] = [false, true].flatMap((isInLatin) =>
  wayNames.map((name) => ({ name, isInLatin })),
);

/** Whether a text may read differently in this way. */
export const isDifferent: Readonly<Record<WayName, RegExp>> = {
  'as typed': /./u,
  'parts of joined words': /[a-z][A-Z]/u,
  'without markup': /[<*_~`[]|[\\=]\n/u,
};

/** A piece of a text and how it reads; `isLinear`: each letter of it stands for itself. */
type Piece = { at: number; from: number; to: number; isLinear: boolean };
export type PlainReading = { plain: string; pieces: readonly Piece[] };

const escapes = [
  String.raw`&#(?<decimal>\d{1,7});`,
  String.raw`&#x(?<hex>[\da-f]{1,6});`,
  String.raw`&(?<entity>amp|lt|gt|quot|apos|nbsp|shy|ensp|emsp|thinsp|zwn?j|lrm|rlm|lowbar|period|hyphen|eth|thorn);`,
  // Named letters: each is read without its accent anyway.
  String.raw`&(?<letter>[a-z]{1,2})(?:acute|grave|circ|uml|tilde|cedil|ring|slash|caron|macr|breve|ogon|dot|strok|dblac|lig|opf|scr|fr);`,
  // Percent signs may be encoded themselves, any number of times.
  String.raw`(?<percent>%(?:25)*[0-7][\da-f]|%(?:25)*[c-f][\da-f](?:%(?:25)*[89ab][\da-f]){1,3})`,
  // Quoted-printable, as a mail is pasted: only letters beyond ASCII are written so.
  String.raw`(?<quoted>=[c-f][\da-f](?:=\n?[89ab][\da-f]){1,3})`,
  String.raw`\\u(?<unicode>[\da-f]{4})`,
  String.raw`\\(?:x(?<short>[\da-f]{2})|u\{(?<braced>[\da-f]{1,6})\})`,
  String.raw`(?<skipped>\\(?=[^\w\s]))`,
];
export const markup = [
  String.raw`(?<tag><[^<>]*>)`,
  String.raw`(?<target>\]\([^()\s]*(?:[ \t]+"[^"]*")?\)|\]\[[^\][]*\])`,
  // A backslash at the end of a line breaks it; an equals sign in a mail joins it with the next.
  String.raw`(?<sign>[*_~\x60[\]]|[\\=]\n)`,
];
/** Letters and signs that stand for themselves. */
const runTyped = String.raw`(?<run>[\t\n -$'-<>-\[\]-~]+)`;
const runWithoutMarkup = String.raw`(?<run>[\t\n -$'-)+-;>-Z^a-}]+)`;
const unitOf = (...some: readonly string[]): RegExp =>
  new RegExp([...some, String.raw`(?<other>[\s\S])`].join('|'), 'giu');
const units: Readonly<Record<WayName, RegExp>> = {
  'as typed': unitOf(...escapes, runTyped),
  'parts of joined words': unitOf(...escapes, runTyped),
  'without markup': unitOf(...escapes, ...markup, runWithoutMarkup),
};

export function project(text: string, { name, isInLatin }: Way): PlainReading {
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
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  lowbar: '_',
  period: '.',
  hyphen: '-',
  eth: 'd',
  thorn: 'th',
};

/** What a unit says; nothing for markup and for what nobody sees. */
function decode({ groups = {}, 0: all }: RegExpExecArray): string {
  const { decimal, entity, letter, percent, quoted, skipped, tag, target, sign } = groups;
  if (skipped !== undefined || tag !== undefined || target !== undefined || sign !== undefined) return '';
  // Of ligatures only ß is named after something else than its letters.
  if (letter !== undefined) return letter === 'sz' ? 'ss' : letter;
  if (entity !== undefined) return entities[entity.toLowerCase()] ?? '';
  if (percent !== undefined) return fromPercent(percent);
  if (quoted !== undefined) return fromPercent(quoted.replaceAll('\n', '').replaceAll('=', '%'));
  const digits = groups['hex'] ?? groups['unicode'] ?? groups['short'] ?? groups['braced'];
  const code = decimal === undefined ? digits : Number(decimal).toString(16);
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
export const plainLetters = (text: string): string =>
  /^[ -~]*$/u.test(text) ? text.toLowerCase() : foldLetters(text);
const foldLetters = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}\u034F\u115F\u1160\u3164]/gu, '')
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[\p{M}ßøłæœđðþı]/gu, (letter) => letters[letter] ?? '');

/** What is turned round by a sign stands as readers saw it. */
export const asSeen = (text: string): string =>
  text.includes('\u202E')
    ? text.replaceAll(/\u202E([^\u202C\n]*)\u202C?/gu, (_all, turned: string) =>
        Array.from(turned).toReversed().join(''),
      )
    : text;

/** Where in the text a letter of the reading comes from. */
export function sourceOf(pieces: readonly Piece[], index: number): { from: number; to: number } {
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
