// `node scripts/fonts.ts`: writes the fonts of a review's page from the packages that bring them: the Latin part of
// the three faces it uses, as addresses that hold the font itself.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
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
