// Plain text: the text of facts, and Markdown that was not parsed.
import type { PhrasingContent } from 'mdast';

/** Removes control characters, lone surrogates, U+FFFE and U+FFFF, which would make a document ill-formed. */
export const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?/gu, '\n')
    .replace(/(?![\t\n])\p{Cc}|[\uFFFE\uFFFF]/gu, '\uFFFD');

const address = /https?:\/\/[^\s<>"]+/giu;

/** Splits text into lines, links and plain text. */
export function plainInline(text: string): PhrasingContent[] {
  return cleanText(text)
    .split('\n')
    .flatMap((line, index): PhrasingContent[] => [
      ...(index === 0 ? [] : [{ type: 'break' } as const]),
      ...linkAddresses(line),
    ]);
}

function linkAddresses(line: string): PhrasingContent[] {
  const nodes: PhrasingContent[] = [];
  let from = 0;
  for (const { 0: found, index } of line.matchAll(address)) {
    const url = withoutEnd(found);
    if (index > from) nodes.push({ type: 'text', value: line.slice(from, index) });
    nodes.push({ type: 'link', url, children: [{ type: 'text', value: url }] });
    from = index + url.length;
  }
  if (from < line.length) nodes.push({ type: 'text', value: line.slice(from) });
  return nodes;
}

/** Punctuation at the end is not part of the address; a closing bracket is, when it was opened inside. */
function withoutEnd(url: string): string {
  let end = url.length;
  const surplus = { ')': count(url, ')') - count(url, '('), ']': count(url, ']') - count(url, '[') };
  while (end > 0) {
    const last = url.charAt(end - 1);
    if (last === ')' || last === ']') {
      if (surplus[last] <= 0) break;
      surplus[last] -= 1;
    } else if (!/[.,;:!?'*_~]/u.test(last)) break;
    end -= 1;
  }
  return url.slice(0, end);
}

const count = (text: string, sign: string): number => text.split(sign).length - 1;
