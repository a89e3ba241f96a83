// How the code lies, held where it is: folders that import each other or are too full, functions that are too long, SQL
// outside of its folder, kinds that no list names, and stories that cannot be loaded.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isTableOrForm, measureFunctions } from './helpers/measure-functions.ts';

const root = path.resolve(import.meta.dirname, '..');
const wings = ['room', 'wire', 'status-page', 'sync-server', 'main', 'renderer'];
const isTest = /\.test\.tsx?$|\/testing\/|\/fixtures\/|\.d\.ts$/u;
const sources = globSync(`{${wings.join(',')}}/**/*.{ts,tsx}`, { cwd: root }).filter(
  (file) => !isTest.test(file),
);

/** Folders that only hold folders: each of theirs counts as one. */
const shelves = ['renderer/screens/war-room/panels', 'renderer/screens'];

/** `sync-server/http` of `sync-server/http/app.ts`; null for what lies at the root of its wing. */
const folderOf = (file: string): string | null => {
  const parts = file.split('/');
  const shelf = shelves.find((each) => file.startsWith(`${each}/`))?.split('/').length ?? 1;
  return parts.length < shelf + 2 ? null : parts.slice(0, shelf + 1).join('/');
};

function arrows(place: (file: string) => string | null): Set<string> {
  const found = new Set<string>();
  for (const file of sources)
    for (const [, named = ''] of readFileSync(path.join(root, file), 'utf8').matchAll(
      /(?:from|import\() ?'([#.][^']+)'/gu,
    )) {
      const to = named.startsWith('#') ? named.slice(1) : path.posix.join(path.posix.dirname(file), named);
      const [a, b] = [place(file), place(to)];
      if (a !== null && b !== null && a !== b) found.add(`${a} > ${b}`);
    }
  return found;
}

const bothWays = (found: Set<string>) =>
  [...found].filter((arrow) => {
    const [a = '', b = ''] = arrow.split(' > ');
    return a < b && found.has(`${b} > ${a}`);
  });

/** What is left after each folder is taken away that imports none of the others: circles, and what leads into them. */
function circles(found: Set<string>): string[] {
  let left = [...found].map((arrow) => arrow.split(' > ') as [string, string]);
  for (let before = Infinity; left.length < before;) {
    before = left.length;
    const importing = new Set(left.map(([from]) => from));
    left = left.filter(([, to]) => importing.has(to));
  }
  return left.map((arrow) => arrow.join(' > '));
}

test('no folders import in a circle', () => {
  const found = arrows(folderOf);
  expect(found.size).toBeGreaterThan(200);
  expect(circles(found)).toEqual([]);
  expect(circles(new Set([...found, 'room/facts > room/pir'])).length).toBeGreaterThan(1);
});

/** Wings of the server that the others stand on, and all wings that each of them imports. */
const ground = {
  'sync-server/storage': [],
  'sync-server/forms': [],
  'sync-server/outgoing': [],
  'sync-server/sync': ['sync-server/storage'],
  'sync-server/checks': ['sync-server/forms', 'sync-server/outgoing'],
};

test('storage, forms, requests, synchronization and checks know nothing of the wings that use them', () => {
  const found = [...arrows(folderOf)].map((arrow) => arrow.split(' > '));
  for (const [wing, known] of Object.entries(ground)) {
    const imported = found.flatMap(([from, to = '']) => (from === wing ? [to] : []));
    expect(imported.filter((to) => to.startsWith('sync-server/')).toSorted(), wing).toEqual(known);
    expect(found.some(([, to]) => to === wing)).toBe(true);
  }
});

/** The wings of the server from the ground up. Each may import those before it, and is imported by those after it. */
const storeys = [
  ['storage', 'forms', 'outgoing', 'sync', 'checks', 'http'],
  ['attachments', 'replica', 'delivery', 'audit', 'people', 'sign-in', 'hub', 'devices', 'scheme'],
  ['incidents', 'action-items', 'monitoring', 'services', 'on-call', 'paging', 'recurring', 'maintenance'],
  ['status-pages', 'intake', 'reviews', 'problems', 'slo', 'insights', 'personal-data', 'records', 'journal'],
  ['reminders', 'configuration', 'feed', 'metrics', 'processes', 'assembly'],
];

