// The table of keys: what acts on every screen is bound once.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const everywhere = 'renderer/shell/chrome.tsx';
const binding = /(?:^|[{,\s])(?:'([^'\s]+)'|([a-z])): \{\s*(?:run|label|group|inFields|when|manner)\b/gu;
const keysIn = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(binding)].map(([, quoted, letter]) => quoted ?? letter ?? '');

test('[KY7] a key that acts on every screen is bound nowhere else, so that it means one thing', () => {
  const global = keysIn(everywhere).filter((key) => key !== 'escape');
  expect(global.length).toBeGreaterThan(10);
  expect(global.filter((key, index) => global.indexOf(key) !== index)).toEqual([]);
  const elsewhere = globSync('renderer/**/*.{ts,tsx}')
    .filter((file) => file !== everywhere && !/\.test\.tsx?$/u.test(file))
    .flatMap((file) =>
      keysIn(file)
        .filter((key) => global.includes(key))
        .map((key) => `${key} in ${file}`),
    );
  expect(elsewhere).toEqual([]);
});
