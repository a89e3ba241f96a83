// The location of this program's own files, both when it runs from source and when it runs built (out/main).
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** All folders from here up to the root: how deep this file is in the package depends on the build. */
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

/** The built user interface; null when `npm run build` has not run. */
export function findRenderer(): string | null {
  const folders = roots.map((root) => join(root, 'out/renderer'));
  return folders.find((folder) => existsSync(join(folder, 'index.html'))) ?? null;
}
