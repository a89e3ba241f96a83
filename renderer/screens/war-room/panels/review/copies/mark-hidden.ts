// RV14: marks the replacements of hidden words, only in the preview.
import { dashed } from '#room/pir/copies/hidden-words.ts';

const style = '<style>mark { background: #ffe9b8; color: #191204; }</style>';

/** `page`: our own HTML. `hidden`: each hidden word with its replacement. */
export function markHidden(page: string, hidden: ReadonlyMap<string, string>): string {
  // In an address a replacement has dashes for its spaces.
  const put = [...new Set([...hidden.values()].flatMap((each) => [each, dashed(each)]))]
    .filter(Boolean)
    .toSorted((a, b) => b.length - a.length);
  if (put.length === 0) return page;
  const words = put.map((each) => each.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)).join('|');
  // The first alternative takes tags, styles and titles as they are.
  const pattern = new RegExp(
    String.raw`(<(style|title)[^>]*>[\s\S]*?</\2>|<[^>]*>)|(?<![\p{L}\d])(?:${words})(?![\p{L}\d])`,
    'giu',
  );
  return page
    .replace(pattern, (found: string, tag: string | undefined) =>
      tag === undefined ? `<mark>${found}</mark>` : found,
    )
    .replace('</head>', `${style}</head>`);
}
