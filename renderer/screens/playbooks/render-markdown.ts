// PB9: the only place that turns Markdown into HTML. The parser is linear, ignores raw HTML and limits nesting. The
// output is sanitized again: only text and structure, nothing that could cover the window.
import DOMPurify from 'dompurify';
import MarkdownIt, { type Token } from 'markdown-it';
import { readAttributes } from '#room/playbooks/playbook-step.ts';
import { strings } from '../../strings/index.ts';

/** Deeper lists and quotations stay plain text. */
const deepest = 40;

const markdown = new MarkdownIt({ html: false, linkify: true, maxNesting: deepest });
// Links only text with a URL scheme: `payments.py` is not a link.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
markdown.validateLink = (url) => /^(?:https?:|mailto:)/iu.test(url.trim());
markdown.core.ruler.push('boxes', ({ tokens }) => tokens.forEach(readBox));
markdown.core.ruler.push('headings', ({ tokens }) => lowerHeadings(tokens));
markdown.renderer.rules['box'] = (tokens, index) =>
  `<span class="box" aria-hidden="true">${tokens[index]?.content === ' ' ? '☐' : '☑'}</span>`;
markdown.renderer.rules['chip'] = (tokens, index) =>
  ` <span class="chip">${markdown.utils.escapeHtml(tokens[index]?.content ?? '')}</span>`;
// Images become links: loading one would contact a foreign server.
markdown.renderer.rules['image'] = (tokens, index) => {
  const { content = '' } = tokens[index] ?? {};
  const address = String(tokens[index]?.attrGet('src') ?? '');
  const { escapeHtml } = markdown.utils;
  return `<a href="${escapeHtml(address)}">${escapeHtml(content || address)}</a>`;
};
// The title always shows the link's real target, whatever the author wrote.
markdown.renderer.rules['link_open'] = (tokens, index, options, _env, renderer) => {
  const token = tokens[index];
  token?.attrSet('title', String(token.attrGet('href') ?? ''));
  return renderer.renderToken(tokens, index, options);
};

const tags =
  'h1 h2 h3 h4 h5 h6 p ul ol li blockquote pre code hr br em strong s a table thead tbody tr th td span'.split(
    ' ',
  );

/** Before sanitizing; for tests without a document. */
export const toHtml = (text: string): string => markdown.render(text);

/** Safe HTML: text and structure, links to http, https and mail, nothing loaded from the network. */
export function renderMarkdown(text: string): string {
  return DOMPurify.sanitize(toHtml(text), {
    ALLOWED_TAGS: tags,
    ALLOWED_ATTR: ['href', 'title', 'start', 'class', 'aria-hidden'],
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:)/iu,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
}

/** `- [ ] text`: shows the box as a symbol, not as a form field. */
function readBox({ type, content, children }: Token, index: number, tokens: readonly Token[]) {
  const isItem = tokens[index - 1]?.type === 'paragraph_open' && tokens[index - 2]?.type === 'list_item_open';
  const first = children?.[0];
  if (type !== 'inline' || !isItem || !children || first?.type !== 'text') return;
  const [, mark, rest = ''] = /^\[([ xX])\]\s([\s\S]*)$/u.exec(first.content) ?? [];
  if (mark === undefined) return;
  const box = new (first.constructor as typeof Token)('box', '', 0);
  box.content = mark;
  first.content = ` ${rest}`;
  children.unshift(box);
  const [line = ''] = content.split('\n');
  showAttributes(readAttributes(line), children);
}

/** Who does the step, how long it takes and what it waits for, as chips at the end of its first line. */
function showAttributes(found: ReturnType<typeof readAttributes>, children: Token[]) {
  const end = children.findIndex(({ type }) => type === 'softbreak' || type === 'hardbreak');
  const at = (end === -1 ? children.length : end) - 1;
  const last = children[at];
  if (last?.type !== 'text') return;
  // Attributes can also follow a command, which is a token of its own; they need text before them.
  const { text } = readAttributes(`·${last.content}`);
  const { assignee, minutes, every, approval, guarded } = found;
  const { run } = strings.playbooks;
  const chips = [
    assignee,
    minutes === undefined ? undefined : run.timeBox(minutes),
    every === undefined ? undefined : run.every(run.timeBox(every)),
    approval ? run.needsApproval : undefined,
    guarded ? run.guarded : undefined,
  ].filter((each) => each !== undefined);
  if (chips.length === 0) return;
  last.content = text.slice(1);
  children.splice(
    at + 1,
    0,
    ...chips.map((content) =>
      Object.assign(new (last.constructor as typeof Token)('chip', '', 0), { content }),
    ),
  );
}

/** The screen has the only h1. A text with its own h1 gets all headings one level lower. */
function lowerHeadings(tokens: readonly Token[]) {
  if (!tokens.some(({ tag }) => tag === 'h1')) return;
  for (const token of tokens)
    if (/^h[1-6]$/u.test(token.tag)) token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 1)}`;
}
