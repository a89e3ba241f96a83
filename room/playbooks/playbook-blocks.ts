// PB1: finds steps and headings in a playbook by the positions of CommonMark's blocks. A step is a list item that
// begins with `[ ] `. The same text inside code, HTML or a quotation is not a step.
import { fromMarkdown, type Options } from 'mdast-util-from-markdown';
import type { Heading, ListItem, Nodes, Root } from 'mdast';

/** Parses blocks only. Inline content is not needed, and parsing it takes more than linear time. */
const blocksOnly: Options = {
  extensions: [
    {
      disable: {
        null: [
          'attention',
          'autolink',
          'characterEscape',
          'characterReference',
          'codeText',
          'definition',
          'hardBreakEscape',
          'htmlText',
          'labelEnd',
          'labelStartImage',
          'labelStartLink',
        ],
      },
    },
  ],
};

/** Parsing takes more than linear time only for deep nesting. Nobody writes blocks nested deeper than this. */
const deepest = { markers: 3, columns: 60 };
const prefix = /^(?:[ \t]|>|[-*+](?=[ \t\n]|$)|\d{1,9}[.)](?=[ \t\n]|$))*/u;

/** Offsets and lines are those of `markdown`. Blocks nested deeper than `deepest` are read as text. */
export const readBlocks = (markdown: string): Root =>
  fromMarkdown(markdown.split('\n').map(flatten).join('\n'), blocksOnly);

/** The line at the same length, with markers and spaces beyond `deepest` replaced by letters. */
function flatten(line: string): string {
  const [marks = ''] = prefix.exec(line) ?? [];
  let count = 0;
  let at = 0;
  while (at < marks.length && at < deepest.columns && count < deepest.markers) {
    if (/[>*+.)-]/u.test(marks[at] ?? '')) count += 1;
    at += 1;
  }
  if (at === marks.length || /^[ \t]*$/u.test(line)) return line;
  return line.slice(0, at) + 'x'.repeat(marks.length - at) + line.slice(marks.length);
}

/** A step's source lines: the first without its `- [ ] `, the others without their indentation. */
export type StepLines = { first: string; more: readonly string[] };

type Found = { item: ListItem; start: number; line: number; lastLine: number };

/** Every step in text order. Lines of a nested step belong to the inner step. */
export function findSteps(markdown: string, root: Root = readBlocks(markdown)): StepLines[] {
  const lines = markdown.split('\n');
  const steps = findItems(markdown, root);
  const owners = ownersOf(lines.length, steps);
  const owned = Map.groupBy(owners.keys(), (line) => owners[line] ?? -1);
  return steps.map((step, index) => {
    const width = widthOf(lines[step.line]?.slice(0, step.start) ?? '');
    const below = (owned.get(index) ?? []).filter((line) => line > step.line);
    const keeps = blankLinesToKeep(step.item);
    const more = below
      .filter((line) => keeps.has(line) || (lines[line] ?? '').trim() !== '')
      .map((line) => dedent(lines[line] ?? '', width).trimEnd());
    while (more.at(-1) === '') more.pop();
    return { first: (lines[step.line] ?? '').slice(step.start).replace(mark, '').trim(), more };
  });
}

const mark = /^\[[ xX]\][ \t]+(?=\S)/u;

/** The offset of the `[ ] ` at the start of a list item; null when it has none. */
function markIn(item: ListItem, markdown: string): number | null {
  const [first] = item.children;
  if (first?.type !== 'paragraph' && first?.type !== 'heading') return null;
  const at = first.position?.start.offset ?? 0;
  return mark.test(markdown.slice(at, at + 200)) ? at : null;
}

function findItems(markdown: string, root: Root): Found[] {
  const found: Found[] = [];
  // Quoted text is a message to send, not a step.
  for (const node of inOrder(root, 'blockquote')) {
    if (node.type !== 'listItem') continue;
    const at = markIn(node, markdown);
    const [first] = node.children;
    if (at === null || !first?.position || !node.position) continue;
    const { line } = first.position.start;
    const start = at - (markdown.lastIndexOf('\n', at - 1) + 1);
    found.push({ item: node, start, line: line - 1, lastLine: node.position.end.line - 1 });
  }
  return found;
}

