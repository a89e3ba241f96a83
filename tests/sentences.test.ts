// DE17: what a person reads stands in renderer/strings and main/strings.ts, so that another language is one object.
// Text between tags is the lint's (react/jsx-no-literals); this looks at what is said through attributes and calls.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

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
