// CM9: finds unfilled placeholders. `[what is affected]` is a question to the writer; `{…}` is a value that is unknown
// or was overwritten inside its braces. Neither may reach a reader.
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

/** Unmatched brackets, left when somebody overwrote a part of a placeholder. */
export function findStrayBrackets({ text }: Pick<Rendered, 'text'>): readonly string[] {
  const rest = text.replace(placeholderPattern, ' ').replace(/\[[^\][]*\]\(/gu, ' ');
  return [...new Set([...rest.matchAll(/[[\]{}]/gu)].map(([bracket]) => bracket))];
}