/** Depth first, in text order. */
export function* inOrder(root: Nodes, without?: Nodes['type']): Generator<Nodes> {
  const waiting: Nodes[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    if ('children' in node && node.type !== without) waiting.push(...node.children.toReversed());
  }
}

/** For each line, the index of the innermost step around it; -1 for none. `steps` may nest and are in text order. */
function ownersOf(count: number, steps: readonly Found[]): number[] {
  const owners = Array.from({ length: count }, () => -1);
  const open: number[] = [];
  let next = 0;
  for (let line = 0; line < count; line += 1) {
    while (open.length > 0 && (steps[open.at(-1) ?? 0]?.lastLine ?? -1) < line) open.pop();
    while (next < steps.length && steps[next]?.line === line) open.push(next++);
    owners[line] = open.at(-1) ?? -1;
  }
  return owners;
}

/** An empty line matters inside code, and next to HTML and indented code: a paragraph above would absorb those. */
function blankLinesToKeep(item: ListItem): Set<number> {
  const kept = new Set<number>();
  const nodes: Nodes[] = [...item.children];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if ('children' in node) nodes.push(...node.children);
    if ((node.type !== 'code' && node.type !== 'html') || !node.position) continue;
    const { start, end } = node.position;
    for (let line = start.line - 2; line <= end.line; line += 1) kept.add(line);
  }
  return kept;
}

const tabStop = 4;

function widthOf(prefix: string): number {
  let width = 0;
  for (const sign of prefix) width += sign === '\t' ? tabStop - (width % tabStop) : 1;
  return width;
}

/** Removes the indentation up to a column. A tab across that column leaves its remaining spaces. */
function dedent(line: string, width: number): string {
  let column = 0;
  let at = 0;
  while (column < width && (line[at] === ' ' || line[at] === '\t')) {
    column += line[at] === '\t' ? tabStop - (column % tabStop) : 1;
    at += 1;
  }
  return `${' '.repeat(Math.max(0, column - width))}${line.slice(at)}`;
}

/** The text of a heading as typed; a multi-line (setext) heading becomes one line. */
export function headingText(heading: Heading, markdown: string): string {
  const [first, last] = [heading.children[0], heading.children.at(-1)];
  return markdown
    .slice(first?.position?.start.offset ?? 0, last?.position?.end.offset ?? 0)
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

/** Turns every step of the text into a plain list item. */
export function withoutSteps(markdown: string): string {
  const cuts = [...inOrder(readBlocks(markdown), 'blockquote')].flatMap((node) =>
    node.type === 'listItem' ? (markIn(node, markdown) ?? []) : [],
  );
  return cuts.reduceRight((text, at) => text.slice(0, at) + text.slice(at).replace(mark, ''), markdown);
}

const isOpen = (text: string): boolean => findSteps(`${text}\n\n- [ ] x`).length === findSteps(text).length;

const ends = ['-->', '?>', ']]>', '</script>', '</style>', '</pre>', '</textarea>', '>'];

/** Closes code or HTML that is still open at the end of the text, so that text added below is not part of it. */
export function closeBlocks(markdown: string): string {
  if (!isOpen(markdown)) return markdown;
  const last = readBlocks(markdown).children.at(-1);
  const fence = last === undefined ? '' : (/^ {0,3}(`{3,}|~{3,})/u.exec(lineAt(markdown, last))?.[1] ?? '');
  const tries = [fence, ...ends].filter(Boolean).map((end) => `${markdown}\n${end}`);
  return tries.find((text) => !isOpen(text)) ?? `    ${markdown.replaceAll('\n', '\n    ')}`;
}

function lineAt(markdown: string, node: Nodes): string {
  const at = node.position?.start.offset ?? 0;
  return markdown.slice(markdown.lastIndexOf('\n', at - 1) + 1, at + 200);
}
