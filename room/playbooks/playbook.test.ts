import { describe, expect, test } from 'vitest';
import { createRandom } from '../fixtures/random.ts';
import { parseFact } from '../facts/parse-fact.ts';
import { nameSteps, splitStep, writeStep } from './playbook-step.ts';
import { bodyOf, parsePlaybook, setFront } from './playbook.ts';

const stepsOf = (...lines: string[]) => parsePlaybook(lines.join('\n')).steps;
const withoutIds = (...lines: string[]) =>
  stepsOf(...lines).map((step) => Object.fromEntries(Object.entries(step).filter(([key]) => key !== 'id')));

describe('[PB1] a playbook is Markdown', () => {
  test('front matter says what it is about, and steps take what is nested in them', () => {
    const playbook = parsePlaybook(
      [
        '---',
        'title: "Full disk"',
        'tags: [disk, storage]',
        'services:',
        '  - payments',
        '  - search',
        'checks: db-disk, "api disk"',
        'words: no space left, disk full',
        'first-for: p2, P1, P9',
        'owner: storage team',
        'last-reviewed: 2026-11-20',
        '---',
        '# Something else',
        'Prose.',
        '- [ ] Look at `df -h`',
        '  and at `df -i`',
        '    - [x] One deeper',
        '',
        '      with a paragraph',
        '1. [ ] Numbered',
        'Not part of it',
        '```',
        '- [ ] in code',
        '```',
        '- [ ]',
        '- [] no',
      ].join('\r\n'),
    );
    expect(playbook).toMatchObject({
      title: 'Full disk',
      tags: ['disk', 'storage'],
      services: ['payments', 'search'],
      checks: ['db-disk', 'api disk'],
      words: ['no space left', 'disk full'],
      firstFor: ['P1', 'P2'],
      owner: 'storage team',
      lastReviewed: '2026-11-20',
    });
    expect(playbook.steps.map(({ text }) => text)).toEqual([
      'Look at `df -h`\nand at `df -i`',
      'One deeper\nwith a paragraph',
      'Numbered\nNot part of it',
    ]);
  });

  test('without anything it is empty, not wrong', () => {
    for (const text of ['', '---', '---\ntitle:\n---\n', '\uFEFF', 'title: no front matter'])
      expect(parsePlaybook(text)).toMatchObject({
        title: 'Untitled playbook',
        tags: [],
        owner: null,
        steps: [],
      });
    expect(parsePlaybook('# Heading #\n* [X] done').title).toBe('Heading');
  });

  test('attributes stand at the end of the first line, in any order, and are not part of the text', () => {
    expect(
      withoutIds(
        '- [ ] Restart one instance @technical (10 min) (approval) (steps above first)',
        '- [ ] Call (2 h) @bo.smith',
        '- [ ] Wait (5 min) (10 min)',
        '- [ ] Post an update (every 30 min) @communications',
        '- [ ] Look (every 2 h) (5 min)',
        '- [ ] Look again (every 2000 min)',
        '- [ ] Say it is @bo who asked (for 10 min) today',
        '- [ ] @bo',
        '- [ ] Never (0 min)',
        '- [ ] Mail ops@example.com',
      ),
    ).toEqual([
      { text: 'Restart one instance', assignee: 'technical', minutes: 10, approval: true, guarded: true },
      { text: 'Call', minutes: 120, assignee: 'bo.smith' },
      { text: 'Wait (5 min)', minutes: 10 },
      { text: 'Post an update', every: 30, assignee: 'communications' },
      { text: 'Look', every: 120, minutes: 5 },
      { text: 'Look again (every 2000 min)' },
      { text: 'Say it is @bo who asked (for 10 min) today' },
      { text: '@bo' },
      { text: 'Never (0 min)' },
      { text: 'Mail ops@example.com' },
    ]);
  });

  test('code in a step keeps its empty lines, and ends with the step', () => {
    expect(
      withoutIds(
        '- [ ] Run',
        '  ```sh',
        '  one',
        '',
        '  - [ ] two',
        '  ```',
        '- [ ] Open',
        '  ```',
        '- [ ] Next',
      ),
    ).toEqual([{ text: 'Run\n```sh\none\n\n- [ ] two\n```' }, { text: 'Open\n```' }, { text: 'Next' }]);
  });

  test('steps that a checklist cannot hold are left out, and the rest fits in one fact', () => {
    expect(stepsOf(`- [ ] ${'x'.repeat(5_000)}`)[0]?.text.length).toBe(2_000);
    expect(stepsOf('- [ ] x\n'.repeat(999)).length).toBe(200);
    const steps = stepsOf(`- [ ] ${'é'.repeat(1_999)}\n`.repeat(100));
    const envelope = { id: '01HF7YAT000000000000000001', at: 1, noted: 1, by: 'ana' };
    expect(parseFact({ ...envelope, kind: 'checklist', title: 'x', steps })).toMatchObject({ ok: true });
    expect(steps.length).toBeGreaterThan(10);
  });
});

