// The table of keys: what acts on every screen is bound once.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const everywhere = 'renderer/shell/chrome.tsx';
const binding = /(?:^|[{,\s])(?:'([^'\s]+)'|([a-z])): \{\s*(?:run|label|group|inFields|when|manner)\b/gu;
const keysIn = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(binding)].map(([, quoted, letter]) => quoted ?? letter ?? '');

const byText = (a: string, b: string) => a.localeCompare(b);

test('[KY7] a key that acts on every screen is bound nowhere else, so that it means one thing', () => {
  const global = keysIn(everywhere).filter((key) => key !== 'escape');
  expect(global.length).toBeGreaterThan(10);
  expect(global.filter((key, index) => global.indexOf(key) !== index)).toEqual([]);
  const elsewhere = globSync('renderer/**/*.{ts,tsx}')
    .filter((file) => file !== everywhere && !/\.test\.tsx?$/u.test(file))
    .flatMap((file) =>
      keysIn(file)
        .filter((key) => global.includes(key))
        .map((key) => `${key} in ${file}`),
    );
  expect(elsewhere).toEqual([]);
});

/** What is bound twice within one screen, and why it never means two things at once. */
const neverTogether: readonly (readonly [key: string, files: readonly string[], why: string])[] = [
  [
    'a',
    ['pages/page-banner.tsx', 'room-screen/header/use-acknowledge.ts'],
    'the room has none while a page has it',
  ],
  [
    '.',
    ['panels/review/review-tab.tsx', 'room-screen/group-tabs.tsx'],
    'the review and the room are two tabs',
  ],
  [
    'g',
    ['room-screen/catch-up/catch-up-strip.tsx', 'room-screen/replay/replay-bar.tsx'],
    'a replay is alone',
  ],
  ['j', ['status-pages/page-list.tsx', 'status-pages/subscriber-list.tsx'], 'two screens'],
  ['k', ['status-pages/page-list.tsx', 'status-pages/subscriber-list.tsx'], 'two screens'],
  ['shift+n', ['status-pages/page-list.tsx', 'status-pages/subscriber-list.tsx'], 'two screens'],
  ['[', ['on-call/calendar.tsx', 'on-call/lanes.tsx'], 'one schedule, and all'],
  [']', ['on-call/calendar.tsx', 'on-call/lanes.tsx'], 'one schedule, and all'],
  ['t', ['on-call/calendar.tsx', 'on-call/lanes.tsx'], 'one schedule, and all'],
  ['a', ['on-call/lanes.tsx', 'on-call/schedule-page.tsx'], 'one schedule, and all'],
  ['shift+p', ['monitors/monitor-actions.tsx', 'monitors/monitor-list.tsx'], 'one monitor, and all'],
];
const room = ['room-screen', 'panels', 'pages', 'paging', 'strip', 'attachments'];
const screenOf = (file: string) => {
  const [folder = ''] = file.split('/');
  return room.includes(folder) ? 'room' : folder;
};
/** Also those that have a name, and those of the panels' table. */
const named = /(?:const \w+Key = |^ {4}keys: |[{ ]keys: )'([^'\s]+)'(?:;|,)/gmu;
const allKeysIn = (file: string): string[] => [
  ...new Set([
    ...keysIn(file),
    ...(/Key = '|panels\/index\.ts/u.test(`${readFileSync(file, 'utf8')} ${file}`)
      ? [...readFileSync(file, 'utf8').matchAll(named)].map(([, key = '']) => key)
      : []),
  ]),
];

test('[KY10] within one screen a key is bound once; what is bound twice is listed with the reason', () => {
  const bound = new Map<string, string[]>();
  for (const path of globSync('renderer/**/*.{ts,tsx}').filter((file) => !/\.test\.tsx?$/u.test(file))) {
    const file = path.replace(/^renderer\//u, '');
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
  const twice = [...bound].filter(([, files]) => files.length > 1);
  const said = twice.map(([place, files]) => `${place.split(' ')[1]}: ${files.join(', ')}`);
  const listed = neverTogether.map(([key, files]) => `${key}: ${files.join(', ')}`);
  expect(said.toSorted(byText)).toEqual(listed.toSorted(byText));
});
