import path from 'node:path';

/**
 * The file behind an address, null for other hosts and for anything outside `folder`. A path without an
 * extension is a screen of the app and gives the app's page.
 */
export function findFile(folder: string, address: string): string | null {
  const url = URL.parse(address);
  if (url?.host !== 'muster') return null;
  let name: string;
  try {
    name = decodeURIComponent(url.pathname);
  } catch {
    return null; // a malformed escape
  }
  if (name.includes('\0')) return null;
  const file = path.resolve(folder, `.${path.posix.normalize(name.replaceAll('\\', '/'))}`);
  if (file !== folder && !file.startsWith(folder + path.sep)) return null;
  return path.extname(file) === '' ? path.join(folder, 'index.html') : file;
}
