// The page of a review brings its own fonts: the very files of the packages, and not too much of them.
import { expect, test } from 'vitest';
import { fontFaces } from '#room/pir/formats/html-fonts.ts';
import { writeFontFaces } from './font-faces.ts';

test('[RV15] the fonts in a page are those of the packages, three faces under 150 kB', () => {
  const text = writeFontFaces();
  expect(text).toContain(fontFaces);
  expect(fontFaces.match(/@font-face/gu)).toHaveLength(3);
  expect(fontFaces.length).toBeLessThan(150_000);
});
