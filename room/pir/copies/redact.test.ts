import { expect, test } from 'vitest';
import { fold } from '../../fold/fold.ts';
import { makeFacts } from '../../fixtures/histories.ts';
import { createRandom } from '../../fixtures/random.ts';
import { tellStory } from '../../fixtures/story.ts';
import { formats } from '../formats/index.ts';
import { findLeaks, findLeaksOf } from './leaks.ts';
import { redact, type Redaction } from './redact.ts';
import { collectReview, reviewOfRecord, type Review } from '../review.ts';

const names: Record<string, string> = { p1: 'Ana Ruiz', p2: 'José Núñez', p3: 'Bo Lindqvist-Øre' };
const all: Redaction = {
  people: 'roles',
  hosts: 'hidden',
  words: [{ find: 'Acme Corp', instead: 'customer A' }],
};

const plantedTexts = (name: string): string =>
  name === 'review/root-cause'
    ? '`grep AnaRuiz log`\n\n```\nuser=ana.ruiz host=db-1.internal.example\n```\n\n[by Ana](https://db-1.internal.example/ana)'
    : '';

/** Names where people really leave them: in texts, code, file names, links, corrections and answers. */
function planted(): Review {
  const { write, open } = tellStory();
  write('p1', { kind: 'declared', title: 'Acme Corp cannot pay, says Ana Ruiz', source: { type: 'person' } });
  write(
    'p1',
    { kind: 'joined', name: 'Ana' },
    { kind: 'claimed', role: 'commander', person: 'p1', as: 'primary' },
  );
  write(
    'p2',
    { kind: 'joined', name: 'Jose\u0301' },
    { kind: 'note', text: 'ANA asked jose nunez; see ana.ruiz@example.com', mentions: ['p1'] },
  );
  const [action] = write('p3', {
    kind: 'action',
    text: 'ssh bo.lindqvist-øre@10.1.2.3 and restarted db-1.internal.example',
  });
  write('p1', { kind: 'graded', target: action?.id ?? '', outcome: 'helped', evidence: 'Núñez saw it' });
  write('p2', {
    kind: 'link',
    url: 'https://db-1.internal.example/u/Ana%20Ruiz?who=ana_ruiz',
    label: 'Ana’s graph',
  });
  write('p2', {
    kind: 'attachment',
    name: 'ana-ruiz desk.png',
    type: 'image/png',
    bytes: 1,
    sha256: 'ab'.repeat(32),
  });
  const [note] = write('p2', { kind: 'note', text: 'acme  corp called' });
  write('p2', { kind: 'amended', target: note?.id ?? '', text: 'Acme-Corp called Bo' });
  write('p1', {
    kind: 'status',
    status: 'identified',
    answers: [{ ask: 'The cause is named', answer: 'yes', text: 'Acme Corp’s key, says Ruiz' }],
  });
  write(
    'p2',
    { kind: 'draft', draft: 'd', audience: 'customers' },
    { kind: 'sent', draft: 'd', channel: 'mail', text: 'Dear Acme Corp' },
  );
  return collectReview({ id: 'x', room: open.room(), texts: plantedTexts, names: (id) => names[id] ?? id });
}

test('[RV14] names are hidden in figures of the impact, types of files, own roles, ids of steps and lists of people', async () => {
  const { write, open } = tellStory();
  const ana = '01KJVX0000PERS000000000001';
  write(
    'p2',
    { kind: 'declared', title: 'Shop down', source: { type: 'person' } },
    { kind: 'claimed', role: 'Ruiz liaison', person: 'p2', as: 'primary' },
    { kind: 'impact', users: 'major', figures: { users: '300 (Ana Ruiz counted)', money: 'see Ruiz' } },
    { kind: 'attachment', name: 'a', type: 'text/plain; author=ruiz', bytes: 1, sha256: 'ab'.repeat(32) },
    { kind: 'restricted', teams: [{ id: 't', name: 'Ruiz team' }], people: [ana] },
    { kind: 'action-item', text: 'Warn sooner', type: 'detect' },
  );
  const [list] = write('p2', {
    kind: 'checklist',
    title: 'First',
    playbook: 'ruiz-book',
    steps: [{ id: 'ruiz', text: 'Call' }],
  });
  write('p2', { kind: 'step', target: list?.id ?? '', step: 'ruiz', state: 'done' });
  const known: Record<string, string> = { ...names, [ana]: 'Ana Ruiz' };
  const made = collectReview({
    id: 'x',
    room: open.room(),
    texts: () => '',
    names: (id) => known[id] ?? id,
  });
  const { record, hidden } = redact(made.record, all);
  const review = reviewOfRecord('x', record);
  for (const format of Object.values(formats)) {
    const file = await format.render(review);
    expect(findLeaks(file, hidden), format.label).toEqual([]);
    expect(findLeaksOf(record, file, hidden), format.label).toEqual([]);
  }
  const page = await formats.markdown.render(review);
  expect(page).not.toMatch(/ruiz|01KJVX0000PERS/iu);
  expect(page).toContain('Users affected: 300 (Responder 1 counted)');
  expect(page).toContain('Users: major');
  expect(page).toContain('type detect');
  // What is in such a field counts in the check of the finished file, too.
  expect(
    findLeaksOf(made.record, await formats.markdown.render(made), hidden).map(({ word }) => word),
  ).toContain('Ana Ruiz');
});

