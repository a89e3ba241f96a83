// TX: one cleaning rule for every incoming text. Pure; called by the API, intakes, people's names and facts.

/** Printable ASCII, tab and line feed: no function below changes such a text. */
const isPlainAscii = /^[\t\n\u0020-\u007E]*$/;
const lineBreak = /\r\n?/g;
// oxlint-disable-next-line no-control-regex -- these are removed
const control = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;
/** No XML may have them (XML 1.0, 2.2): a feed, a Word file or an answer to an SMS provider would not open. */
const noncharacter = /[\uFFFE\uFFFF]/g;
/** Bidirectional embeddings, overrides and isolates: they also reorder the text after them. */
const reordering = /[\u202A-\u202E\u2066-\u2069]/g;
/** Invisible characters: soft hyphens, direction marks, zero-width characters, fillers, tags, variation selectors. */
const invisible = /\p{Default_Ignorable_Code_Point}|[\u{FFF9}-\u{FFFB}]/gu;
const joiner = /\u200C|\u200D|\uFE0F/;
/** After these characters a joiner (after a pictograph, a selector) changes how a name is written, so it is kept. */
const takesJoiner =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}]/u;

/**
 * Cleans a text on reading, also one from an older version's room: a lone surrogate becomes U+FFFD, line ends become a
 * line feed, other control characters except tab are removed. A clean text comes back unchanged.
 */
export function readableText(text: string): string {
  if (isPlainAscii.test(text)) return text;
  return text.toWellFormed().replace(lineBreak, '\n').replace(control, '').replace(noncharacter, '\uFFFD');
}

/** Spaces and invisible characters alone. U+2800 is the blank of Braille. */
const showsNothing =
  /^[\s\u2800\p{Default_Ignorable_Code_Point}\u{FFF9}-\u{FFFB}\u202A-\u202E\u2066-\u2069]*$/u;

/**
 * Cleans a text on writing: as `readableText`, then NFC. An invisible text becomes empty, so nobody can fill a required
 * field with it. Cleaning twice changes nothing.
 */
export function cleanText(text: string): string {
  if (isPlainAscii.test(text)) return text;
  const clean = readableText(text).normalize('NFC');
  return showsNothing.test(clean) ? '' : clean;
}

const breaks = /[\t\n\u2028\u2029]/;
/** One line, such as a title: as `cleanText`, with breaks and tabs as spaces, without characters that reorder text. */
export function cleanLine(text: string): string {
  const line = cleanText(text).replace(reordering, '');
  // Each run of spaces is looked at once: a pattern with spaces on both sides of the break would cost their square.
  return breaks.test(line) ? line.replace(/\s+/g, (run) => (breaks.test(run) ? ' ' : run)) : line;
}

/** A name: as `cleanLine`, without invisible characters, with one plain space between words. */
export function cleanName(name: string): string {
  const line = cleanLine(name).replace(invisible, keepJoiner);
  return line.replace(/[\s\u2800]+/gu, ' ').trim();
}

function keepJoiner(found: string, index: number, line: string): string {
  if (!joiner.test(found)) return '';
  const before = Array.from(line.slice(Math.max(0, index - 2), index)).at(-1) ?? '';
  return takesJoiner.test(before) ? found : '';
}

/** Whether a name has reordering or invisible characters. */
export const hidesSomething = (name: string): boolean =>
  name.search(reordering) >= 0 || (name.search(invisible) >= 0 && cleanName(name) !== name.normalize('NFC'));

/** Letters of Cyrillic and Greek that look like Latin ones, then those. */
const lookalikes = [
  ['АВЕЅІЈКМНОРСТХУԚԜасеіјорѕхуһԁԛԝ', 'abesijkmhopctxyqwaceijopsxyhdqw'],
  ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονρικτυχ', 'abezhikmnoptyxaovpiktux'],
] as const;
const latin = new Map(
  lookalikes.flatMap(([letters, shown]) =>
    Array.from(letters, (letter, index) => [letter, shown[index] ?? ''] as const),
  ),
);

/** Whether a text has a letter of another alphabet that looks like a Latin one. */
export const hasLookalikes = (text: string): boolean => anyLookalike.test(text);
const anyLookalike = new RegExp(`[${[...latin.keys()].join('')}]`, 'u');

/** The letters of other alphabets that look like Latin ones as those, in small letters; everything else as it is. */
export const inLatin = (text: string): string =>
  Array.from(text, (letter) => latin.get(letter) ?? letter).join('');

/**
 * Equal for names that look alike: ignores case, width, accent composition, spaces, invisible characters and which
 * alphabet a letter is of.
 */
export function nameKey(name: string): string {
  return inLatin(cleanName(name).normalize('NFKC'))
    .toLowerCase()
    .replace(/[\p{White_Space}\p{Cf}\uFE0F]+/gu, '');
}

/** Applies `clean` to every string of a JSON value; the same object when nothing changed. `except`: fields to skip. */
export function cleanStrings<T>(
  value: T,
  clean: (text: string) => string,
  except?: (field: string) => boolean,
): T {
  return isUnchanged(value, clean, except) ? value : (cleanValue(value, clean, except) as T);
}

/** Nearly every value is clean, so it is looked through without making another. */
function isUnchanged(
  value: unknown,
  clean: (text: string) => string,
  except?: (field: string) => boolean,
): boolean {
  if (typeof value === 'string') return clean(value) === value;
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every((each) => isUnchanged(each, clean, except));
  return Object.keys(value).every(
    (name) => except?.(name) === true || isUnchanged(Reflect.get(value, name), clean, except),
  );
}

function cleanValue(
  value: unknown,
  clean: (text: string) => string,
  except?: (field: string) => boolean,
): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const list = value.map((each: unknown) => cleanValue(each, clean, except));
    return list.every((each, index) => Object.is(each, value[index])) ? value : list;
  }
  const fields = Object.entries(value).map(
    ([name, each]) => [name, except?.(name) === true ? each : cleanValue(each, clean, except)] as const,
  );
  const isSame = fields.every(([name, each]) => Object.is(each, Reflect.get(value, name)));
  return isSame ? value : Object.fromEntries(fields);
}
