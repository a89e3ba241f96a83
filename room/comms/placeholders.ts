// CM9: finds unfilled placeholders. `[what is affected]` is a question to the writer; `{…}` is a value that is unknown
// or was overwritten inside its braces. Neither may reach a reader.
import { table } from '../text/words.ts';
import type { Rendered } from './render.ts';

/**
 * One placeholder with its brackets, in typed text. A Markdown link, `[words](address)`, is not one; `[what](since 9)`
 * has no address.
 */
export const placeholderPattern = /\[[^\][]*\](?!\((?:[a-z][a-z\d+.-]*:|[/#.])\S)|\{[^{}]*\}/giu;

/** The unfilled placeholders of the text, each once. */
export function findUnfilled({ text }: Pick<Rendered, 'text'>): readonly string[] {
  return [...new Set([...text.matchAll(placeholderPattern)].map(([words]) => words.replace(/\s+/gu, ' ')))];
}

/** CM9: what a text that goes out must not have in it, in words for its writer; null when nothing is left to fill in. */
export function whyUnfilled(text: string): string | null {
  const left = findUnfilled({ text }).slice(0, 3);
  return left.length === 0 ? null : words.nothingLeft(left.join(', '));
}

const words = table({
  nothingLeft: (left: string) => `nothing left to fill in, but it has ${left}`,
});

/** Unmatched brackets, left when somebody overwrote a part of a placeholder. */
export function findStrayBrackets({ text }: Pick<Rendered, 'text'>): readonly string[] {
  const rest = text.replace(placeholderPattern, ' ').replace(/\[[^\][]*\]\(/gu, ' ');
  return [...new Set([...rest.matchAll(/[[\]{}]/gu)].map(([bracket]) => bracket))];
}
