// FM5: what the handbook says is true of Muster: its keys, its links, and where the team's own words stand.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { shippedPageNames } from '#room/team/handbook.ts';
import { shippedRoles } from '#room/team/scales.ts';
import {
  handbook,
  handbookFrom,
  pageOfRole,
  readPage,
  textOf,
} from '#renderer/screens/playbooks/handbook.ts';
import { parseRoute, routeHash } from '#renderer/state/router.ts';

const root = path.join(import.meta.dirname, '..');
const ids = handbook.map(({ id }) => id);

/** Each key that the handbook names: a file, and the code in it that makes the key mean that; then another of both. */
const keys: Readonly<Record<string, readonly string[]>> = {
  a: ['screens/war-room/header/use-acknowledge.ts', 'a: { run: runByKey, label: words.acknowledge'],
  q: ['screens/war-room/header/command.tsx', "const commandKey = 'q'"],
  s: ['screens/war-room/header/severity-control.tsx', 's: { run: open, label: words.setSeverity'],
  t: ['screens/war-room/header/status-cell.tsx', "keys: 't'"],
  c: ['screens/war-room/composer/use-line.ts', 'c: {\n      run: () => field.current?.focus()'],
  z: ['screens/war-room/catch-up/catch-up-strip.tsx', 'label: words.catchMeUp'],
  g: ['screens/war-room/catch-up/catch-up-strip.tsx', 'g: { run: () => replay(id)'],
  o: [
    'screens/war-room/panels/index.ts',
    "title: words.roles,\n    icon: IconUsersGroup,\n    side: 'left',\n    keys: 'o'",
  ],
  l: [
    'screens/war-room/panels/index.ts',
    "title: words.checklist,\n    icon: IconChecklist,\n    side: 'left',\n    keys: 'l'",
  ],
  w: [
    'screens/war-room/panels/index.ts',
    "title: words.tasks,\n    icon: IconTargetArrow,\n    side: 'left',\n    keys: 'w'",
  ],
  h: [
    'screens/war-room/panels/index.ts',
    "title: words.investigation,\n    icon: IconBulb,\n    side: 'left',\n    keys: 'h'",
  ],
  u: [
    'screens/war-room/panels/index.ts',
    "title: words.comms,\n    icon: IconSpeakerphone,\n    side: 'right',\n    keys: 'u'",
  ],
  d: [
    'screens/war-room/panels/index.ts',
    "title: words.checks,\n    icon: IconActivity,\n    side: 'right',\n    keys: 'd'",
  ],
  i: [
    'screens/war-room/panels/index.ts',
    "title: words.impact,\n    icon: IconUsers,\n    side: 'right',\n    keys: 'i'",
  ],
  'shift+f': [
    'screens/war-room/panels/index.ts',
    "title: words.files,\n    icon: IconPaperclip,\n    side: 'right',\n    keys: 'shift+f'",
  ],
  y: ['screens/war-room/panels/checklist/checklist-panel.tsx', 'y: {\n        run: () => setOpen(true)'],
  'shift+y': [
    'screens/war-room/panels/checklist/checklist-panel.tsx',
    "'shift+y': {\n        run: () => attach(",
  ],
  '*': ['screens/war-room/panels/timeline/row/row-actions.tsx', "mark: '*'"],
  // In the timeline, and in the head of the review.
  v: [
    'screens/war-room/panels/timeline/row/row-actions.tsx',
    "grade: 'v'",
    'screens/war-room/panels/review/head/review-head.tsx',
    'v: { run: () => move(next), label: words.nextKey',
  ],
  r: ['screens/war-room/panels/review/head/read-by.tsx', 'r: { run: mark, label: words.markKey'],
  'shift+a': ['paging/page-dialog.tsx', "'shift+a': { run: () => open(id)"],
  'shift+b': ['screens/war-room/header/call.tsx', "const callKey = 'shift+b'"],
  'shift+d': ['screens/war-room/panels/timeline/in-force.tsx', "const inForceKey = 'shift+d'"],
  'alt+2': [
    'screens/war-room/header/room-tabs.tsx',
    "tab: 'review', words: strings.header.review, keys: 'alt+2'",
  ],
  n: ['shell/use-global-keys.ts', 'n: everywhere(words.declareIncident'],
  'shift+g': ['shell/use-global-keys.ts', "'shift+g': everywhere(strings.scheme.open"],
  '?': ['shell/use-global-keys.ts', "'?': everywhere(words.showTheseKeys"],
};
/** What a line of the timeline may begin with: `?` is one as well. */
const signs = ['!', '#'];