test('[RV14] no hidden word is in any finished file: texts, code, file names, links and JSON', async () => {
  const { record, hidden } = redact(planted().record, all);
  const review = reviewOfRecord('x', record);
  for (const format of Object.values(formats))
    expect(findLeaks(await format.render(review), hidden), format.label).toEqual([]);
  const page = await formats.markdown.render(review);
  expect(page).not.toMatch(
    /\bana\b|ruiz|jos[eé]|n[uú][nñ]ez|lindqvist|acme|10\.1\.2\.3|internal\.example|example\.com/iu,
  );
  for (const words of ['Commander 1', 'Responder 1', 'customer A', 'host-1']) expect(page).toContain(words);
});

test('[RV14] the leak check finds every planted word in every format of the whole review', async () => {
  const review = planted();
  const { hidden } = redact(review.record, all);
  for (const format of Object.values(formats)) {
    const words = new Set(findLeaks(await format.render(review), hidden).map(({ word }) => word));
    for (const word of ['Ana Ruiz', 'Núñez', 'Acme Corp', '10.1.2.3', 'db-1.internal.example'])
      expect(words, format.label).toContain(word);
  }
});

test.each([
  ['an entity', 'x &#65;na x'],
  ['a hexadecimal entity', 'x &#x41;na x'],
  ['a tag within', 'A<b>n</b>a'],
  ['an escape of Markdown', String.raw`A\na_b \Ana`.replace(String.raw`\n`, 'n')],
  ['an escape of JSON', String.raw`"\u0041na"`],
  ['a percent sign', 'https://a.example/%41na'],
  ['a zero width', 'A\u200Bna'],
  ['capitals', 'ANA'],
  ['a letter by its name', '&Aopf;na'],
  ['an escape of a shell', String.raw`\x41na`],
  ['letters from right to left', 'by \u202eanA'],
])('[RV14] the leak check reads %s', (_, file) => {
  expect(findLeaks(file, new Map([['Ana', 'Commander 1']]))).toEqual([{ where: 'file', word: 'Ana' }]);
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** How people, tools and Markdown write a name, and how the copy says it. */
const written: Readonly<Record<string, string>> = {
  'Ana’s, Anas and ANA’S desk': 'Responder 1’s, Responder-1s and Responder 1’S desk',
  'Bo and Li, but not bo, li or Ann': 'Responder 2 and Responder 3, but not bo, li or Ann',
  'A. Ruiz, Ruiz, A. and A.R. said': 'Responder 1, Responder 1. and Responder 1 said',
  'AR asked BL (LW): AR, ok? Call ZV or ZMV':
    'Responder 1 asked Responder 2 (Responder 3): Responder 1, ok? Call Responder 6 or Responder 6',
  'ar, AR-5, AR5, x-AR, dataAR, Plan A. R is next, a.r.':
    'ar, AR-5, AR5, x-AR, dataAR, Plan A. R is next, a.r.',
  'the Ruizes, Wus and Vidals’, but not Lies or boes':
    'the Responder-1es, Responder-3s and Responder-6s’, but not Lies or boes',
  'Josë, JOSE\u0301 and Jos\u00e9': 'Responder 4, Responder 4 and Responder 4',
  'Mueller, Muller, MÜLLER': 'Responder 5, Responder 5, Responder 5',
  'STRASSE and \uff21\uff4e\uff41': 'Responder 5 and Responder 1',
  '**An**a, An**a**, A*n*a': '**Responder 1**, **Responder 1**, Responder 1',
  'Ru\\\niz, Ana\\\nwas here': 'Responder 1, Responder 1\\\nwas here',
  '`An`a and [An](https://x.example/)a': '`Responder 1` and [Responder 1](https://host-5/)',
  'A\u00adna, A\u200bna, A\ufeffna, A&shy;na': 'Responder 1, Responder 1, Responder 1, Responder 1',
  '&#65;na and &#x41;na and {"who":"\\u0041na"}': 'Responder 1 and Responder 1 and {"who":"Responder 1"}',
  'Jos&eacute; N&uacute;&ntilde;ez, &Aopf;na, A&zwnj;na, ana&period;ruiz; R&euml;né':
    'Responder 4, Responder 1, Responder 1, Responder 1; R&euml;né',
  'Jos=C3=A9, M=C3=BC=\nller, Jos=C3=A9=': 'Responder 4, Responder 5, Responder-4=',
  '\\x41na, \\u{41}na, \\u{000041}na': 'Responder 1, Responder 1, Responder 1',
  'by \u202ezurI anA\u202c and \u202eanA': 'by Responder 1 Iruz and Responder 1',
  [`token ${Buffer.from('by Ana', 'utf16le').toString('base64')} in UTF-16`]: 'token Responder-1 in UTF-16',
  'https://x.example/%41na/%2541na?q=Ana+Ruiz': 'https://host-5/Responder-1/Responder-1?q=Responder-1',
  'loginAnaRuiz, user_ana, /home/aruiz/x': 'loginResponder-1, user_Responder-1, /home/Responder-1/x',
  '@ana and @bo': '@Responder-1 and @Responder-2',
  'ana+x@corp.example, ruiza@corp.example, help@corp.example': 'Responder 1, Responder 1, address-1',
  [`token ${base64('user=Ana Ruiz')} and ${Buffer.from('by Ana').toString('hex')}`]:
    'token Responder-1 and Responder-1',
  'db-1.corp.example, 10.1.2.3:80, 2001:db8::7': 'host-4, host-1:80, host-2',
  // Letters of the Cyrillic alphabet and of the Greek one.
  'asked Аnа Ruіz, **Αn**a and Во; во is a word':
    'asked Responder 1, **Responder 1** and Responder 2; во is a word',
  'ZM Vidal, Vidal Z M, Zoe M. Vidal, Z Vidal; AM Vidal':
    'Responder 6, Responder 6, Responder 6, Responder 6; AM Responder 6',
  'banana, Anaconda, boring, 01KJVX0000ANA0000000000097':
    'banana, Anaconda, boring, 01KJVX0000ANA0000000000097',
};

test('[RV14] a name is hidden however it is written', () => {
  const { write, open } = tellStory();
  const people = ['Ana Ruiz', 'Bo Lindqvist', 'Li Wu', 'José Núñez', 'Jörg Müller-Straße', 'Zoe Marta Vidal'];
  write('p1', { kind: 'declared', title: 'Down', source: { type: 'person' } });
  for (const text of Object.keys(written)) write('p1', { kind: 'note', text });
  const spoken = new Map(people.map((name, index) => [`p${index + 1}`, name]));
  for (const id of spoken.keys()) write(id, { kind: 'acknowledged' });
  const review = collectReview({
    id: 'x',
    room: open.room(),
    texts: () => '',
    names: (id) => spoken.get(id) ?? id,
  });
  // A fact of a later version, whose fields may be named after people.
  const later = { id: '0', kind: 'later', by: 'p1', at: 0, ana: [{ loginRuiz: 'Wu' }] };
  const whole = { ...review.record, facts: [...review.record.facts, later] };
  const { record, hidden } = redact(whole, { people: 'roles', hosts: 'hidden' });
  const notes = record.facts.flatMap((fact) => {
    const { kind, text } = fact as { kind: string; text: string };
    return kind === 'note' ? [text] : [];
  });
  expect(Object.fromEntries(Object.keys(written).map((text, index) => [text, notes[index]]))).toEqual(
    written,
  );
  expect(JSON.stringify(record.facts)).toContain('"Responder 1":[{"loginResponder-1":"Responder 3"}]');
  expect(findLeaksOf(record, JSON.stringify(record), hidden)).toEqual([]);
});

test('[RV14] parts of other words are no leak and stay', () => {
  const { write, open } = tellStory();
  write('p1', { kind: 'note', text: 'A banana and Anaconda analysis' });
  const review = collectReview({ id: 'x', room: open.room(), texts: () => '', names: () => 'Ana Bo' });
  const { record, hidden } = redact(review.record, { people: 'roles', hosts: 'shown' });
  expect(JSON.stringify(record.facts)).toContain('A banana and Anaconda analysis');
  expect(findLeaks('banana', hidden)).toEqual([]);
});

test('[RV14] initials that are usual abbreviations stay, and so do words that are like a name with an ending', () => {
  const { write, open } = tellStory();
  const text = 'The DB and the API, e.g. of the times before D.B. (Dana) came';
  write('p1', { kind: 'declared', title: 'Down', source: { type: 'person' } }, { kind: 'note', text });
  for (const id of ['p2', 'p3', 'p4']) write(id, { kind: 'acknowledged' });
  const names = new Map([
    ['p1', 'Dana Becker'],
    ['p2', 'Ada Petra Ibsen'],
    ['p3', 'Eva Gruber'],
    ['p4', 'Tim Otto'],
  ]);
  const review = collectReview({
    id: 'x',
    room: open.room(),
    texts: () => '',
    names: (id) => names.get(id) ?? id,
  });
  const { record, hidden } = redact(review.record, { people: 'roles', hosts: 'shown' });
  const note = record.facts.find((fact) => (fact as { kind: string }).kind === 'note');
  expect(note).toMatchObject({
    text: 'The DB and the API, e.g. of the times before Responder 1 (Responder 1) came',
  });
  expect(findLeaksOf(record, JSON.stringify(record), hidden)).toEqual([]);
});

test('[RV14] people whose names are words of the record break nothing', () => {
  const { write, open } = tellStory();
  write('note', { kind: 'declared', title: 'Down', severity: 'P1', source: { type: 'person' } });
  write(
    'major',
    { kind: 'impact', users: 'major', text: 'Major saw it' },
    { kind: 'claimed', role: 'commander', person: 'major', as: 'primary' },
  );
  const review = collectReview({
    id: 'x',
    room: open.room(),
    texts: () => '',
    names: (id) => (id === 'note' ? 'Declared Person' : 'Major Commander'),
  });
  const { record } = redact(review.record, { people: 'roles', hosts: 'shown' });
  const room = fold(record.facts);
  expect(room.invalid).toEqual([]);
  expect(room.impact.levels.users).toBe('major');
  expect(room.severity.value).toBe('P1');
});

test('[RV14] the review’s own words are no leak of somebody who is called so; what was written is one', async () => {
  const { write, open } = tellStory();
  const names: Record<string, string> = { p1: 'Root', p2: 'Will Note Commander', p3: 'Section Timeline' };
  write(
    'p1',
    { kind: 'declared', title: 'Down', severity: 'P1', source: { type: 'person' } },
    { kind: 'claimed', role: 'commander', person: 'p2', as: 'primary' },
    { kind: 'claimed', role: 'acme-liaison', person: 'p3', as: 'primary' },
  );
  write('p2', { kind: 'note', text: 'Will says hello' });
  const review = collectReview({
    id: 'x',
    room: open.room(),
    texts: () => '',
    names: (id) => names[id] ?? id,
  });
  const words = [{ find: 'Acme', instead: 'customer A' }];
  const { record, hidden } = redact(review.record, { people: 'roles', hosts: 'shown' });
  const withWords = redact(review.record, { people: 'names', hosts: 'shown', words });
  for (const format of Object.values(formats)) {
    const made = await format.render(reviewOfRecord('x', record));
    expect(findLeaksOf(record, made, hidden), format.label).toEqual([]);
    // Without the redaction, what people wrote is found as before.
    const open = await format.render(review);
    const found = findLeaksOf(review.record, open, hidden).map(({ word }) => word);
    expect(found, format.label).toContain('Root');
    const own = await format.render(reviewOfRecord('x', withWords.record));
    expect(findLeaksOf(withWords.record, own, withWords.hidden)).toEqual([]);
    expect(findLeaksOf(review.record, open, withWords.hidden).map(({ word }) => word)).toEqual(['Acme']);
  }
});

test('[RV14] chosen facts are left out, with what is about them, and the review is made without them', () => {
  const review = planted();
  const action = review.actions[0]!;
  const { record } = redact(review.record, {
    people: 'names',
    hosts: 'shown',
    without: [action.fact],
    attachments: false,
  });
  const left = reviewOfRecord('x', record);
  expect(left.actions).toEqual([]);
  expect(left.attachments).toEqual([]);
  expect(JSON.stringify(left)).not.toMatch(/restarted db-1|Núñez saw it|desk\.png/u);
  expect(left.timestamps.find(({ label }) => label === 'First action')?.at).toBeNull();
});

test('[RV14] one person is one role everywhere, and the numbers stay, over 100 rooms', async () => {
  for (let seed = 1; seed <= 100; seed += 1) {
    const room = fold(makeFacts(createRandom(seed), 20 + (seed % 40)));
    const spoken: Record<string, string> = {
      ana: 'Anastasia Prokop',
      bo: 'Bogdan Ilves',
      cy: 'Cyril Umar',
      dee: 'Deepika Rao',
    };
    const review = collectReview({
      id: 'ROOM',
      room,
      texts: (name) => (name === 'review/improve' ? 'Ask Bogdan, `ilves` and DEEPIKA' : ''),
      names: (id) => spoken[id] ?? id,
    });
    const { record, hidden } = redact(review.record, { people: 'roles', hosts: 'hidden' });
    const copy = reviewOfRecord('ROOM', record);
    expect(copy.metrics, `seed ${seed}`).toEqual(review.metrics);
    expect(copy.timeline.lines.map(({ at }) => at)).toEqual(review.timeline.lines.map(({ at }) => at));
    for (const format of [formats.markdown, formats.html, formats.json])
      expect(findLeaks(await format.render(copy), hidden), `seed ${seed} ${format.label}`).toEqual([]);
  }
}, 300_000);
