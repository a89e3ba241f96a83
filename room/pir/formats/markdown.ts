import type { PhrasingContent, Root, RootContent } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown, type Handle } from 'mdast-util-to-markdown';
import { buildDocument } from '../document/build.ts';
import { list, strong, table, text, type Document } from '../document/document.ts';
import { missingWords } from '../missing.ts';
import { cleanText } from '../markdown/plain-text.ts';
import type { Review } from '../review.ts';

/** GitHub-flavoured, one file. */
export const renderMarkdown = (review: Review): string => printMarkdown(buildDocument(review));

const named = ({ name, value }: { name: string; value: string }): PhrasingContent[] => [
  strong(`${name}:`),
  ...text(` ${value}`),
];

function printMarkdown(document: Document): string {
  const { title, isDraft, facts, figures, notices, sections, foot } = document;
  const children: RootContent[] = [
    { type: 'heading', depth: 1, children: text(title) },
    ...(isDraft ? [quote([strong('DRAFT'), ...text(`: see “${missingWords.heading}”.`)])] : []),
    ...notices.map((words) => quote(text(words))),
    table(
      figures.map(({ name }) => ['value', name] as const),
      [figures.map(({ value }) => [strong(value)])],
    ),
    list(facts.map(named)),
    ...sections.flatMap(({ heading, blocks }): RootContent[] => [
      { type: 'heading', depth: 2, children: text(heading) },
      ...blocks.filter((block) => !isPicture(block)),
    ]),
    { type: 'thematicBreak' },
    { type: 'paragraph', children: text(foot) },
  ];
  const root: Root = { type: 'root', children: children.map(prepare) };
  return toMarkdown(root, {
    bullet: '-',
    rule: '-',
    fences: true,
    handlers: { break: breakIn },
    extensions: [gfmToMarkdown({ tablePipeAlign: false })],
  });
}

/** Markdown is one file of text; the table of attached files names what it does not hold. */
const isPicture = (block: RootContent): boolean =>
  block.type === 'paragraph' && block.children[0]?.type === 'image';

const quote = (children: PhrasingContent[]): RootContent => ({
  type: 'blockquote',
  children: [{ type: 'paragraph', children }],
});

/** A row of a table is one line; there a new line is written as a tag. */
const breakIn: Handle = (_node, _parent, state) => (state.stack.includes('tableCell') ? '<br>' : '\\\n');

/** Escapes what is unsafe on GitHub: @names, which would notify people, and bars in addresses. */
function prepare<Node extends RootContent>(node: Node): Node {
  if (node.type === 'text') return { ...node, value: withoutMentions(cleanText(node.value)) };
  if (node.type === 'link') return prepareLink(node) as Node;
  if (node.type === 'paragraph' && node.children.length === 0) return { ...node, children: [] };
  if (!('children' in node)) return node;
  return { ...node, children: node.children.map(prepare) };
}

/** Adds a word joiner after the @: the text looks the same but mentions nobody. */
const withoutMentions = (words: string): string =>
  words.replace(/(?<![\p{L}\d_])@(?=[\p{L}\d_])/gu, '@\u2060');

function prepareLink(node: RootContent & { type: 'link' }): RootContent {
  const url = node.url.replaceAll('|', '%7C').replaceAll(/[<>\s]/gu, encodeURIComponent);
  const [only] = node.children;
  const isAddress = node.children.length === 1 && only?.type === 'text' && only.value === node.url;
  return { ...node, url, children: isAddress ? [{ type: 'text', value: url }] : node.children.map(prepare) };
}