const saidKeys = (markdown: string): string[] =>
  [...markdown.matchAll(/`([^`\n]+)`/gu)].map(([, key = '']) => key.toLowerCase());

test('[FM5] the handbook has eight short pages, the four R’s first', () => {
  expect(ids).toEqual([
    'four-rs',
    'first-fifteen-minutes',
    'commander',
    'technical-lead',
    'communications-lead',
    'scribe-and-operations',
    'severities',
    'review',
  ]);
  expect(handbook).toHaveLength(readdirSync(path.join(root, 'assets/handbook')).length);
});

test.each(handbook)('[FM5] $title: parsed whole, short, and without a level of headings too many', (page) => {
  expect(page.title).toMatch(/^[A-Z].{5,50}$/u);
  expect(page.see.length).toBeGreaterThan(1);
  const body = page.markdown.replace(/^---\n[\s\S]*?\n---\n/u, '');
  expect(body).not.toBe(page.markdown);
  expect(body.split(/\s+/u).length).toBeLessThanOrEqual(450);
  expect(body.match(/^#{1,6} /gmu)?.every((sign) => sign === '## ')).toBe(true);
});

test.each(handbook)('[FM5] $title: every key it names does that in Muster', ({ markdown }) => {
  const said = saidKeys(markdown).filter((key) => !signs.includes(key));
  for (const key of said) {
    const places = keys[key] ?? [];
    expect(places.length, `\`${key}\` is no key of Muster`).toBeGreaterThan(0);
    for (let at = 0; at < places.length; at += 2)
      expect(readFileSync(path.join(root, 'renderer', places[at]!), 'utf8'), key).toContain(places[at + 1]);
  }
});

test('[FM5] no key is listed that the handbook does not name', () => {
  const said = new Set(handbook.flatMap(({ markdown }) => saidKeys(markdown)));
  expect(Object.keys(keys).filter((key) => !said.has(key))).toEqual([]);
});

test.each(handbook)('[FM5] $title: what it says to read on leads somewhere', ({ see, markdown }) => {
  const playbooks = readdirSync(path.join(root, 'assets/playbooks')).map((file) => file.replace('.md', ''));
  const written = /^see: \[(.*)\]$/mu.exec(markdown)?.[1]?.split(', ') ?? [];
  // An address that means nothing would be the lobby, and read as another than it was written.
  expect(see.map((route) => routeHash(route))).toEqual(written.map((address) => `#/${address}`));
  for (const route of see) {
    expect(parseRoute(routeHash(route))).toEqual(route);
    if (route.screen === 'handbook') expect(ids).toContain(route.page);
    if (route.screen === 'playbooks' && route.playbook !== null) expect(playbooks).toContain(route.playbook);
  }
});

test('[FM5] each role that ships has one page, a role of the team’s own has none, and one page shows the severities', () => {
  for (const role of shippedRoles)
    expect(
      handbook.filter(({ roles }) => roles.includes(role)),
      role,
    ).toHaveLength(1);
  expect(handbook.flatMap(({ roles }) => roles).toSorted()).toEqual([...shippedRoles].toSorted());
  expect(pageOfRole('commander')?.id).toBe('commander');
  expect(pageOfRole('liaison')).toBeNull();
  expect(handbook.filter(({ showsLevels }) => showsLevels).map(({ id }) => id)).toEqual(['severities']);
});

test('[FM5] a page without anything on top is read all the same', () => {
  expect(readPage('assets/handbook/9-new-page.md', '# Words')).toEqual({
    id: 'new-page',
    title: '',
    roles: [],
    showsLevels: false,
    see: [],
    markdown: '# Words',
  });
});

test('[FM6] a changed page keeps its place and what stands beside it; the team’s own come last, by title', () => {
  expect(ids).toEqual(shippedPageNames);
  const pages = handbookFrom([
    { name: 'zebra', title: 'A first one', text: 'x' },
    { name: 'commander', text: 'As we lead.' },
    { name: 'our-tools', title: 'Our tools', text: 'y' },
  ]);
  expect(pages.map(({ id }) => id)).toEqual([...ids, 'zebra', 'our-tools']);
  const commander = pages.find(({ id }) => id === 'commander');
  expect(commander).toMatchObject({ title: 'The commander', markdown: 'As we lead.', roles: ['commander'] });
  expect(pages.map(({ team }) => team).filter(Boolean)).toEqual(['changed', 'own', 'own']);
  expect(handbookFrom([])).toEqual(handbook);
});

test.each(handbook)('[FM6] $title: the form begins with its text, without what stands on top', (page) => {
  expect(textOf(page)).not.toMatch(/^---|^title:/mu);
  expect(page.markdown.endsWith(`${textOf(page)}\n`)).toBe(true);
  expect(handbookFrom([{ name: page.id, text: textOf(page) }]).find(({ id }) => id === page.id)?.title).toBe(
    page.title,
  );
});
