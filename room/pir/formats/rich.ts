// RV20: the document as rich text for the clipboard: headings, tables and lists without a style of its own, so that
// Confluence, Notion, Google Docs and mail give it theirs.
import { buildDocument } from '../document/build.ts';
import type { Review } from '../review.ts';
import { escapeHtml } from './escape.ts';
import { htmlBlocks } from './html-nodes.ts';

/** A fragment of HTML with the words and numbers of every other format; the drawing of the strip is not in it. */
export function renderRich(review: Review): string {
  const { title, isDraft, notices, figures, facts, sections, foot } = buildDocument(review);
  return [
    `<h1>${escapeHtml(title)}</h1>`,
    ...(isDraft ? ['<p><strong>DRAFT</strong></p>'] : []),
    ...notices.map((words) => `<p>${escapeHtml(words)}</p>`),
    `<table>${row(
      'th',
      figures.map(({ name }) => name),
    )}${row(
      'td',
      figures.map(({ value }) => value),
    )}</table>`,
    `<ul>${facts.map(({ name, value }) => `<li><strong>${escapeHtml(name)}:</strong> ${escapeHtml(value)}</li>`).join('')}</ul>`,
    ...sections.map(({ heading, blocks }) => `<h2>${escapeHtml(heading)}</h2>\n${htmlBlocks(blocks)}`),
    `<p><em>${escapeHtml(foot)}</em></p>`,
  ].join('\n');
}

const row = (tag: 'th' | 'td', cells: readonly string[]): string =>
  `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
