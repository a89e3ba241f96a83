// TX: one rule for every text that enters. Pure; the doors call it: the API, intakes, people's names, facts.

/** Printable ASCII, tab and line feed: nothing below changes such a text. */
const isPlainAscii = /^[\t\n\u0020-\u007E]*$/;
const lineBreak = /\r\n?/g;
// oxlint-disable-next-line no-control-regex -- these are what is taken out
const control = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;
/** Embeddings, overrides and isolates: they also reorder the text after them. */
const reordering = /[\u202A-\u202E\u2066-\u2069]/g;
/** What nobody sees: soft hyphens, marks of direction, zero widths, fillers, tags, variation selectors. */
const invisible = /\p{Default_Ignorable_Code_Point}|[\u{FFF9}-\u{FFFB}]/gu;
const joiner = /\u200C|\u200D|\uFE0F/;
/** Behind these a joiner, and behind a picture its selector, changes how a name is written. */
const takesJoiner =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}]/u;

/**
 * As a text is read, from rooms that older versions wrote, too: half a surrogate pair is U+FFFD, lines end with a line
 * feed, other control characters but the tab are gone. The same object for a clean text.
 */
export function readableText(text: string): string {
  if (isPlainAscii.test(text)) return text;
  return text.toWellFormed().replace(lineBreak, '\n').replace(control, '');
}

/** As a text is written: as `readableText`, and in NFC. Cleaning twice changes nothing. */
export function cleanText(text: string): string {
  return isPlainAscii.test(text) ? text : readableText(text).normalize('NFC');
}

/** One line, such as a title: as `cleanText`, breaks and tabs are spaces, and nothing reorders what follows it. */
export function cleanLine(text: string): string {
  const line = cleanText(text).replace(reordering, '');
  return /[\t\n\u2028\u2029]/.test(line) ? line.replace(/\s*[\t\n\u2028\u2029]+\s*/g, ' ') : line;
}

/** What somebody or something is called: as `cleanLine`, nothing invisible, one plain space between words. */
export function cleanName(name: string): string {
  const line = cleanLine(name).replace(invisible, keepJoiner);
  return line.replace(/[\s\u2800]+/gu, ' ').trim();
}

function keepJoiner(found: string, index: number, line: string): string {
  if (!joiner.test(found)) return '';
  const before = Array.from(line.slice(Math.max(0, index - 2), index)).at(-1) ?? '';
  return takesJoiner.test(before) ? found : '';
}

/** Whether a name holds what reorders it or is not seen at all. */
export const hidesSomething = (name: string): boolean =>
  name.search(reordering) >= 0 || (name.search(invisible) >= 0 && cleanName(name) !== name.normalize('NFC'));

/** Equal for names that look alike: case, width, accents' composition, spaces and what is invisible do not count. */
export function nameKey(name: string): string {
  return cleanName(name)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{White_Space}\p{Cf}\uFE0F]+/gu, '');
}

/** Every string in a JSON value by `clean`; the same object when nothing changed. `except` names fields to leave. */
export function cleanStrings<T>(
  value: T,
  clean: (text: string) => string,
  except?: (field: string) => boolean,
): T {
  return cleanValue(value, clean, except) as T;
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
