// The texts of room/ are in tables, like those of the screens, so that a window can translate them. Text that was written
// into a room is never translated.
type Table = { words: object; english: object };
type Translate = <T>(words: T) => T;

const tables: Table[] = [];
let translate: Translate = (words) => words;

/** A table of texts, or functions that return them. Read them only when needed: the language may be chosen later. */
export function table<T extends object>(words: T): T {
  tables.push({ words, english: { ...words } });
  return Object.assign(words, translate(words));
}

/** Sets the language of every table, including later ones. */
export function speakIn(language: Translate): void {
  translate = language;
  for (const { words, english } of tables) Object.assign(words, language(english));
}

/** Marks a function that returns text; it uses the language at the time of the call. */
export function spoken<Given extends readonly unknown[], Said>(
  say: (...given: Given) => Said,
): (...given: Given) => Said {
  const words = table({ say });
  return (...given) => words.say(...given);
}

/** Names as one phrase: `Ana`, `Ana and Bo`, `Ana, Bo and Cy`; empty for none. */
export const sayList = spoken((names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`,
);

/** An incident in a line: its number, once it has one, and its title. */
export const nameIncident = ({ number, title }: { number: string | null; title: string }): string =>
  [number, title].filter(Boolean).join(' ');
