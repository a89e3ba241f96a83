const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Longer grapheme clusters are not real text; they are cut between code points. */
const longestCluster = 64;

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
