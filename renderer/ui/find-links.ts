/** A piece of plain text, or a web address in it. */
export type Stretch = { text: string; isLink: boolean };

// The match excludes punctuation that ends the sentence.
const address = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]}]/giu;

/** Splits text into plain pieces and http(s) addresses. The joined pieces equal the text. */
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