test('the wings of the server stand in one order: none imports a later one', () => {
  const order = storeys.flat().map((wing) => `sync-server/${wing}`);
  const found = [...arrows(folderOf)]
    .map((arrow) => arrow.split(' > ') as [string, string])
    .filter(([from, to]) => from.startsWith('sync-server/') && to.startsWith('sync-server/'));
  expect([...new Set(found.flat())].filter((wing) => !order.includes(wing))).toEqual([]);
  expect(found.filter(([from, to]) => order.indexOf(to) > order.indexOf(from))).toEqual([]);
});

test('only the processes of a cluster start a server, and no wing reads the lists of all wings', () => {
  const lists = ['server.ts', 'all-routes.ts', 'all-doors.ts', 'around-calls.ts', 'seen-parts.ts'];
  const named = arrows((file) => {
    const [wing, folder = '', ...rest] = file.split('/');
    if (wing !== 'sync-server') return null;
    return rest.length > 0 || lists.includes(folder) ? folder : null;
  });
  const users = [...named].filter((arrow) => lists.some((list) => arrow.endsWith(` > ${list}`)));
  const ofWings = users.filter((arrow) => !lists.includes(arrow.split(' > ')[0] ?? ''));
  // http/all-routes.ts names the routes for those who read their declarations.
  expect(ofWings.toSorted()).toEqual(['http > all-routes.ts', 'processes > server.ts']);
});

test('nor do folders within them, a folder and its own sub-folders aside', () => {
  const pairs = bothWays(arrows((file) => path.posix.dirname(file))).filter((pair) => {
    const [a = '', b = ''] = pair.split(' > ');
    return !b.startsWith(`${a}/`);
  });
  expect(pairs).toEqual([]);
});

/** Folders that hold one kind of thing many times. */
const lists = new Set(['renderer/strings', 'renderer/ui', 'sync-server/storage/migrations']);

test('a folder has at most 40 files of code of its own', () => {
  const counts = Map.groupBy(sources, (file) => path.posix.dirname(file));
  const full = [...counts].filter(([folder, files]) => files.length > 40 && !lists.has(folder));
  expect(full).toEqual([]);
});

/** What only `sync-server/storage/` says: a raw statement, SQL, which database it is, and Kysely's own SQL. */
const databaseWords = [
  /\.(?:statement|prepare)\(\s*['"`]/u,
  /\b(?:SELECT|DELETE)\b[^;]{0,300}?\bFROM\b|\bINSERT INTO\b|\bUPDATE \w+ SET\b|\b(?:CREATE|ALTER|DROP) TABLE\b|\bPRAGMA\b/u,
  /from '(?:node:sqlite|pg|pg-[\w-]+|better-sqlite3)'|storage\/(?:sql|sqlite)\.ts'/u,
  /\bdatabase\.sql\b|\{[^{}]*\bsql\b[^{}]*\}(?:: (?:Pick<)?Database\b| = [\w.]*database\b)/u,
  /import \{[^}]*\} from 'kysely'/u,
];
const databaseWordsIn = (text: string) => databaseWords.filter((words) => words.test(text));
/** Checks ask the databases of others. */
const isElsewhere = (file: string) => !/^sync-server\/(?:storage|checks)\//u.test(file);

test('storage/ holds every line of SQL; the others ask in words that know the tables', () => {
  const asking = sources.filter(isElsewhere).flatMap((file) => {
    const found = databaseWordsIn(readFileSync(path.join(root, file), 'utf8'));
    return found.length === 0 ? [] : [`${file}: ${found.join(' ')}`];
  });
  expect(asking).toEqual([]);
  const tests = globSync('sync-server/**/*.ts', { cwd: root }).filter(
    (file) => isTest.test(file) && isElsewhere(file),
  );
  expect(tests.length).toBeGreaterThan(50);
  expect(tests.filter((file) => readFileSync(path.join(root, file), 'utf8').includes('.statement('))).toEqual(
    [],
  );
  for (const said of [
    "sql.statement('x')",
    'sql.statement(\n  `x`',
    "'SELECT a\n FROM b'",
    "'INSERT INTO a'",
    "'UPDATE a SET b = 1'",
    "import { DatabaseSync } from 'node:sqlite'",
    "import type { Sql } from '../storage/sql.ts'",
    'function open({ sql }: Database)',
    'const { queries, sql } = options.database;',
    "import { sql } from 'kysely'",
  ])
    expect(databaseWordsIn(said), said).toHaveLength(1);
});

/** An answer of the API, named in the call that asks for it or where its JSON is read. */
const answers =
  /\b(?:get|getTagged|post|put|useResource|usePages|EditTagged)<((?:[^<>]|<(?:[^<>]|<[^<>]*>)*>)*)>[\s(]|\.json\(\)\) as ([^;)]+)/gu;
