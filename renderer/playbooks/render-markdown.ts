// PB9: the one place where Markdown becomes HTML. The parser is linear and takes no HTML of the text's own, nesting is
// bounded, and what comes out is cleaned again: words and their structure, nothing that could lie over the window.
import DOMPurify from 'dompurify';
import MarkdownIt, { type Token } from 'markdown-it';

/** Deeper lists and quotations stand as they are typed. */
const deepest = 40;

const markdown = new MarkdownIt({ html: false, linkify: true, maxNesting: deepest });
// Only what is an address by its scheme: `payments.py` is no link.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
markdown.validateLink = (url) => /^(?:https?:|mailto:)/iu.test(url.trim());
markdown.core.ruler.push('boxes', ({ tokens }) => tokens.forEach(readBox));
markdown.core.ruler.push('headings', ({ tokens }) => lowerHeadings(tokens));
markdown.renderer.rules['box'] = (tokens, index) =>
  `<span class="box" aria-hidden="true">${tokens[index]?.content === ' ' ? '☐' : '☑'}</span>`;
// A picture would ask somebody else's server.
markdown.renderer.rules['image'] = (tokens, index) => {
  const { content = '' } = tokens[index] ?? {};
  const address = String(tokens[index]?.attrGet('src') ?? '');
  const { escapeHtml } = markdown.utils;
  return `<a href="${escapeHtml(address)}">${escapeHtml(content || address)}</a>`;
};
// Where a link leads is said by itself, and not by who wrote it.
markdown.renderer.rules['link_open'] = (tokens, index, options, _env, renderer) => {
  const token = tokens[index];
  token?.attrSet('title', String(token.attrGet('href') ?? ''));
  return renderer.renderToken(tokens, index, options);
};

const tags =
  'h1 h2 h3 h4 h5 h6 p ul ol li blockquote pre code hr br em strong s a table thead tbody tr th td span'.split(
    ' ',
  );

/** Before it is cleaned; for tests without a document. */
export const toHtml = (text: string): string => markdown.render(text);

/** Safe HTML: only words and their structure, links to http, https and mail, nothing from the network. */
export function renderMarkdown(text: string): string {
  return DOMPurify.sanitize(toHtml(text), {
    ALLOWED_TAGS: tags,
    ALLOWED_ATTR: ['href', 'title', 'start', 'class', 'aria-hidden'],
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:)/iu,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
}

/** `- [ ] text`: a box that cannot be ticked here is a sign and no form field. */
function readBox({ type, children }: Token, index: number, tokens: readonly Token[]) {
  const isItem = tokens[index - 1]?.type === 'paragraph_open' && tokens[index - 2]?.type === 'list_item_open';
  const first = children?.[0];
  if (type !== 'inline' || !isItem || !children || first?.type !== 'text') return;
  const [, mark, rest = ''] = /^\[([ xX])\]\s([\s\S]*)$/u.exec(first.content) ?? [];
  if (mark === undefined) return;
  const box = new (first.constructor as typeof Token)('box', '', 0);
  box.content = mark;
  first.content = ` ${rest}`;
  children.unshift(box);
}

/** The screen has the first heading, so a text that has one of its own begins one below it. */
function lowerHeadings(tokens: readonly Token[]) {
  if (!tokens.some(({ tag }) => tag === 'h1')) return;
  for (const token of tokens)
    if (/^h[1-6]$/u.test(token.tag)) token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 1)}`;
}
