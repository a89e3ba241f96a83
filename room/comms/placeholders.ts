// CM9: what still has to be filled in. `[what is affected]` asks the writer for something, `{…}` is a name that the room
// does not know or a value that was written over without its braces. Neither may reach a reader.
import type { Rendered } from './render.ts';

/** In the text that is typed: one placeholder with its brackets. A Markdown link, `[words](address)`, is none. */
export const placeholderPattern = /\[[^\][]*\](?!\()|\{[^{}]*\}/gu;

/** What is left to fill in, as it stands in the text, each once. */
export function findUnfilled({ text }: Pick<Rendered, 'text'>): readonly string[] {
  return [...new Set([...text.matchAll(placeholderPattern)].map(([words]) => words.replace(/\s+/gu, ' ')))];
}

/** Brackets without their other half: somebody wrote over a placeholder and left one of them. */
export function findStrayBrackets({ text }: Pick<Rendered, 'text'>): readonly string[] {
  const rest = text.replace(placeholderPattern, ' ').replace(/\[[^\][]*\]\(/gu, ' ');
  return [...new Set([...rest.matchAll(/[[\]{}]/gu)].map(([bracket]) => bracket))];
}
