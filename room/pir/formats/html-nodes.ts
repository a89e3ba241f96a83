// Converts mdast to HTML. Every text is escaped here; every address was checked when the Markdown was read.
import type { Image, PhrasingContent, RootContent, Table } from 'mdast';
import type { BarePicture } from '../bare-picture.ts';
import { factorFigure } from './factor-figure.ts';
import { escapeHtml } from './escape.ts';

export const htmlBlocks = (nodes: readonly RootContent[]): string => nodes.map(htmlBlock).join('\n');

function htmlBlock(node: RootContent): string {
  switch (node.type) {
    case 'paragraph':
      if (node.children[0]?.type === 'image') return htmlPicture(node.children[0]);
      return node.children.length === 0
        ? ''
        : `<p dir="auto"${node.data?.isSoft ? ' class="soft"' : ''}>${htmlInline(node.children)}</p>`;
    case 'heading':
      return `<h${node.depth} dir="auto">${htmlInline(node.children)}</h${node.depth}>`;
    case 'blockquote':
      return `<blockquote dir="auto">${htmlBlocks(node.children)}</blockquote>`;
    case 'code':
      return `<pre><code>${escapeHtml(node.value)}</code></pre>`;
    case 'thematicBreak':
      return '<hr>';
    case 'table':
      return htmlTable(node);
    case 'list':
      return htmlList(node);
    default:
      return '';
  }
}

function htmlPicture({ alt, data }: Image): string {
  if (data?.factors !== undefined) return factorFigure(data.factors, alt ?? '');
  if (data?.picture === undefined) return '';
  const { width, height } = data.picture;
  const name = escapeHtml(alt ?? '');
  return `<figure class="file"><img src="${dataAddress(data.picture)}" alt="${name}" width="${width}" height="${height}"><figcaption dir="auto">${name}</figcaption></figure>`;
}

/** The picture as an address that holds it. */
export const dataAddress = ({ type, bytes }: Pick<BarePicture, 'type' | 'bytes'>): string =>
  `data:image/${type === 'jpg' ? 'jpeg' : type};base64,${toBase64(bytes)}`;

/** In steps, because a call has no room for millions of arguments. */
function toBase64(bytes: Uint8Array): string {
  const step = 0x8000;
  let letters = '';
  for (let at = 0; at < bytes.length; at += step)
    letters += String.fromCharCode(...bytes.subarray(at, at + step));
  return btoa(letters);
}

function htmlList(node: RootContent & { type: 'list' }): string {
  const tag = node.ordered ? 'ol' : 'ul';
  const start =
    node.ordered && typeof node.start === 'number' && node.start !== 1 ? ` start="${node.start}"` : '';
  const isChecked = node.children.some(({ checked }) => typeof checked === 'boolean');
  const items = node.children.map(({ checked, children }) => {
    const box = typeof checked === 'boolean' ? `<span class="box${checked ? ' done' : ''}"></span> ` : '';
    const [first, ...rest] = children;
    const inner =
      first?.type === 'paragraph'
        ? [htmlInline(first.children), htmlBlocks(rest)].filter(Boolean).join('\n')
        : htmlBlocks(children);
    return `<li dir="auto">${box}${inner}</li>`;
  });
  return `<${tag}${start}${isChecked ? ' class="items"' : ''}>${items.join('')}</${tag}>`;
}

function htmlTable({ children, data }: Table): string {
  const [head, ...rows] = children;
  const cells = (row: Table['children'][number] | undefined, tag: 'th' | 'td'): string =>
    (row?.children ?? [])
      .map((cell, index) => {
        const kind = data?.columns?.[index] ?? 'words';
        const attributes = ` class="${kind}"${tag === 'th' ? ' scope="col"' : ' dir="auto"'}`;
        return `<${tag}${attributes}>${htmlInline(cell.children)}</${tag}>`;
      })
      .join('');
  const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n');
  return `<table><thead><tr>${cells(head, 'th')}</tr></thead>\n<tbody>${body}</tbody></table>`;
}

const htmlInline = (nodes: readonly PhrasingContent[]): string => nodes.map(htmlPhrase).join('');

function htmlPhrase(node: PhrasingContent): string {
  switch (node.type) {
    case 'text':
      return escapeHtml(node.value).replaceAll('\n', '<br>');
    case 'inlineCode':
      return `<code>${escapeHtml(node.value)}</code>`;
    case 'break':
      return '<br>';
    case 'strong':
      return `<strong>${htmlInline(node.children)}</strong>`;
    case 'emphasis':
      return `<em>${htmlInline(node.children)}</em>`;
    case 'delete':
      return `<del>${htmlInline(node.children)}</del>`;
    case 'link':
      return `<a href="${escapeHtml(node.url)}">${htmlInline(node.children)}</a>`;
    default:
      return '';
  }
}
