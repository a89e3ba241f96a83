// SP6: the only way in which text becomes HTML, SVG or XML. Every value in a template is escaped, for text and for
// quoted attributes; only markup made here is used as it is.
import { escapeMarkup } from '#room/text/escape-markup.ts';

/** Well-formed markup; only this file can make it. */
export type Markup = { readonly [made]: string };
const made = Symbol('markup');

type Part = string | number | null | false | Markup | readonly Part[];

/** XML does not allow control characters and lone surrogates; they would make a document ill-formed. */
const escapeText = (text: string): string => (isPlain.test(text) ? text : escapeAll(text));

/** Text with only these characters needs no escaping; most text is like that. */
const isPlain = /^[ !#-%(-;=?-~\u00A0-\u024F]*$/u;

const escapeAll = (text: string): string =>
  escapeMarkup(text.toWellFormed().replaceAll(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, '\uFFFD'));

export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = strings[0] ?? '';
  for (const [index, part] of parts.entries()) text += write(part) + (strings[index + 1] ?? '');
  return { [made]: text };
}

/** Our own constant text, such as a style sheet; never text from input. */
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
