// `node scripts/fonts.ts`: writes the fonts of the review page from their npm packages: the Latin part of three
// faces, as data URLs.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'opentype.js';
import { root } from './command.ts';

const faces = [
  { family: 'IBM Plex Sans', name: 'ibm-plex-sans', weight: 400 },
  { family: 'IBM Plex Sans', name: 'ibm-plex-sans', weight: 600 },
  { family: 'IBM Plex Mono', name: 'ibm-plex-mono', weight: 400 },
] as const;

const written = faces.map(({ family, name, weight }) => {
  const folder = path.join(root, 'node_modules/@fontsource', name, 'files');
  const base64 = readFileSync(path.join(folder, `${name}-latin-${weight}-normal.woff2`)).toString('base64');
  return `@font-face { font-family: "${family}"; font-weight: ${weight}; src: url(data:font/woff2;base64,${base64}) format("woff2"); }`;
});
writeFileSync(
  path.join(root, 'room/pir/formats/html-fonts.ts'),
  `// Made by scripts/fonts.ts from @fontsource: IBM Plex, SIL Open Font License 1.1.
/** RV15: the faces of the page, so that it reads the same where nobody has them. */
export const fontFaces = \`
${written.join('\n')}
\`;
`,
);

// RV16: letter outlines for the picture in a Word file, which is drawn without a browser.
const latin = [
  ...Array.from({ length: 0x7f - 0x20 }, (_, index) => 0x20 + index),
  ...Array.from({ length: 0x100 - 0xa1 }, (_, index) => 0xa1 + index),
  ...Array.from('–—‘’“”•…€', (sign) => sign.codePointAt(0) ?? 0),
];
const woff = path.join(
  root,
  'node_modules/@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-400-normal.woff',
);
const bytes = readFileSync(woff);
const plex = parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
const glyphs = latin.flatMap((code) => {
  const sign = String.fromCodePoint(code);
  const glyph = plex.charToGlyph(sign);
  if (glyph.index === 0) return [];
  // In thousandths of the font size, from the baseline.
  const outline = glyph.getPath(0, 0, 1_000).toPathData(0);
  const advance = Math.round(((glyph.advanceWidth ?? 0) * 1_000) / plex.unitsPerEm);
  return [`${code}|${advance}|${outline}`];
});
writeFileSync(
  path.join(root, 'room/pir/formats/letters.ts'),
  `// Made by scripts/fonts.ts from @fontsource: IBM Plex Sans, SIL Open Font License 1.1.
/** RV16: a letter a line: its code, how far it reaches, its outline as a path of SVG; in thousandths of the size. */
export const outlinesOfLetters = \`
${glyphs.join('\n')}
\`;
`,
);