/** Its type begins with a brace: somebody wrote it by hand. */
const isByHand = (text: string, name: string): boolean =>
  new RegExp(`^(?:export )?(?:interface ${name}\\b|type ${name} =\\s*\\{)`, 'mu').test(text);

/** Answers whose type is written here, or in the module that it is imported from. */
function answersByHand(file: string, text: string): string[] {
  return [...text.matchAll(answers)].flatMap(([, asked, read]) => {
    const type = asked ?? read ?? '';
    const found = (type.match(/\b[A-Z]\w*/gu) ?? []).filter((name) => {
      const from = new RegExp(`import (?:type )?\\{[^}]*\\b${name}\\b[^}]*\\} from '([#.][^']+)'`, 'u').exec(
        text,
      )?.[1];
      if (from === undefined) return isByHand(text, name);
      const to = from.startsWith('#') ? from.slice(1) : path.posix.join(path.posix.dirname(file), from);
      return !/^(?:room|wire)\//u.test(to) && isByHand(readFileSync(path.join(root, to), 'utf8'), name);
    });
    return type.includes('{') || found.length > 0 ? [`${file}: ${type.trim()}`] : [];
  });
}

test('an answer of the API has the type that follows from its schema in wire/, or one of room/', () => {
  const asking = sources.filter((file) => /^(?:main|renderer)\//u.test(file));
  const read = asking.map((file) => [file, readFileSync(path.join(root, file), 'utf8')] as const);
  expect(read.flatMap(([, text]) => [...text.matchAll(answers)]).length).toBeGreaterThan(100);
  expect(read.flatMap(([file, text]) => answersByHand(file, text))).toEqual([]);
  for (const said of [
    "api.get<{ items: Person[] }>('/people')",
    "type Mine = {\n  id: string;\n};\nuseResource<Items<Mine>>('/mine')",
    'const { number } = (await answer.json()) as { number: string };',
  ])
    expect(answersByHand('renderer/said.ts', said), said).toHaveLength(1);
});

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** Where kinds of a thing are defined, how a file defines one, and the list that its program reads. */
const registered: readonly (readonly [files: string, defines: RegExp, list: string])[] = [
  ['sync-server/checks/*.ts', /^export const \w+ = defineCheck\(/mu, 'sync-server/checks/index.ts'],
  ['sync-server/intake/*.ts', /^export const \w+ = defineIntake\(/mu, 'sync-server/intake/index.ts'],
  [
    'sync-server/delivery/channels/*.ts',
    /^export const \w+ = define(?:Channel|Tracker)\(/mu,
    'sync-server/delivery/channels/index.ts',
  ],
  ['room/facts/*.ts', /^export const \w+Kinds = \{/mu, 'room/facts/index.ts'],
  ['room/pir/formats/*.ts', /^export .*\brender(?!Rich\b)\w+\W.*\breview/imu, 'room/pir/formats/index.ts'],
  [
    'renderer/screens/war-room/panels/**/*-panel.tsx',
    /^export function (?!Timeline)\w+Panel\(/mu,
    'renderer/screens/war-room/panels/index.ts',
  ],
  [
    'sync-server/storage/migrations/*-tables.ts',
    /^export const \w+ = `/mu,
    'sync-server/storage/migrations/',
  ],
  ['status-page/languages/*.ts', /^export const \w+: Words = \{/mu, 'status-page/languages/index.ts'],
  ['sync-server/**/*.ts', /^export const \w+Routes\b/mu, 'sync-server/'],
];

/** The files that define a kind and that no list imports. A list that is a folder is all of its files. */
function unregistered([files, defines, list]: (typeof registered)[number]): string[] {
  const kinds = sources.filter((file) => path.matchesGlob(file, files) && defines.test(read(file)));
  expect(kinds.length, files).toBeGreaterThan(3);
  const lists = list.endsWith('/') ? sources.filter((file) => file.startsWith(list)) : [list];
  const said = lists.map(read).join('\n');
  return kinds.filter((file) => !said.includes(`/${path.posix.basename(file)}'`));
}

test('a check, an intake, a channel, a fact, a format, a panel or a route that no list names is found', () => {
  expect(registered.flatMap(unregistered)).toEqual([]);
});

/** How many arguments the call has whose opening bracket ends at `from`. */
function argumentsFrom(text: string, from: number): number {
  let [depth, commas] = [0, 0];
  for (const sign of text.slice(from)) {
    if ('([{'.includes(sign)) depth += 1;
    else if (')]}'.includes(sign)) depth -= 1;
    else if (sign === ',' && depth === 0) commas += 1;
    if (depth < 0) break;
  }
  return commas + 1;
}

test('[SL2] a form that marks fields tells useAttempt what it sends, so that a changed field loses its error', () => {
  const calls = sources.flatMap((file) => {
    const text = read(file);
    if (!/\bexpected(?:In|Under)\(/u.test(text)) return [];
    return [...text.matchAll(/(?<!function )\buseAttempt\(/gu)].map(({ index, 0: call }) => ({
      file,
      given: argumentsFrom(text, index + call.length),
    }));
  });
  expect(calls.length).toBeGreaterThan(12);
  expect(calls.filter(({ given }) => given < 2)).toEqual([]);
  // A form that catches the refusal itself would keep it until it is sent again.
  const marking = sources.filter((file) => /\bexpected(?:In|Under)\(problem/u.test(read(file)));
  expect(marking.filter((file) => /\bsetProblem\(/u.test(read(file)))).toEqual([]);
});

test('every setting of a desktop has its row in the settings', () => {
  const [entries = ''] = /^const settings: \{[^]*?^\};/mu.exec(read('main/settings.ts')) ?? [];
  const names = [...entries.matchAll(/^ {2}(\w+): \{/gmu)].map(([, name = '']) => name);
  const rows = ['you.tsx', 'desk-settings.tsx']
    .map((file) => read(`renderer/screens/settings/${file}`))
    .join('');
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`, 'u').test(rows))).toEqual([]);
});

/** What an opened wing looks like: state, three functions, and their names at the end. */
const wing = `export function open() {
  ${'let x = 1;\n'.repeat(30)}
  const read = () => {\n${'use(x);\n'.repeat(8)}};
  return { read, write() {\n${'use(x);\n'.repeat(8)}} };
}`;

const isLong = (text: string) => measureFunctions('said.tsx', text, 40).map((each) => !isTableOrForm(each));

test('functions fit a screen: one of more than 40 lines is a table or a form', () => {
  const long = sources.flatMap((file) =>
    measureFunctions(file, read(file), 40).map((each) => ({ file, ...each })),
  );
  const names = long.filter((each) => !isTableOrForm(each)).map(({ file, line }) => `${file}:${line}`);
  expect(names).toEqual([]);
  expect(long.length).toBeGreaterThan(0);
  const rows = "<Row label='a' />\n".repeat(45);
  const table = `const table = () => ({\n${"a: 'b',\n".repeat(45)}});`;
  expect(isLong(`const Form = () => {\nconst a = use();\nreturn (<div>\n${rows}</div>);\n};`)).toEqual([
    false,
  ]);
  expect(isLong(table)).toEqual([false]);
  expect(isLong(wing)).toEqual([true]);
  expect(isLong(`const act = () => [() => {\n${'run();\n'.repeat(45)}}];`)).toEqual([true, true]);
});

test.each(['tests/tour/playwright.config.ts', 'tests/tour/pseudo.config.ts'])(
  'the stories of %s can be loaded',
  (config) => {
    const playwright = path.join(root, 'node_modules/.bin/playwright');
    const listed = spawnSync(playwright, ['test', '--list', '--config', config], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(listed.stdout).toMatch(/^Total: [1-9]\d* tests/mu);
    expect(listed.status).toBe(0);
  },
);
