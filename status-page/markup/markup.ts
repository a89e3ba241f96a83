// SP6: the only way in which text becomes HTML, SVG or XML. Every value put into a template is escaped, for words
// as for quoted attributes; only what this file made is taken as it is.

/** Well-formed markup; nobody can make one but the templates below. */
export type Markup = { readonly [made]: string };
const made = Symbol('markup');

type Part = string | number | null | false | Markup | readonly Part[];

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters and half characters are no text in XML, and would make a document ill-formed. */
const escapeText = (text: string): string => (isPlain.test(text) ? text : escapeAll(text));

/** Most words are so: nothing in them needs a second look. */
const isPlain = /^[ !#-%(-;=?-~\u00A0-\u024F]*$/u;

const escapeAll = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, '\uFFFD')
    .replaceAll(/[&<>"']/gu, (sign) => entities[sign] ?? sign);

export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = strings[0] ?? '';
  for (const [index, part] of parts.entries()) text += write(part) + (strings[index + 1] ?? '');
  return { [made]: text };
}

/** Ours and constant, such as a style sheet; never anything that somebody wrote. */
export const constant = (text: string): Markup => ({ [made]: text });

export const textOf = (each: Markup): string => each[made];
export const nothing: Markup = { [made]: '' };

function write(part: Part): string {
  if (typeof part === 'string') return escapeText(part);
  if (typeof part === 'number') return String(part);
  if (part === null || part === false) return '';
  return isList(part) ? part.map(write).join('') : part[made];
}

const isList = (part: Markup | readonly Part[]): part is readonly Part[] => Array.isArray(part);
