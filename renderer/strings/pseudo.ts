// A language that nobody speaks, made from the English: áçĉéñţéð letters, each sentence in ⟦ ⟧ and 30 % longer.
// It shows texts on a screen that are not in strings/, sentences glued from pieces, and texts that do not fit.
// Values in a sentence (names, times, other sentences) stay as they are.
import { escapePattern } from '#room/text/escape-pattern.ts';

// Each is its plain letter and a mark (NFD), so that plain text is found again by taking the marks away.
const marked: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('áḃçḑéḟğĥïĵķļḿñöṗŕšţûṽŵẋýžÁḂÇḐÉḞĞĤÏĴĶĻḾÑÖṖŔŠŢÛṼŴẊÝŽ', (letter) => [
    letter.normalize('NFD')[0]!,
    letter,
  ]),
);
// In facts, the values under these keys are words of a fixed list, which each language translates.
const fixed = new Set(
  (
    'kind type status stage state as role repair outcome proposed verdict confidence use users business ' +
    'availability data security audience nature how'
  ).split(' '),
);
const keptLimit = 400;
const depthLimit = 5;

/** `kept` is what the sentence was given. Code in backticks, addresses and `{placeholders}` also stay. */
export function pseudo(sentence: string, kept: Iterable<string> = []): string {
  const text = sentence.trim();
  const [before, after] = [
    sentence.slice(0, sentence.indexOf(text)),
    sentence.trimStart().slice(text.length),
  ];
  let count = 0;
  const words = [...kept].filter((each) => /\p{L}/u.test(each)).toSorted((a, b) => b.length - a.length);
  const stays = new RegExp(
    [
      '`[^`]*`',
      String.raw`\b[a-z]+://\S+`,
      String.raw`\{[\w.]+\}`,
      ...words.map((each) => String.raw`(?<![\p{L}])${escapePattern(each)}(?![\p{L}])`),
    ].join('|'),
    'gu',
  );
  const mark = (plain: string) =>
    plain.replace(/[a-z]/giu, (letter) => {
      count += 1;
      return marked[letter] ?? letter;
    });
  let at = 0;
  let out = '';
  for (const found of text.matchAll(stays)) {
    out += mark(text.slice(at, found.index)) + found[0];
    at = found.index + found[0].length;
  }
  out += mark(text.slice(at));
  // One letter is a key or a sign, not a word.
  return count === 0 || text.length === 1
    ? sentence
    : `${before}⟦${out}${'~'.repeat(Math.ceil(count * 0.3))}⟧${after}`;
}

/** A table of sentences, with each of its functions answering in the pseudo-locale; where they lead stays. */
export function pseudoWords<T>(words: T, kept: ReadonlySet<string> = new Set()): T {
  if (typeof words === 'string') return pseudo(words, kept) as T;
  if (Array.isArray(words)) return words.map((each: unknown) => pseudoWords(each, kept)) as T;
  if (typeof words === 'function') return pseudoFunction(words as unknown as Speaker) as T;
  if (words === null || typeof words !== 'object' || Object.getPrototypeOf(words) !== Object.prototype)
    return words;
  return Object.fromEntries(
    Object.entries(words).map(([key, each]) => [key, key === 'leadsTo' ? each : pseudoWords(each, kept)]),
  ) as T;
}

type Speaker = (...given: readonly unknown[]) => unknown;

function pseudoFunction(speak: Speaker): Speaker {
  return (...given) => {
    const kept = new Set<string>();
    const listened = given.map((each) => listen(each, kept, 0));
    return pseudoWords(speak(...listened), kept);
  };
}

/** Collects the words of what a sentence is given; functions are collected as they answer. */
function listen(given: unknown, kept: Set<string>, depth: number): unknown {
  if (kept.size > keptLimit || depth > depthLimit) return given;
  if (typeof given === 'string') {
    kept
      .add(given)
      .add(given.toLowerCase())
      .add(given.charAt(0).toUpperCase() + given.slice(1));
    return given;
  }
  if (typeof given === 'function') {
    const ask = given as Speaker;
    return (...asked: readonly unknown[]) => {
      const answer = ask(...asked);
      listen(answer, kept, depth + 1);
      return answer;
    };
  }
  if (Array.isArray(given)) return given.map((each) => listen(each, kept, depth + 1));
  if (given === null || typeof given !== 'object' || Object.getPrototypeOf(given) !== Object.prototype)
    return given;
  return Object.fromEntries(
    Object.entries(given).map(([key, each]) => [
      key,
      fixed.has(key) && typeof each === 'string' ? each : listen(each, kept, depth + 1),
    ]),
  );
}
