import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...globSync('docs/**/*.md', { cwd: root }),
];
const ours = /^(?:main|renderer|room|sync-server|status-page|assets|tests|docs|scripts|\.ci)\//;

/** Paths in `code` and in links; `<kind>` and `*` stand for files that are yet to be written. */
function pathsIn(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const quoted = [...text.matchAll(/`([^`\s]+)`/g)]
    .map((match) => match[1] ?? '')
    .filter((each) => ours.test(each));
  const linked = [...text.matchAll(/\]\(([^)#\s]+)\)/g)]
    .map((match) => match[1] ?? '')
    .filter((each) => !/^\w+:/.test(each))
    .map((each) => path.join(path.dirname(file), each));
  return [...quoted, ...linked].filter((each) => !/[<*…]/.test(each));
}

test.each(documents)('every path that %s names exists', (file) => {
  expect(pathsIn(file).filter((each) => !existsSync(path.join(root, each)))).toEqual([]);
});

const sourcesOfTests = globSync('{main,renderer,room,status-page,sync-server,tests}/**/*.{test,spec}.ts', {
  cwd: root,
});
const inRule = /^- \*\*([A-Z]{2}\d+)\*\*/gmu;
const inTest = /\[([A-Z]{2}\d+)\]/gu;
const found = (file: string, tag: RegExp): string[] =>
  [...readFileSync(path.join(root, file), 'utf8').matchAll(tag)].map(([, id = '']) => id);

test('every rule of the specification stands once and has a test, and every test names a rule that stands', () => {
  const rules = found('docs/spec.md', inRule);
  expect(rules.filter((id, index) => rules.indexOf(id) !== index)).toEqual([]);
  const tested = new Set(sourcesOfTests.flatMap((file) => found(file, inTest)));
  expect(rules.length).toBeGreaterThan(300);
  expect(rules.filter((id) => !tested.has(id))).toEqual([]);
  expect([...tested].filter((id) => !rules.includes(id))).toEqual([]);
});

const linesOf = (file: string) => readFileSync(path.join(root, file), 'utf8').split('\n');

test('each kind of fact has one row in the specification, and the changelog has no line twice', () => {
  const spec = linesOf('docs/spec.md');
  const kinds = spec
    .slice(
      0,
      spec.findIndex((line) => line.startsWith('## TX')),
    )
    .flatMap((line) => /^\| (`[a-z-]+`)/u.exec(line)?.[1] ?? []);
  expect(kinds.length).toBeGreaterThan(20);
  expect(kinds.filter((kind, index) => kinds.indexOf(kind) !== index)).toEqual([]);
  const news = linesOf('CHANGELOG.md').filter((line) => line.startsWith('- '));
  expect(news.length).toBeGreaterThan(100);
  expect(news.filter((line, index) => news.indexOf(line) !== index)).toEqual([]);
});

test('the documents name paths at all', () => {
  expect(documents.flatMap(pathsIn).length).toBeGreaterThan(20);
});

test('every script that the documents run is in package.json', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = documents.flatMap((file) =>
    [...readFileSync(path.join(root, file), 'utf8').matchAll(/npm (?:run )?([a-z0-9]+)/g)].map(
      (match) => match[1] ?? '',
    ),
  );
  const known = new Set([...Object.keys(scripts), 'ci', 'install', 'scripts']);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
