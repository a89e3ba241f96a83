// Text helpers shared by several commands.
import { readMentions, findNamed } from '#room/catch-up/mentions.ts';
import { namingKinds } from '#room/fold/mentions.ts';
import { strings } from '../../../../strings/index.ts';
import type { LineContext } from './line.ts';

const words = strings.line;

/** Splits off the first word. */
export function splitWord(text: string): [string, string] {
  const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/u.exec(text) ?? [];
  return [word, rest];
}

export const optionalWhy = (why: string) => (why === '' ? {} : { why });

/** The person in front of a text, if it begins with a name: `@ana check the disk`. */
export function readOwner(
  text: string,
  context: LineContext,
): { owner: { id: string; name: string } | null; text: string } | { error: string } {
  if (!text.startsWith('@')) return { owner: null, text };
  const found = findPerson(text, context);
  return 'error' in found ? found : { owner: found.person, text: found.rest };
}

type FoundPerson = { person: { id: string; name: string }; rest: string } | { error: string };

/**
 * Finds `@ana`, `@ana kova` or a full name at the start. The longest match wins; a tie is an error that lists
 * both.
 */
export function findPerson(text: string, { people, me }: LineContext): FoundPerson {
  const [written] = splitWord(text.slice(1));
  if (written === '') return { error: words.needsName };
  const found = findNamed(text.slice(1), people, me);
  if (found.length === null)
    return {
      error: words.unknownName(written, people.map(({ name }) => name).join(', ')),
    };
  if (found.person === null) return { error: words.ambiguousName(written, found.names.join(' or ')) };
  const { person: id } = found;
  const name = people.find((each) => each.id === id)?.name ?? 'me';
  return { person: { id, name }, rest: text.slice(1 + found.length).trim() };
}

const naming = new Set<string>(namingKinds);

/** TH3: the people a draft names. The owner of a task is notified too. */
export function namedIn(draft: { kind: string; text?: unknown; owner?: unknown }, context: LineContext) {
  if (!naming.has(draft.kind)) return { people: [], unclear: [] };
  const text = typeof draft.text === 'string' ? draft.text : '';
  const { people, unclear } = readMentions(text, context.people, context.me);
  const owner = typeof draft.owner === 'string' && draft.owner !== context.me ? [draft.owner] : [];
  return { people: [...new Set([...owner, ...people])].slice(0, 50), unclear };
}
