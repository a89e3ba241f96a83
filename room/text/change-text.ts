import type * as Y from 'yjs';

/** Whether a cut before this character would halve a pair; Yjs replaces both halves by U+FFFD. */
const isSecondHalf = (text: string, at: number): boolean => /[\uDC00-\uDFFF]/u.test(text.charAt(at));

/** One deletion and one insertion where the texts differ, so that concurrent typing elsewhere survives. */
export function changeText(text: Y.Text, words: string): void {
  const old = text.toJSON();
  const most = Math.min(old.length, words.length);
  let from = 0;
  while (from < most && old[from] === words[from]) from += 1;
  if (from > 0 && (isSecondHalf(old, from) || isSecondHalf(words, from))) from -= 1;
  let back = 0;
  while (back < most - from && old[old.length - 1 - back] === words[words.length - 1 - back]) back += 1;
  if (isSecondHalf(old, old.length - back)) back -= 1;
  if (old.length - back > from) text.delete(from, old.length - back - from);
  if (words.length - back > from) text.insert(from, words.slice(from, words.length - back));
}
