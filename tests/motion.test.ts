// What moves on the screens, read from their stylesheets.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const sheets = globSync('renderer/**/*.css').map((path) => [path, readFileSync(path, 'utf8')] as const);
const base = readFileSync('renderer/theme/base.css', 'utf8');

test('[FE3] no stylesheet moves anything in a way that reduced motion does not stop', () => {
  const stops = /animation-duration: 0s !important;\s+transition-duration: 0s !important;/u;
  const asked = base.slice(base.indexOf('@media (prefers-reduced-motion: reduce)'));
  expect(asked.slice(0, asked.indexOf('data-motion'))).toMatch(stops);
  expect(base.slice(base.indexOf(":root[data-motion='less']"))).toMatch(stops);
  const moves = sheets.flatMap(([path, text]) =>
    [...text.matchAll(/^\s*(?:transition|animation)(?:-duration)?: (.*);$/gmu)]
      .filter(([, value]) => !/^(?:background var\(--move\)|\S+ 0s\b|0s !important)/u.test(value!))
      .map(([line]) => `${path}: ${line.trim()}`),
  );
  expect(moves, 'moves for longer than --move, or in spite of the rule').toEqual([]);
});
