// Parses typed Markdown with a CommonMark library (docs/decisions/0011). The result is a small, safe tree: no
// HTML, no pictures, no references, and only addresses that cannot run anything.
import type { BlockContent, Definition, List, Nodes, PhrasingContent, Root, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { cleanText, plainInline } from './plain-text.ts';

/** RV9: a text beyond one of these limits is shown as typed, because parsing it could take minutes. */
export const markdownLimits = { characters: 100_000, depth: 32, emphasis: 1_000, brackets: 4_000 } as const;

/** Headings in a typed text are below the document's own levels. */
const topHeading = 3;

export function readMarkdown(text: string): RootContent[] {
  const clean = cleanText(text).trim();
  if (clean === '') return [];
  if (!isQuickToRead(clean)) return asTyped(clean);
  const root = fromMarkdown(clean, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  return makeSafe(root);
}

/** The blocks of a text; none for a text that nobody wrote. */
export const writtenBlocks = (text: string | null): RootContent[] =>
  text === null ? [] : readMarkdown(text);

/** Checks in one pass what makes the library slow: nesting and long runs of marks. */
function isQuickToRead(text: string): boolean {
  if (text.length > markdownLimits.characters) return false;
  let emphasis = 0;
  let brackets = 0;
  for (const line of text.split('\n')) {
    if (depthOf(line) > markdownLimits.depth) return false;
    if (line.trim() === '') emphasis = brackets = 0;
    for (const sign of line) {
      if (sign === '*' || sign === '_' || sign === '~') emphasis += 1;
      else if (sign === '[' || sign === ']' || sign === '`' || sign === '<') brackets += 1;
    }
    if (emphasis > markdownLimits.emphasis || brackets > markdownLimits.brackets) return false;
  }
  return true;
}

/** The deepest possible nesting of a line: its quote and list marks, plus one level per two columns of indentation. */
function depthOf(line: string): number {
  let depth = 0;
  let blank = 0;
  for (const sign of line) {
    if (sign === ' ') blank += 1;
    else if (sign === '\t') blank += 4;
    else if (sign === '>' || sign === '-' || sign === '+' || sign === '*') depth += 1;
    else if (!/[\d.)]/u.test(sign)) break;
  }
  return depth + Math.floor(blank / 2);
}

/** Splits paragraphs at blank lines and keeps all other line breaks. */
export function asTyped(text: string): RootContent[] {
  return cleanText(text)
    .trim()
    .split(/\n[ \t]*\n\s*/u)
    .filter((part) => part.trim() !== '')
    .map((part) => ({ type: 'paragraph', children: plainInline(part) }));
}

function makeSafe(root: Root): RootContent[] {
  const definitions = new Map<string, Definition>();
  collectDefinitions(root, definitions);
  return blocks(root.children, definitions);
}

type Definitions = ReadonlyMap<string, Definition>;

function collectDefinitions(node: Nodes, into: Map<string, Definition>): void {
  if (node.type === 'definition' && !into.has(node.identifier)) into.set(node.identifier, node);
  if ('children' in node) for (const child of node.children) collectDefinitions(child, into);
}

const blocks = (nodes: readonly RootContent[], definitions: Definitions): RootContent[] =>
  nodes.flatMap((node) => block(node, definitions));

function block(node: RootContent, definitions: Definitions): RootContent[] {
  switch (node.type) {
    case 'heading': {
      const depth = Math.min(6, node.depth + topHeading - 1) as typeof node.depth;
      return [{ type: 'heading', depth, children: phrases(node.children, definitions) }];
    }
    case 'paragraph':
      return [{ type: 'paragraph', children: phrases(node.children, definitions) }];
    case 'blockquote':
      return [{ type: 'blockquote', children: blocks(node.children, definitions) as BlockContent[] }];
    case 'list':
      return [list(node, definitions)];
    case 'table':
      return [table(node, definitions)];
    case 'code':
      return [{ type: 'code', value: node.value, ...(node.lang && { lang: node.lang }) }];
    case 'thematicBreak':
      return [{ type: 'thematicBreak' }];
    case 'html':
      return [{ type: 'paragraph', children: plainInline(node.value) }];
    case 'footnoteDefinition':
      return footnote(node.label ?? node.identifier, blocks(node.children, definitions));
    default:
      return [];
  }
}

const list = (node: List, definitions: Definitions): List => ({
  type: 'list',
  ordered: node.ordered ?? false,
  start: node.start ?? null,
  spread: node.spread ?? false,
  children: node.children.map((item) => ({
    type: 'listItem',
    checked: item.checked ?? null,
    spread: item.spread ?? false,
    children: blocks(item.children, definitions) as BlockContent[],
  })),
});

const table = (node: Table, definitions: Definitions): Table => ({
  type: 'table',
  align: node.align ?? null,
  children: node.children.map((row) => ({
    type: 'tableRow',
    children: row.children.map((cell) => ({
      type: 'tableCell',
      children: phrases(cell.children, definitions),
    })),
  })),
});

/** A footnote is printed where it was defined, because the numbers of several texts would mix. */
function footnote(label: string, children: RootContent[]): RootContent[] {
  const [first, ...rest] = children;
  const mark: PhrasingContent = { type: 'text', value: `[${label}] ` };
  if (first?.type !== 'paragraph') return [{ type: 'paragraph', children: [mark] }, ...children];
  return [{ type: 'paragraph', children: [mark, ...first.children] }, ...rest];
}

const phrases = (nodes: readonly PhrasingContent[], definitions: Definitions): PhrasingContent[] =>
  nodes.flatMap((node) => phrase(node, definitions));

function phrase(node: PhrasingContent, definitions: Definitions): PhrasingContent[] {
  switch (node.type) {
    case 'text':
      return [{ type: 'text', value: node.value }];
    case 'inlineCode':
      return [{ type: 'inlineCode', value: node.value }];
    case 'break':
      return [{ type: 'break' }];
    case 'emphasis':
    case 'strong':
    case 'delete':
      return [{ type: node.type, children: phrases(node.children, definitions) }];
    case 'link':
      return link(node.url, phrases(node.children, definitions));
    case 'linkReference':
      return link(definitions.get(node.identifier)?.url ?? '', phrases(node.children, definitions));
    case 'image':
      return link(node.url, [{ type: 'text', value: node.alt || node.url }]);
    case 'imageReference':
      return link(definitions.get(node.identifier)?.url ?? '', [
        { type: 'text', value: node.alt || node.identifier },
      ]);
    case 'footnoteReference':
      return [{ type: 'text', value: `[${node.label ?? node.identifier}]` }];
    case 'html':
      return [{ type: 'text', value: node.value }];
    default:
      return [];
  }
}

const harmless = /^(?:https?:\/\/|mailto:|tel:|sips?:|muster:\/\/)\S+$/iu;

/** A link with an unsafe address becomes plain text. */
function link(address: string, children: PhrasingContent[]): PhrasingContent[] {
  const url = address.trim().replace(/\s/gu, encodeURIComponent);
  return harmless.test(url) ? [{ type: 'link', url, children }] : children;
}
