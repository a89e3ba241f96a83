// The page of a review brings its own fonts: the very files of the packages, and not too much of them.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { fontFaces } from '#room/pir/formats/html-fonts.ts';

const packages = path.join(import.meta.dirname, '../node_modules/@fontsource');

test('[RV15] the fonts in a page are those of the packages, three faces under 150 kB', () => {
  const held = [...fontFaces.matchAll(/base64,([\w+/=]+)\)/gu)].map(([, base64]) => base64);
  const files = ['ibm-plex-sans/400', 'ibm-plex-sans/600', 'ibm-plex-mono/400'].map((face) => {
    const [name = '', weight = ''] = face.split('/');
    return readFileSync(path.join(packages, name, 'files', `${name}-latin-${weight}-normal.woff2`));
  });
  expect(held).toEqual(files.map((file) => file.toString('base64')));
  expect(fontFaces.length).toBeLessThan(150_000);
});
