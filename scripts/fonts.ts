// `node scripts/fonts.ts`: writes the fonts of a review's page from the packages that bring them.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './command.ts';
import { writeFontFaces } from './font-faces.ts';

writeFileSync(path.join(root, 'room/pir/formats/html-fonts.ts'), writeFontFaces());