describe('[PB1] a step is a list item of CommonMark', () => {
  test.each([
    ['an HTML comment', ['<!--', '- [ ] no', '', '- [ ] no', '-->', '- [ ] yes']],
    ['a comment in one line', ['<!-- - [ ] no -->', '', '- [ ] yes']],
    ['an HTML block', ['<div>', '- [ ] no', '</div>', '', '- [ ] yes']],
    ['a fence of tildes', ['~~~', '- [ ] no', '```', '- [ ] no', '~~~', '- [ ] yes']],
    ['a longer fence', ['````md', '```', '- [ ] no', '```', '- [ ] no', '````', '- [ ] yes']],
    ['indented code', ['Words', '', '    - [ ] no', '', '- [ ] yes']],
    ['code indented by a tab', ['Words', '', '\t- [ ] no', '', '- [ ] yes']],
    ['code in a list', ['- a', '', '      - [ ] no', '', '- [ ] yes']],
    ['words that are quoted', ['> - [ ] no', '', '- [ ] yes']],
    ['no item of a list', ['\\- [ ] no', '', '[ ] no', '', '- [ ]no', '', '- [ ] yes']],
  ])('%s holds no steps', (_name, lines) => {
    expect(withoutIds(...lines)).toEqual([{ text: 'yes' }]);
  });

  test('a wrapped line belongs to its step, indented or not', () => {
    expect(withoutIds('- [ ] Call the', 'supplier first', '', 'Words', '', '3) [ ] Then', '   wait')).toEqual(
      [{ text: 'Call the\nsupplier first' }, { text: 'Then\nwait' }],
    );
    expect(withoutIds('- [ ] Outer', '  - [ ] Inner', 'goes on', '', '  of the outer')).toEqual([
      { text: 'Outer\nof the outer' },
      { text: 'Inner\ngoes on' },
    ]);
  });

  test('a heading may be underlined, and is none within code or a comment', () => {
    expect(parsePlaybook('<!--\n# no\n-->\n\n```\n# no\n```\n\nFull\ndisk\n====\n').title).toBe('Full disk');
    expect(bodyOf('Full disk\n===\n\nWords')).toBe('Words');
    expect(parsePlaybook('Second\n---\n').title).toBe('Second');
  });

  test('no character is cut in two', () => {
    const family = '👨‍👩‍👧‍👦';
    for (let before = 1_980; before < 2_000; before += 1) {
      const [step] = stepsOf(`- [ ] ${'x'.repeat(before)}${family.repeat(3)}`);
      expect(step?.text.replace(/^x+/u, '').replaceAll(family, '')).toBe('…');
      expect(step?.text.length).toBeLessThanOrEqual(2_000);
    }
    for (let before = 280; before < 300; before += 1) {
      const { title, owner } = parsePlaybook(
        `---\nowner: ${'x'.repeat(before - 180)}${family.repeat(9)}\n---\n# ${'x'.repeat(before)}${family.repeat(9)}`,
      );
      expect(title.replace(/^x+/u, '').replaceAll(family, '')).toBe('');
      expect(owner?.replace(/^x+/u, '').replaceAll(family, '')).toBe('');
    }
    expect(stepsOf(`- [ ] ${'🔥'.repeat(3_000)}`)[0]?.text.isWellFormed()).toBe(true);
    expect(stepsOf(`- [ ] e${'\u0301'.repeat(5_000)}`)[0]?.text.length).toBe(2_000);
  });

  test('hostile text is read to its end', () => {
    const hostile = [
      '- ',
      '>',
      '> - ',
      '1. ',
      '[',
      '- [ ] ',
      '*a',
      '`',
      '<a\n',
      '- ```\n',
      ' ',
      '\t',
      '\\@a',
      '(1 min)',
    ];
    for (const piece of hostile) {
      const text = piece.repeat(Math.ceil(4_000 / piece.length));
      expect(parsePlaybook(text).steps.length).toBeLessThanOrEqual(200);
      expect(parsePlaybook(`- [ ] a${text}b`).steps.length).toBeGreaterThan(0);
      expect(parsePlaybook(`---\ntags: ${text}\n---\n- [ ] a`).steps.length).toBeGreaterThan(0);
    }
  });
});

