// The table of keys: what acts on every screen is bound once.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The keys of every screen: the first file binds them, the second is their table. */
const everywhere = ['renderer/shell/use-global-keys.ts', 'renderer/shell/destinations.ts'];
const binding =
  /(?:^|[{,\s])(?:'([^'\s]+)'|([a-z])): (?:everywhere\(|\{\s*(?:run|label|group|inFields|when|manner)\b)/gu;
const files = globSync('renderer/**/*.{ts,tsx}').filter((file) => !/\.test\.tsx?$/u.test(file));

/** Keys that have a name: `const callKey = 'shift+b'`, and of a table `const entryKeys = { mark: '*' }`. */
const names = new Map(
  files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const alone = [...text.matchAll(/const (\w+Key) = '([^'\s]+)'/gu)].map(([, name, key]) => [name, key]);
    const tables = [...text.matchAll(/const (\w+Keys) = \{([^}]+)\}/gu)].flatMap(([, table, body = '']) =>
      [...body.matchAll(/(\w+): '([^'\s]+)'/gu)].map(([, name, key]) => [`${table}.${name}`, key]),
    );
    return [...alone, ...tables] as [string, string][];
  }),
);

/** Every key that a file binds: written out, by its name, or as a row of a table that is made into bindings. */
function keysIn(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const written = [...text.matchAll(binding)].map(([, quoted, letter]) => quoted ?? letter ?? '');
  const named = [...text.matchAll(/\[(\w+Keys?(?:\.\w+)?)\]: \{/gu)].map(([, name = '']) => {
    const key = names.get(name);
    if (key === undefined) throw new Error(`${file}: nothing says which key ${name} is`);
    return key;
  });
  const ofTables =
    everywhere.includes(file) || (/Object\.fromEntries\(/u.test(text) && /useKeys\(/u.test(text));
  const rows = ofTables ? [...text.matchAll(/keys: '([^'\s]+)'/gu)].map(([, key = '']) => key) : [];
  return [...written, ...named, ...rows];
}

/** Also those of the panels' table, which another file binds. */
const ofPanels = /(?:^ {4}|[{ ])keys: '([^'\s]+)',/gmu;
const allKeysIn = (file: string): string[] => [
  ...new Set([
    ...keysIn(file),
    ...(/panels\/index\.ts/u.test(file)
      ? [...readFileSync(file, 'utf8').matchAll(ofPanels)].map(([, key = '']) => key)
      : []),
  ]),
];

const byText = (a: string, b: string) => a.localeCompare(b);

test('[KY7] a key that acts on every screen is bound nowhere else, so that it means one thing', () => {
  const global = everywhere.flatMap(keysIn).filter((key) => key !== 'escape');
  expect(global.length).toBeGreaterThan(10);
  expect(global.filter((key, index) => global.indexOf(key) !== index)).toEqual([]);
  const elsewhere = files
    .filter((file) => !everywhere.includes(file))
    .flatMap((file) =>
      allKeysIn(file)
        .filter((key) => global.includes(key))
        .map((key) => `${key} in ${file}`),
    );
  expect(elsewhere).toEqual([]);
});

/** What is bound twice within one screen, and why it never means two things at once. */
const neverTogether: readonly (readonly [key: string, files: readonly string[], why: string])[] = [
  [
    'a',
    ['paging/page-banner.tsx', 'war-room/header/use-acknowledge.ts'],
    'the room has none while a page has it',
  ],
  [
    '.',
    ['war-room/group-tabs.tsx', 'war-room/panels/review/review-tab.tsx'],
    'the review and the room are two tabs',
  ],
  ...['1', '2', '3', '4', '5', '6'].map(
    (key) =>
      [
        key,
        ['war-room/panels/review/export/export-bar.tsx', 'war-room/panels/timeline/filter-bar.tsx'],
        'the review and the room are two tabs',
      ] as const,
  ),
  [
    'v',
    ['war-room/panels/review/head/review-head.tsx', 'war-room/panels/timeline/use-timeline-keys.ts'],
    'the review and the room are two tabs',
  ],
  [
    'r',
    [
      'war-room/panels/review/head/read-by.tsx',
      'war-room/panels/timeline/thread-view.tsx',
      'war-room/panels/timeline/use-timeline-keys.ts',
    ],
    'answers in both: the thread, or the chosen entry; the review is another tab',
  ],
  [
    'g',
    [
      'war-room/catch-up/catch-up-strip.tsx',
      'war-room/panels/review/use-read-through.ts',
      'war-room/replay/replay-bar.tsx',
    ],
    'a replay is alone; the review and the room are two tabs',
  ],
  ['[', ['on-call/calendar.tsx', 'on-call/lanes.tsx'], 'one schedule, and all'],
  [']', ['on-call/calendar.tsx', 'on-call/lanes.tsx'], 'one schedule, and all'],
  ['t', ['on-call/calendar.tsx', 'on-call/lanes.tsx'], 'one schedule, and all'],
  ['a', ['on-call/lanes.tsx', 'on-call/schedule-page.tsx'], 'one schedule, and all'],
  [
    'e',
    ['war-room/panels/review/export/publish-review.tsx', 'war-room/panels/timeline/use-timeline-keys.ts'],
    'the review and the room are two tabs',
  ],
  [
    'x',
    ['war-room/panels/review/export/export-bar.tsx', 'war-room/panels/timeline/use-timeline-keys.ts'],
    'the review and the room are two tabs',
  ],
  [
    'shift+w',
    ['war-room/panels/review/head/changes-since.tsx', 'war-room/panels/tasks-panel.tsx'],
    'the review and the room are two tabs',
  ],
  [
    'z',
    ['war-room/catch-up/catch-up-strip.tsx', 'war-room/panels/review/texts/frozen-parts.tsx'],
    'the review and the room are two tabs',
  ],
  ['e', ['playbooks/handbook-screen.tsx', 'playbooks/playbook-page.tsx'], 'two screens'],
  ['shift+n', ['playbooks/handbook-screen.tsx', 'playbooks/playbook-list.tsx'], 'two screens'],
  [
    'shift+p',
    ['monitors/list/monitor-list.tsx', 'monitors/page/monitor-actions.tsx'],
    'one monitor, and all',
  ],
];
const room = ['war-room', 'practice', 'paging', 'strip', 'attachments'];
const screenOf = (file: string) => {
  const [folder = ''] = file.split('/');
  return room.includes(folder) ? 'room' : folder;
};
test('[KY10] within one screen a key is bound once; what is bound twice is listed with the reason', () => {
  const bound = new Map<string, string[]>();
  for (const path of files) {
    const file = path.replace(/^renderer\/(?:screens\/)?/u, '');
    for (const key of allKeysIn(path)) {
      const place = `${screenOf(file)} ${key}`;
      bound.set(
        place,
        [...(bound.get(place) ?? []), file].toSorted((a, b) => a.localeCompare(b)),
      );
    }
  }
  expect(bound.size).toBeGreaterThan(60);
  expect(bound.get('room q'), 'a key with a name is seen').toHaveLength(1);
  expect(bound.get('room *'), 'a key of a table is seen').toHaveLength(1);
  const twice = [...bound].filter(([, files]) => files.length > 1);
  const said = twice.map(([place, files]) => `${place.split(' ')[1]}: ${files.join(', ')}`);
  const listed = neverTogether.map(([key, files]) => `${key}: ${files.join(', ')}`);
  expect(said.toSorted(byText)).toEqual(listed.toSorted(byText));
});
