const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Longer grapheme clusters are not real text; they are cut between code points. */
const longestCluster = 64;

/** Not split at spaces before a break: a long run of spaces would cost its square. */
export const firstLine = (text: string): string => (text.trim().split('\n', 1)[0] ?? '').trimEnd();

/** A line for a list: at most `most` signs (code points), with … last when it was cut. */
export function cutLine(line: string, most: number): string {
  const signs = Array.from(line);
  return signs.length > most
    ? `${signs
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
    : line;
}

/** Cuts a text to at most `most` UTF-16 units, between grapheme clusters (UAX 29), with `end` last. */
export function cutText(text: string, most: number, end = '…'): string {
  if (text.length <= most) return text;
  const room = Math.max(0, most - end.length);
  const from = Math.max(0, room - longestCluster);
  const near = text.slice(from, room + longestCluster);
  const cut = from + (graphemes.segment(near).containing(room - from)?.index ?? room - from);
  const isInsidePair = cut === from && from > 0;
  return `${isInsidePair ? text.slice(0, room).replace(/[\uD800-\uDBFF]$/u, '') : text.slice(0, cut)}${end}`;
}