const front = (...lines: string[]) => parsePlaybook(['---', ...lines, '---'].join('\n'));

describe('[PB1] the lines on top are YAML', () => {
  test('quotes, comments, folded and literal text', () => {
    expect(front('title: "Full \\"disk\\" \\u00e9"').title).toBe('Full "disk" é');
    expect(front("title: 'It''s full'").title).toBe("It's full");
    expect(front('title: Disk # not this').title).toBe('Disk');
    expect(front('title: C#, and no#1').title).toBe('C#, and no#1');
    expect(front('title: >', '  Full', '  disk', 'owner: Ana').title).toBe('Full disk');
    expect(front('title: |-', '  Full', '  disk').title).toBe('Full disk');
    expect(front('title: Full', '  disk').title).toBe('Full disk');
    expect(front('owner: yes', 'last-reviewed: 2026-11-20 # by Bo')).toMatchObject({
      owner: 'yes',
      lastReviewed: '2026-11-20',
    });
  });

  test('lists in every form, with commas within quotes', () => {
    const tags = ['a, b', 'c'];
    expect(front('tags: ["a, b", c]').tags).toEqual(tags);
    expect(front('tags: "a, b", c').tags).toEqual(tags);
    expect(front('tags:', '- "a, b" # first', '- c').tags).toEqual(tags);
    expect(front('tags: [', '  "a, b",', '  c', ']').tags).toEqual(tags);
    expect(front('tags: c, c,, d').tags).toEqual(['c', 'd']);
  });

  test('invalid YAML counts as it was typed, and spoils nothing beside it', () => {
    expect(front('title: Full: disk', 'tags: [a, b', 'words: @x, *y, & z', 'owner: "Ana')).toMatchObject({
      title: 'Full: disk',
      tags: ['[a', 'b'],
      words: ['@x', '*y', '& z'],
      owner: '"Ana',
    });
  });

  test('a field is written so that it reads as it was typed', () => {
    for (const value of [
      'Ana # ops',
      'a: b',
      '"',
      "it's",
      '@bo',
      '- x',
      '> y',
      '& z',
      'true',
      '{a}',
      '#',
      '\\',
    ])
      expect(front(...setFront('x', 'owner', value).split('\n').slice(1, 2)).owner).toBe(value);
    expect(setFront('---\ntitle: >\n  a\n  b\n\n# kept\nowner: x\n---\n', 'title', 'T')).toBe(
      '---\ntitle: T\n\n# kept\nowner: x\n---\n',
    );
  });
});

test('[PB1] words that end like an attribute are words behind a backslash', () => {
  expect(withoutIds('- [ ] Tell \\@channel', '- [ ] Say \\(approval) @bo', '- [ ] a\\b \\(x)')).toEqual([
    { text: 'Tell @channel' },
    { text: 'Say (approval)', assignee: 'bo' },
    { text: 'a\\b \\(x)' },
  ]);
  for (const text of [
    'Tell @channel',
    'x \\@bo',
    'x \\\\@bo',
    'Wait (5 min)',
    'Wait (every 5 min)',
    'a (approval)',
    '@bo',
    'x @a @b',
  ])
    for (const more of [{}, { minutes: 3 }, { every: 30 }, { assignee: 'ana', approval: true as const }])
      expect(withoutIds(writeStep({ text, ...more }))).toEqual([{ text, ...more }]);
});

test('[PB2] a step keeps its id while its details are rewritten or it moves, and two of the same differ', () => {
  const [before] = stepsOf('- [ ] Look at the disk: `df -h`. Then wait. (5 min)');
  const after = stepsOf(
    '- [ ] Something new',
    '- [ ] Look at the **disk**: `df -i` @bo',
    '  and write it down',
  );
  expect(after[1]?.id).toBe(before?.id);
  expect(after[0]?.id).not.toBe(before?.id);
  const same = nameSteps([{ text: 'Wait.' }, { text: 'Wait' }, { text: '…' }, { text: '!' }]);
  expect(new Set(same.map(({ id }) => id)).size).toBe(4);
});

