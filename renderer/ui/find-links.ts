/** A stretch of plain words, or an address that somebody put among them. */
export type Stretch = { text: string; isLink: boolean };

// Ends before the punctuation of the sentence around it.
const address = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]}]/giu;

/** What people paste into a note, with its http(s) addresses set apart; the stretches joined are the text. */
export function findLinks(text: string): Stretch[] {
  const stretches: Stretch[] = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    if (!URL.canParse(match[0])) continue;
    if (match.index > end) stretches.push({ text: text.slice(end, match.index), isLink: false });
    stretches.push({ text: match[0], isLink: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) stretches.push({ text: text.slice(end), isLink: false });
  return stretches;
}
