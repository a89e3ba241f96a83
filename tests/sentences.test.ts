// DE17: what a person reads stands in renderer/strings and main/strings.ts, so that another language is one object.
// The lint (react/jsx-no-literals) finds text between tags; this finds sentences in attributes and calls.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configuration } from '#renderer/strings/configuration.ts';
import { sections } from '#sync-server/configuration/shape.ts';

const spoken =
  /\b(?:aria-label|aria-description|aria-valuetext|title|label|placeholder|description|alt|legend|hint|group|nothingFound)[=:]\s*\{?\s*(?:"[^"\n]*[A-Za-z]{2}[^"\n]*"|'[A-Z][^'\n]*'|`[A-Z][^`]*`)/gu;
const sources = globSync('renderer/**/*.tsx').filter((file) => !file.startsWith('renderer/strings/'));

test('[DE17] no screen says a sentence of its own', () => {
  expect(sources.length).toBeGreaterThan(150);
  const own = sources.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(spoken)].map(([words]) => `${file}: ${words}`),
  );
  expect(own).toEqual([]);
});

// Units stand right after the number in a field, which takes them as they are.
const unitsInFields = /^ (?:min|working days)$/u;
// A literal that begins with a space or a sign of punctuation, or ends with a space.
const literal = /(?<=[:>?] )(?:'([^'\n]*)'|`((?:[^`$\n]|\$\{[^{}`'\n]*\})*)`)/gu;
const isPiece = (words: string): boolean => /^[ ,;.·]|\s$/u.test(words) && /\p{L}{2}/u.test(words);

test('[LG1] the tables hold whole sentences: none begins or ends where another piece is glued on', () => {
  const tables = ['main/strings.ts', ...globSync('renderer/strings/*.ts')].filter(
    (file) => !/\.test\.ts$|\/(?:pseudo|index|locale)\.ts$/u.test(file),
  );
  expect(tables.length).toBeGreaterThan(70);
  const pieces = tables.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => !/^import |^\s*(?:\/\/|\*|\/\*)/u.test(line))
      .flatMap((line) => [...line.matchAll(literal)].map(([, plain, built]) => plain ?? built ?? ''))
      .filter((words) => isPiece(words) && !unitsInFields.test(words))
      .map((words) => `${file}: “${words}”`),
  );
  expect(pieces).toEqual([]);
});

// A phrase of three words that begins with a capital, wherever it stands. Examples of what a machine sends are data.
const phrase = /['"`][A-Z][a-z’]+(?: [a-z’]+){2,}[^'"`\n]*['"`]/gu;
// The service worker is a program of its own, with words of its own.
const ofMachines =
  /^renderer\/(?:strings|screens\/(?:parts|practice))\/|worker\/words\.ts$|intake-snippets\.ts$|\.test\.tsx?$/u;

test('[DE17] nor does a file beside the screens', () => {
  const files = globSync('renderer/**/*.{ts,tsx}').filter((file) => !ofMachines.test(file));
  expect(files.length).toBeGreaterThan(350);
  const own = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => !/^\s*(?:\/\/|\*|\/\*)|throw new Error/u.test(line))
      .flatMap((line) =>
        [...line.replace(/\s\/\/ .*/u, '').matchAll(phrase)].map(([words]) => `${file}: ${words}`),
      ),
  );
  expect(own).toEqual([]);
});

test('[CF12] the screen names every section of a file, and one item of it, in words', () => {
  const wanted = [...sections].toSorted();
  expect(Object.keys(configuration.sections).toSorted()).toEqual(wanted);
  expect(Object.keys(configuration.kinds).toSorted()).toEqual(wanted);
});
