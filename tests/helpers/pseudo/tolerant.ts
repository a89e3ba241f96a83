// Matches text of the pseudo-locale with the English from which it was made.

const marks = '[⟦⟧~]*';
// As renderer/strings/pseudo.ts makes them: a plain letter with one mark.
const markedLetters = Array.from('áḃçḑéḟğĥïĵķļḿñöṗŕšţûṽŵẋýž');
const forms = new Map(
  markedLetters.flatMap((letter) => {
    const base = letter.normalize('NFD')[0]!;
    return [
      [base, `[${base}${letter}]`],
      [base.toUpperCase(), `[${base.toUpperCase()}${letter.toUpperCase()}]`],
    ] as const;
  }),
);
const bases = new Map(
  markedLetters.flatMap((letter) => [
    [letter, letter.normalize('NFD')[0]!],
    [letter.toUpperCase(), letter.normalize('NFD')[0]!.toUpperCase()],
  ]),
);

/** Turns text of the pseudo-locale back into English. */
export const plain = (text: string): string =>
  text.includes('⟦')
    ? text.replaceAll(/~*⟧|⟦/gu, '').replaceAll(/\p{L}/gu, (letter) => bases.get(letter) ?? letter)
    : text;

/** Matches the words in either language. */
export function tolerant(
  words: string | RegExp,
  { isWhole = false, flags = 'iu' }: { isWhole?: boolean | undefined; flags?: string } = {},
): RegExp {
  if (words instanceof RegExp)
    return new RegExp(
      tolerantSource(words.source),
      words.flags.includes('u') ? words.flags : `${words.flags}u`,
    );
  const source = Array.from(words.replaceAll(/\s+/gu, ' ').trim())
    .map((each) => forms.get(each) ?? each.replace(/[\\^$.*+?()[\]{}|/]/u, String.raw`\$&`))
    .join(marks);
  return new RegExp(isWhole ? `^\\s*${marks}${source}${marks}\\s*$` : source, flags);
}

/** Makes letters outside of escapes, classes and group heads tolerant; an anchor also matches before a bracket. */
function tolerantSource(source: string): string {
  const parts = source.matchAll(
    /\\[pP]\{[^}]*\}|\\u\{?[\dA-Fa-f]+\}?|\\.|\[(?:\\.|[^\]])*\]|\(\?[:=!]|\(\?<[=!]|\{\d+(?:,\d*)?\}|./gsu,
  );
  return [...parts]
    .map(([part]) => {
      if (part === '^') return `^${marks}`;
      if (part === '$') return `${marks}$`;
      const form = forms.get(part);
      if (form !== undefined) return `(?:${marks}${form})`;
      return part === ' ' || part === '…' || part === ',' || part === ':'
        ? `(?:${marks}${part}${marks})`
        : part;
    })
    .join('');
}

/** The same for every text in a value. */
export function plainDeep(value: unknown): unknown {
  if (typeof value === 'string') return plain(value);
  if (Array.isArray(value)) return value.map(plainDeep);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plainDeep(each)]));
}
