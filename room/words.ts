// What the room says stands in tables like those of the screens, so that a window can say it in another language. What
// is written into a room is never said again in another one: it stays as it was written.
type Table = { words: object; english: object };
type Translate = <T>(words: T) => T;

const tables: Table[] = [];
let translate: Translate = (words) => words;

/** Sentences, or functions that answer them. Read them when they are said, not before: the language may be chosen later. */
export function table<T extends object>(words: T): T {
  tables.push({ words, english: { ...words } });
  return Object.assign(words, translate(words));
}

/** Chooses the language of every table, those to come included. */
export function speakIn(language: Translate): void {
  translate = language;
  for (const { words, english } of tables) Object.assign(words, language(english));
}

/** A function that answers a sentence, in the language that is chosen when it is called. */
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
