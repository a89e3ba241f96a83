// The fonts of a review's page: the Latin part of the three faces it uses, as addresses that hold the font itself.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './command.ts';

const faces = [
  { family: 'IBM Plex Sans', name: 'ibm-plex-sans', weight: 400 },
  { family: 'IBM Plex Sans', name: 'ibm-plex-sans', weight: 600 },
  { family: 'IBM Plex Mono', name: 'ibm-plex-mono', weight: 400 },
] as const;

/** The text of room/pir/formats/html-fonts.ts. */
export function writeFontFaces(): string {
  const written = faces.map(({ family, name, weight }) => {
    const folder = path.join(root, 'node_modules/@fontsource', name);
    const file = path.join(folder, 'files', `${name}-latin-${weight}-normal.woff2`);
    const base64 = readFileSync(file).toString('base64');
    return `@font-face { font-family: "${family}"; font-weight: ${weight}; src: url(data:font/woff2;base64,${base64}) format("woff2"); }`;
  });
  return `// Made by scripts/fonts.ts from @fontsource: IBM Plex, SIL Open Font License 1.1.
/** RV15: the faces of the page, so that it reads the same where nobody has them. */
export const fontFaces = \`
${written.join('\n')}
\`;
`;
}
