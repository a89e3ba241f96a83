import DOMPurify from 'dompurify';
import { Marked, type Token } from 'marked';

// A box that cannot be ticked here is a sign and no form field; a picture would ask somebody else's server.
const marked = new Marked({
  gfm: true,
  renderer: {
    checkbox: ({ checked }) => `<span class="box" aria-hidden="true">${checked ? '☑' : '☐'}</span>`,
    image: ({ text, href }) => `<a href="${encodeURI(href)}">${escapeText(text || href)}</a>`,
  },
});

const tags =
  'h1 h2 h3 h4 h5 h6 p ul ol li blockquote pre code hr br em strong del a table thead tbody tr th td span'.split(
    ' ',
  );

/** Safe HTML: only words and their structure, links to http, https and mail, nothing from the network. */
export function renderMarkdown(markdown: string): string {
  return DOMPurify.sanitize(marked.parser(lowerHeadings(marked.lexer(markdown))), {
    ALLOWED_TAGS: tags,
    ALLOWED_ATTR: ['href', 'title', 'start', 'class', 'aria-hidden'],
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:)/iu,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
}

/** The screen has the first heading, so a text that has one of its own begins one below it. */
function lowerHeadings(tokens: Token[]): Token[] {
  if (!tokens.some((token) => token.type === 'heading' && token.depth === 1)) return tokens;
  return tokens.map((token) =>
    token.type === 'heading' ? { ...token, depth: Math.min(6, Number(token.depth) + 1) } : token,
  );
}

const escapeText = (text: string): string => text.replace(/[&<>"]/gu, (sign) => `&#${sign.charCodeAt(0)};`);
