import { escapeHtml } from './escape.ts';

// The Markdown people really type into a review: paragraphs, lists, headings, code, emphasis, links. Text is
// escaped before anything else happens to it, so that what this does not know is shown as it was typed.

type Block = { kind: 'p' | 'ul' | 'ol' | 'h' | 'pre' | 'quote'; lines: string[] };

export function renderProse(markdown: string): string {
  return toBlocks(markdown.split(/\r\n|\r|\n/u))
    .map(renderBlock)
    .join('\n');
}

const starts: readonly [kind: Block['kind'], pattern: RegExp][] = [
  ['h', /^ {0,3}#{1,6}\s+(.*?)\s*#*$/u],
  ['ul', /^\s{0,6}[-*+]\s+(.*)$/u],
  ['ol', /^\s{0,6}\d{1,9}[.)]\s+(.*)$/u],
  ['quote', /^ {0,3}>\s?(.*)$/u],
];

function toBlocks(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  let isCode = false;
  for (const line of lines) {
    if (/^ {0,3}(?:```|~~~)/u.test(line)) {
      isCode = !isCode;
      open = isCode ? { kind: 'pre', lines: [] } : null;
      if (open) blocks.push(open);
    } else if (isCode) {
      open?.lines.push(line);
    } else {
      open = takeLine(blocks, open, line);
    }
  }
  return blocks;
}

function takeLine(blocks: Block[], open: Block | null, line: string): Block | null {
  if (line.trim() === '') return null;
  const [kind, pattern] = starts.find(([, start]) => start.test(line)) ?? (['p', /^\s*(.*)$/u] as const);
  const text = pattern.exec(line)?.[1] ?? line;
  if (open && kind === 'p' && open.kind !== 'h') {
    // A plain line goes on with what stands above it.
    open.lines.push(
      `${open.kind === 'p' || open.kind === 'quote' ? '' : `${open.lines.pop() ?? ''}\n`}${text}`,
    );
    return open;
  }
  if (open && open.kind === kind && kind !== 'h') {
    open.lines.push(text);
    return open;
  }
  const block: Block = { kind, lines: [text] };
  blocks.push(block);
  return block;
}

function renderBlock({ kind, lines }: Block): string {
  switch (kind) {
    case 'pre':
      return `<pre><code>${escapeHtml(lines.join('\n'))}</code></pre>`;
    case 'h':
      return `<h3 dir="auto">${renderInline(lines.join(' '))}</h3>`;
    case 'ul':
    case 'ol':
      return `<${kind}>${lines.map((line) => `<li dir="auto">${renderInline(line)}</li>`).join('')}</${kind}>`;
    case 'quote':
      return `<blockquote dir="auto">${lines.map(renderInline).join('<br>')}</blockquote>`;
    case 'p':
      return `<p dir="auto">${lines.map(renderInline).join('<br>')}</p>`;
    default:
      return '';
  }
}

/** Code first, since nothing inside it means anything else. */
function renderInline(text: string): string {
  return text
    .split(/(`[^`\n]+`)/u)
    .map((part) =>
      /^`[^`\n]+`$/u.test(part) ? `<code>${escapeHtml(part.slice(1, -1))}</code>` : renderWords(part),
    )
    .join('');
}

function renderWords(text: string): string {
  return escapeHtml(text)
    .replace(/\[([^[\]\n]{1,300})\]\((https?:\/\/[^\s()]{1,2000})\)/gu, '<a href="$2">$1</a>')
    .replace(/\*\*([^*\n]{1,2000})\*\*/gu, '<strong>$1</strong>')
    .replace(/(?<![\w*])\*([^*\s][^*\n]{0,2000})\*(?![\w*])/gu, '<em>$1</em>')
    .replace(/\n/gu, '<br>');
}
