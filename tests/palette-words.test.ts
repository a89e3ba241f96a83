import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { settingsSections } from '#renderer/state/router.ts';
import { strings } from '#renderer/strings/index.ts';
import { glossary, roomSynonyms, synonyms } from '#renderer/strings/palette.ts';
import { declaresTyped, findActions, foldRecords, withSynonyms } from '#renderer/shell/palette-words.ts';

const read = (name: string) =>
  readFileSync(path.join(import.meta.dirname, '../renderer/shell', name), 'utf8');

test('[KY8] every list of other words leads to an action that there is', () => {
  const sources = ['palette-screens.tsx', 'palette-actions.tsx'].map(read);
  const screens = [...read('destinations.ts').matchAll(/^ {2}'?([\w-]+)'?: \{/gmu)].map((match) => match[1]);
  const ids = new Set([
    ...sources.flatMap((source) => [...source.matchAll(/id: '([\w-]+)'/g)].map((match) => match[1])),
    ...screens,
    ...settingsSections.map((section) => `settings-${section}`),
  ]);
  expect(Object.keys(synonyms).filter((id) => !ids.has(id))).toEqual([]);
});

test('[KY8] other words are added to those an action has, and change no other', () => {
  const group = {
    group: 'x',
    actions: [
      { id: 'keys', label: 'Show all keys', keywords: 'old' },
      { id: 'nothing', label: 'Nothing' },
    ],
  };
  const [keys, nothing] = withSynonyms(group).actions;
  expect(keys?.keywords).toEqual(['old', ...synonyms['keys']!]);
  expect(nothing).toEqual(group.actions[1]);
});

test('[KY8] each word is explained once, in one or two sentences', () => {
  const terms = glossary.map(({ term }) => term);
  expect(new Set(terms).size).toBe(terms.length);
  for (const { meaning } of glossary) expect(meaning).toMatch(/^[A-Z].{20,160}\.$/);
});

const action = (label: string, keywords: string[] = [], id = label) => ({ id, label, keywords });

test('[KY8] names are found before other words, and to declare what was typed comes last', () => {
  const groups = [
    { group: 'do', actions: [action('Status pages', ['customers']), action('Tell customers')] },
    { group: 'declare', actions: [action('Declare “customers”', [], declaresTyped)] },
    { group: 'words', actions: [action('Severity', ['how bad it is for customers'])] },
  ];
  const names = (query: string) =>
    findActions(query, groups).flatMap(({ actions }) => actions.map(({ label }) => label));
  expect(names('customers')).toEqual(['Tell customers', 'Status pages', 'Severity', 'Declare “customers”']);
  expect(names('declare')).toEqual(['Declare “customers”']);
  expect(names('customers tell')).toEqual(['Tell customers']);
  expect(names('status customers')).toEqual(['Status pages']);
  expect(names('')).toHaveLength(4);
  expect(names('nothing of these')).toEqual([]);
});

test('[KY8] a whole word for something is found before longer words that contain it', () => {
  const actions = [action('Page me now', ['test my phone']), action('Settings: you', ['my phone'])];
  const [found] = findActions('my phone', [{ group: 'do', actions }]);
  expect(found?.actions.map(({ label }) => label)).toEqual(['Settings: you', 'Page me now']);
  const others = [
    action('Judge whether the action helped'),
    action('Handbook', ['help']),
    action('Get help'),
  ];
  const [helps] = findActions('help', [{ group: 'do', actions: others }]);
  expect(helps?.actions.map(({ label }) => label)).toEqual([
    'Get help',
    'Handbook',
    'Judge whether the action helped',
  ]);
});

const some = (count: number, name: string) =>
  Array.from({ length: count }, (_, index) => action(`${name} ${index}`));

test('[KY12] a long group of records folds behind its first five, unless that hides only one; actions never do', () => {
  const { incidents, actions: acts } = strings.shell;
  const groups = [
    { group: incidents, actions: some(8, 'incident') },
    { group: strings.monitors.title, actions: some(6, 'monitor') },
    { group: acts, actions: some(9, 'act') },
  ];
  const unfolded: string[] = [];
  const folded = foldRecords(groups, new Set(), (group) => unfolded.push(group));
  expect(folded.map(({ actions }) => actions.length)).toEqual([6, 6, 9]);
  const more = folded[0]!.actions.at(-1)!;
  expect(more.label).toBe('3 more');
  expect(more.closeSpotlightOnTrigger).toBe(false);
  more.onClick?.({} as never);
  expect(unfolded).toEqual([incidents]);
  const whole = foldRecords(groups, new Set(unfolded), () => undefined);
  expect(whole.map(({ actions }) => actions.length)).toEqual([8, 6, 9]);
});

test.each([
  ['invite someone', 'resolve', 'assign role', 'hand over', 'note', 'tell customers', 'send update', 'pdf'],
  ['customers affected', 'hypothesis', 'upload', 'screenshot', 'filter', 'meeting', 'log out', 'font size'],
  [
    'watch website',
    'swap shift',
    'my phone',
    'jira',
    'sso',
    'report a problem',
    'give task',
    'test my phone',
  ],
])(
  '[KY8] the words of a newcomer in a room lead somewhere, and are never only declared: %s, %s, …',
  (...queries) => {
    const actions = Object.entries({ ...synonyms, ...roomSynonyms }).map(([id, words]) =>
      action(id, [...words], id),
    );
    for (const query of queries)
      expect(findActions(query, [{ group: 'all', actions }]), query).not.toEqual([]);
  },
);

test('[KY8] other words of a room’s keys belong to keys that a room binds', () => {
  const bound = ['renderer/screens/war-room', 'renderer/attachments'].flatMap((folder) =>
    globSync(`${folder}/**/*.{ts,tsx}`).map((file) => readFileSync(file, 'utf8')),
  );
  const isBound = (key: string) =>
    bound.some(
      (source) =>
        source.includes(`'${key}'`) || new RegExp(`\\b${key.replace('+', '\\+')}: `, 'u').test(source),
    );
  expect(Object.keys(roomSynonyms).filter((key) => !isBound(key))).toEqual([]);
});
