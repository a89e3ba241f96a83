import { expect, test } from 'vitest';
import { importPlaybook } from './import-playbook.ts';
import { parsePlaybook } from './playbook.ts';

const mattermost = {
  version: 1,
  title: 'Service down',
  description: 'What to do.',
  checklists: [
    {
      title: 'Triage',
      items: [
        {
          title: 'Look at the board',
          description: 'Both of them.\n- [ ] not a step',
          command: '',
          due_date: 300_000,
        },
        { title: 'Make a ticket', command: '/jira create', assignee_id: 'u1', due_date: 0 },
        { title: 'Run it', command: 'one\ntwo', due_date: 999_999_999_999 },
      ],
    },
    { title: '', items: [{ title: 'Tell\neverybody' }], collapsed: true },
  ],
  metrics: [{ title: 'Cost' }],
  reminder_timer_default_seconds: 3600,
  retrospective_template: '',
  retrospective_enabled: false,
};

test('[PB8] a Mattermost playbook becomes Markdown, and what has no place here is named', () => {
  const imported = importPlaybook('service.JSON', JSON.stringify(mattermost));
  if (!imported.ok) throw new Error(JSON.stringify(imported.errors));
  const { title, steps } = parsePlaybook(imported.markdown);
  expect([title, imported.title, imported.steps]).toEqual(['Service down', 'Service down', 4]);
  expect(steps.map(({ text, minutes }) => [text, minutes])).toEqual([
    ['Look at the board\nBoth of them.\n- not a step', 5],
    ['Make a ticket\n`/jira create`', undefined],
    ['Run it\n```\none\ntwo\n```', undefined],
    ['Tell everybody', undefined],
  ]);
  expect(imported.markdown).toContain('\n## Triage\n');
  expect(imported.notTaken).toEqual([
    'metrics',
    'reminder_timer_default_seconds: 3600',
    'checklists.0.items.1.assignee_id: "u1"',
    'checklists.0.items.2.due_date: 16666667 minutes; a time box is 1 to 1440',
    'checklists.1.collapsed: true',
  ]);
});

test('[PB8] a Markdown file is taken as it is; without a title it is called like the file', () => {
  expect(importPlaybook('a/My list.md', '\uFEFF- [ ] One\r\n- [ ] Two')).toEqual({
    ok: true,
    markdown: '# My list\n\n- [ ] One\n- [ ] Two',
    title: 'My list',
    steps: 2,
    notTaken: [],
  });
  expect(importPlaybook('x.md', '# Named\nwords')).toMatchObject({
    title: 'Named',
    notTaken: ['It has no steps: lines that begin with “- [ ]”.'],
  });
});

const fields = (name: string, text: string) => {
  const imported = importPlaybook(name, text);
  return imported.ok ? null : imported.errors.map(({ field }) => field);
};

test('[PB8] a refusal says what was expected', () => {
  expect(importPlaybook('x.json', JSON.stringify({ ...mattermost, version: 2 }))).toEqual({
    ok: false,
    errors: [{ field: 'version', expected: 'one of 1' }],
  });
});

test('[PB8] a bad file is refused, and the field is named', () => {
  expect(fields('x.md', '  ')).toEqual(['']);
  expect(fields('x.md', 'PNG\0')).toEqual(['']);
  expect(fields('x.md', 'x'.repeat(100_001))).toEqual(['']);
  expect(fields('x.json', '{')).toEqual(['']);
  expect(fields('x.json', '[]')).toEqual(['']);
  expect(fields('x.json', JSON.stringify({ ...mattermost, version: 2 }))).toEqual(['version']);
  expect(
    fields('x.json', JSON.stringify({ ...mattermost, checklists: [{ items: [{ title: 5 }] }] })),
  ).toEqual(['checklists.0.items.0.title']);
});

const take = (change: object, name = 'x.json') => {
  const imported = importPlaybook(
    name,
    `\uFEFF${JSON.stringify({ ...mattermost, metrics: [], reminder_timer_default_seconds: 0, ...change })}`,
  );
  if (!imported.ok) throw new Error(JSON.stringify(imported.errors));
  return { ...imported, parsed: parsePlaybook(imported.markdown).steps };
};
const withItems = (...items: object[]) => ({ checklists: [{ title: 'A', items }] });

test('[PB8] words in a title that look like an attribute give the step to nobody', () => {
  const titles = ['Tell @channel', 'Wait (10 min)', 'Ask (approval)', 'x (steps above first) @here'];
  const { parsed, markdown } = take(withItems(...titles.map((title) => ({ title }))));
  expect(parsed.map(({ id: _id, ...step }) => step)).toEqual(titles.map((text) => ({ text })));
  expect(parsePlaybook(take({ title: 'Disk: "full" # 1' }).markdown).title).toBe('Disk: "full" # 1');
  expect(markdown).toContain('- [ ] Tell \\@channel');
});

test('[PB8] empty or missing parts are filled in or left out, and named', () => {
  expect(take({ title: '', checklists: null }, 'My list.json')).toMatchObject({
    title: 'My list',
    steps: 0,
    notTaken: [
      'title: it is empty; the playbook is called “My list”',
      'It has no steps: its checklists are empty or missing.',
    ],
  });
  expect(
    take({ checklists: [{ title: 'A' }, ...withItems({ title: ' ', command: 'a' }).checklists] }),
  ).toMatchObject({
    steps: 1,
    parsed: [{ text: 'Step without a title\n`a`' }],
    notTaken: ['checklists.1.items.0.title: it is empty; the step is called “Step without a title”'],
  });
});

test.each([
  '```\na',
  '~~~~ sh\na',
  'x\n<!-- a',
  '<script>\na',
  '<?a',
  '<![CDATA[ a',
  '<!X a',
  '- a\n  ```\n  b',
  '> ```',
])('[PB8] a description that leaves %j open swallows no steps', (description) => {
  expect(take({ description }).steps).toBe(4);
  const { parsed } = take(withItems({ title: 'One', description, command: 'x\n```\ny' }, { title: 'Two' }));
  expect(parsed).toHaveLength(2);
  expect(parsed[0]?.text.endsWith('````\nx\n```\ny\n````')).toBe(true);
});

test('[PB8] a description makes no steps of its own', () => {
  const description = 'See:\n- [ ] a\n1. [x] b\n```\n- [ ] c\n```';
  expect(take({ description })).toMatchObject({ steps: 4 });
  expect(take({ description }).markdown).toContain('See:\n- a\n1. b\n```\n- [ ] c\n```');
});
