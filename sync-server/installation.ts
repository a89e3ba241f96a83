// Where this program's own files lie, both when it runs from source and when it runs built (out/main).
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** From here up to the root: how deep the package lies above us depends on how it was built. */
const roots = foldersAbove(import.meta.dirname);

function foldersAbove(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [] : [parent, ...foldersAbove(parent)];
}

export function readVersion(): string {
  const file = roots.map((root) => join(root, 'package.json')).find((each) => existsSync(each));
  const content: unknown = file === undefined ? null : JSON.parse(readFileSync(file, 'utf8'));
  const hasVersion = typeof content === 'object' && content !== null && 'version' in content;
  return hasVersion && typeof content.version === 'string' ? content.version : 'unknown';
}

/** The built screens; null when `npm run build` has not run. */
export function findRenderer(): string | null {
  const folders = roots.map((root) => join(root, 'out/renderer'));
  return folders.find((folder) => existsSync(join(folder, 'index.html'))) ?? null;
}
