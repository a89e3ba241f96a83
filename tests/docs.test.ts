import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { kinds } from '#room/facts/index.ts';
import { routes } from '#sync-server/all-routes.ts';
import { channelKinds } from '#sync-server/delivery/channels/index.ts';
import { intakeKinds } from '#sync-server/intake/index.ts';

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

test('[FA2] each kind of fact stands once in the table of the specification', () => {
  const spec = linesOf('docs/spec.md');
  const rows = spec.slice(
    0,
    spec.findIndex((line) => line.startsWith('## TX')),
  );
  const named = rows
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) =>
      [...(line.split(' | ')[0] ?? '').matchAll(/`([a-z-]+)`/gu)].map(([, kind = '']) => kind),
    );
  expect(named.filter((kind, index) => named.indexOf(kind) !== index)).toEqual([]);
  expect(named.toSorted()).toEqual(Object.keys(kinds).toSorted());
});

const ruleOf = (id: string): string =>
  linesOf('docs/spec.md').find((line) => line.startsWith(`- **${id}** `)) ?? '';

test.each([
  ['CN1', channelKinds],
  ['IT1', intakeKinds],
])('[%s] the rule names every kind that there is', (id, all) => {
  const rule = ruleOf(id);
  expect(Object.keys(all).filter((kind) => !new RegExp(`\\b${kind}\\b`, 'u').test(rule))).toEqual([]);
});

test('[HT2] the specification says something of every area of the API', () => {
  const areas = new Set(routes.map(({ path: address }) => address.split('/').slice(0, 4).join('/')));
  const spec = linesOf('docs/spec.md').join('\n');
  expect(areas.size).toBeGreaterThan(40);
  const named = new Set(spec.match(/\/api\/v1\/[a-z-]+(?:\.[a-z]+)?\b/gu));
  expect([...areas].filter((area) => !named.has(area))).toEqual([]);
});

test('the changelog has no line twice', () => {
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
