// A page with every picture of the tour beside the one from the commit before, changed ones first.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const commitFile = 'commit';
const pictures = (folder: string) =>
  existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.png')) : [];
const readCommit = (folder: string) => {
  const file = path.join(folder, commitFile);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
};

/**
 * Moves pictures of another commit to `before` ahead of a new run. Pictures of the same commit stay, so a repeated
 * run still compares with the commit before.
 */
export function putAside(folder: string, commit: string) {
  const now = pictures(folder);
  const before = path.join(folder, 'before');
  if (now.length > 0 && readCommit(folder) !== commit) {
    rmSync(before, { recursive: true, force: true });
    mkdirSync(before, { recursive: true });
    for (const file of [...now, commitFile])
      if (existsSync(path.join(folder, file))) renameSync(path.join(folder, file), path.join(before, file));
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, commitFile), `${commit}\n`);
}

const read = (folder: string, file: string) => readFileSync(path.join(folder, file));

type State = 'changed' | 'new' | 'gone' | 'same';
const order: readonly State[] = ['changed', 'new', 'gone', 'same'];

/** Compares each picture with the one before. `isWhole`: all pictures were taken, so missing ones are `gone`. */
function compare(folder: string, isWhole: boolean): { file: string; state: State }[] {
  const before = path.join(folder, 'before');
  const [now, old] = [new Set(pictures(folder)), new Set(pictures(before))];
  const stateOf = (file: string): State => {
    if (!old.has(file)) return 'new';
    if (!now.has(file)) return 'gone';
    return read(folder, file).equals(read(before, file)) ? 'same' : 'changed';
  };
  const all = [...new Set([...now, ...(isWhole ? old : [])])].toSorted((a, b) => a.localeCompare(b));
  return all
    .map((file) => ({ file, state: stateOf(file) }))
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Writes `index.html` and returns its path. */
export function writePage(folder: string, isWhole: boolean): string {
  const shown = compare(folder, isWhole);
  const [now, old] = [readCommit(folder), readCommit(path.join(folder, 'before'))];
  const counts = order.map((state) => `${shown.filter((each) => each.state === state).length} ${state}`);
  const figure = (src: string | null) =>
    src === null
      ? '<p>none</p>'
      : `<a href="${escape(src)}"><img loading="lazy" src="${escape(src)}" alt=""></a>`;
  const rows = shown.map(
    ({ file, state }) => `<section data-state="${state}">
<h2>${escape(file.replace(/\.png$/u, ''))} <small>${state}</small></h2>
<div>${figure(state === 'new' ? null : `before/${file}`)}${figure(state === 'gone' ? null : file)}</div>
</section>`,
  );
  const page = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Muster, every screen</title>
<style>
body { margin: 24px; background: #777; color: #fff; font: 14px/20px system-ui; }
section > div { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
img { max-width: 100%; display: block; }
h2 { font-size: 14px; margin: 24px 0 4px; }
small { font-weight: normal; }
</style>
<h1>Every screen</h1>
<p>Left: ${escape(old || 'nothing before')}. Right: ${escape(now)}. ${counts.join(', ')}.</p>
${rows.join('\n')}
</html>
`;
  const file = path.join(folder, 'index.html');
  writeFileSync(file, page);
  return file;
}