test('[PB1] no typed text throws, and a read line is written and read the same', () => {
  const pieces = [
    '- [ ] ',
    '* [x] ',
    '1. [ ] ',
    '  ',
    '\n',
    '\n',
    '\n\n',
    '```',
    '~~~',
    '---',
    'title: x',
    'tags: [a, b',
    ': ',
    '(10 min)',
    ' (2 h)',
    ' (approval)',
    ' (steps above first)',
    ' @bo',
    '@',
    'text',
    ' words of it',
    '`df -h`',
    '[a](https://x.y)',
    '\r\n',
    '\uFEFF',
    '\0',
    '🔥',
    '    ',
    '\t',
    '#',
    '(',
    ')',
    '(0 min)',
    '(9999 min)',
    '<!--',
    '-->',
    '<b>',
    '> ',
    '\n===\n',
    '\\',
    '    - [ ] x\n',
  ];
  for (let seed = 1; seed <= 400; seed += 1) {
    const random = createRandom(seed);
    const text = Array.from({ length: 1 + random.below(40) }, () => random.pick(pieces)).join('');
    const { steps } = parsePlaybook(text);
    const again = parsePlaybook(steps.map(writeStep).join('\n')).steps;
    expect(again, `seed ${seed}: ${JSON.stringify(text)}`).toEqual(steps);
    for (const step of steps) expect(splitStep(step.text).every(({ text: part }) => part !== '')).toBe(true);
    expect(parsePlaybook(setFront(text, 'owner', 'Ana')).owner, `seed ${seed}`).toBe('Ana');
    bodyOf(text);
  }
});

test('[PB1] the title is not read twice', () => {
  expect(bodyOf('---\ntitle: T\n---\n\n# T\n\nWords')).toBe('Words');
  expect(bodyOf('# T\nWords')).toBe('Words');
  expect(bodyOf('---\ntitle: T\n---\n# Other\nWords')).toBe('# Other\nWords');
  expect(bodyOf('T\nWords')).toBe('T\nWords');
});

test('[PB1] one line of the front matter changes, and nothing else that was typed', () => {
  const text = '---\n# a comment\ntags:\n  - a\n  - b\ntitle: T\n---\n\nBody\n';
  expect(setFront(text, 'tags', 'a,  c')).toBe('---\n# a comment\ntags: a, c\ntitle: T\n---\n\nBody\n');
  expect(setFront(text, 'owner', 'Ana')).toBe(
    '---\n# a comment\ntags:\n  - a\n  - b\ntitle: T\nowner: Ana\n---\n\nBody\n',
  );
  expect(setFront(text, 'title', ' ')).toBe('---\n# a comment\ntags:\n  - a\n  - b\n---\n\nBody\n');
  expect(setFront('Body', 'title', 'T')).toBe('---\ntitle: T\n---\n\nBody');
  expect(setFront('Body', 'title', '')).toBe('Body');
});

test('[PB1] commands can be copied and links opened: fenced, inline, named and bare', () => {
  const text =
    'Ask `df -h` at [the board](https://g.example.com/d/1) or https://x.example.com/a_(b), then\n```sql\nselect 1;\nselect 2;\n```\ndone';
  expect(splitStep(text)).toEqual([
    { kind: 'text', text: 'Ask ' },
    { kind: 'command', text: 'df -h' },
    { kind: 'text', text: ' at ' },
    { kind: 'link', text: 'the board', url: 'https://g.example.com/d/1' },
    { kind: 'text', text: ' or ' },
    { kind: 'link', text: 'https://x.example.com/a_', url: 'https://x.example.com/a_' },
    { kind: 'text', text: '(b), then\n' },
    { kind: 'command', text: 'select 1;\nselect 2;' },
    { kind: 'text', text: '\ndone' },
  ]);
  expect(splitStep('Run:\n````\n```\na\n```\n````\n> or `b` at <https://x.example.com>')).toEqual([
    { kind: 'text', text: 'Run:\n' },
    { kind: 'command', text: '```\na\n```' },
    { kind: 'text', text: '\n> or ' },
    { kind: 'command', text: 'b' },
    { kind: 'text', text: ' at ' },
    { kind: 'link', text: 'https://x.example.com', url: 'https://x.example.com' },
  ]);
  expect(splitStep('[x](javascript:alert(1))')).toEqual([{ kind: 'text', text: '[x](javascript:alert(1))' }]);
});
