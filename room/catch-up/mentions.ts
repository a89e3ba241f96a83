// TH3: resolves `@name` in a line. Names contain spaces and people often type only the first part, so the text after
// @ is compared with everybody's name. Text that fits two people equally well mentions neither.
import type { PersonId } from '../facts/fact.ts';

export type Named = { id: PersonId; name: string };
/** A part of a line: plain text, or the name of a mentioned person. */
export type NamedStretch = { text: string; person: PersonId | null };
export type Mentioning = {
  /** Each person once, in order of mention. */
  people: readonly PersonId[];
  /** Text after @ that fits several people. */
  unclear: readonly { written: string; names: readonly string[] }[];
  /** The parts of the line; joined, they are the whole line. */
  stretches: readonly NamedStretch[];
};

// Not inside a word: an e-mail address mentions nobody.
const sign = /(?<=^|[\s([{"'“,;:/])@(?=[\p{L}\p{N}])/gu;
const word = /^[\p{L}\p{N}_.'-]*[\p{L}\p{N}_]/u;
const endsWord = (text: string): boolean => !/^[\p{L}\p{N}_]/u.test(text);

/** Everybody mentioned with @ in a line. `me` is the writer. */
export function readMentions(text: string, people: readonly Named[], me?: PersonId): Mentioning {
  const named = new Set<PersonId>();
  const unclear: { written: string; names: readonly string[] }[] = [];
  const stretches: NamedStretch[] = [];
  let end = 0;
  for (const { index } of text.matchAll(sign)) {
    const rest = text.slice(index + 1);
    const found = findNamed(rest, people, me);
    if (found.length === null) continue;
    if (found.person === null) {
      unclear.push({ written: rest.slice(0, found.length), names: found.names });
      continue;
    }
    if (index > end) stretches.push({ text: text.slice(end, index), person: null });
    end = index + 1 + found.length;
    stretches.push({ text: text.slice(index, end), person: found.person });
    named.add(found.person);
  }
  if (end < text.length) stretches.push({ text: text.slice(end), person: null });
  return { people: [...named], unclear, stretches };
}

type Found =
  | { length: null }
  | { length: number; person: PersonId }
  | { length: number; person: null; names: readonly string[] };

/** The person named at the beginning of `rest`: the longest whole name, else a unique beginning of a name. */
export function findNamed(rest: string, people: readonly Named[], me?: PersonId): Found {
  const typed = rest.toLowerCase();
  const written = word.exec(rest)?.[0] ?? '';
  if (written === '') return { length: null };
  if (me !== undefined && written.toLowerCase() === 'me') return { length: written.length, person: me };
  const whole = people
    .filter(({ name }) => typed.startsWith(name.toLowerCase()) && endsWord(rest.slice(name.length)))
    .toSorted((a, b) => b.name.length - a.name.length);
  const longest = whole.filter(({ name }) => name.length === whole[0]?.name.length);
  if (longest.length > 0) return only(longest, longest[0]!.name.length);
  const start = written.toLowerCase();
  const first = people.filter(({ name }) => name.toLowerCase().split(/\s+/u)[0] === start);
  if (first.length > 0) return only(first, written.length);
  const begun = people.filter(({ name }) => name.toLowerCase().startsWith(start));
  return begun.length === 0 ? { length: null } : only(begun, written.length);
}

const only = (fitting: readonly Named[], length: number): Found =>
  fitting.length === 1
    ? { length, person: fitting[0]!.id }
    : { length, person: null, names: fitting.map(({ name }) => name) };
