import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { fold } from '../../fold/fold.ts';
import { makeFacts } from '../../fixtures/histories.ts';
import { createRandom } from '../../fixtures/random.ts';
import { findDifference } from '../../fixtures/same.ts';
import { tellStory } from '../../fixtures/story.ts';
import { buildDocument, headings } from '../document/build.ts';
import { checkoutReview } from '../fixtures/checkout.ts';
import { hostileReview } from '../fixtures/hostile.ts';
import { paymentsReview } from '../fixtures/payments.ts';
import { collectReview, reviewOfRecord, type Review } from '../review.ts';
import type { Format } from './format.ts';
import { formats } from './index.ts';
import { readRecord } from './json.ts';

const all: [string, Format][] = Object.entries(formats);
const people = new Set(['ana', 'bo', 'cy', 'dee']);
const written = { markdown: formats.markdown, html: formats.html, json: formats.json };

const asText = async (format: Format, review: Review): Promise<string> => {
  const made = await format.render(review);
  return typeof made === 'string' ? made : docxText(made);
};

/** The words of a .docx file in their order, a line for each paragraph. */
function docxText(bytes: Uint8Array): string {
  const xml = strFromU8(unzipSync(bytes)['word/document.xml'] ?? new Uint8Array());
  return [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<\/w:p>|<w:br\/>|<w:fldChar/gu)]
    .map(([tag, words]) => words ?? (tag.startsWith('<w:fldChar') ? '' : '\n'))
    .join('')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

const reviewOf = (facts: readonly unknown[], id = 'x'): Review =>
  collectReview({ id, room: fold(facts), texts: () => '', names: (person) => person });

test.each(Object.entries(written))(
  '[RV1] %s holds the whole review of a real incident',
  async (_, format) => {
    for (const [name, review] of [
      ['payments', paymentsReview()],
      ['checkout', checkoutReview()],
    ] as const)
      await expect(withoutFonts(await format.render(review))).toMatchFileSnapshot(
        `../fixtures/${name}.${format.extension}`,
      );
  },
);

/** RV15: what the packages bring is held to them by another test. */
const withoutFonts = (made: string | Uint8Array): string =>
  String(made).replaceAll(/base64,[\w+/=]+/gu, 'base64,');

const same = (a: string | Uint8Array, b: string | Uint8Array): boolean =>
  typeof a === 'string' || typeof b === 'string'
    ? a === b
    : a.length === b.length && a.every((byte, i) => byte === b[i]);

test.each(all)('[RV3] %s is the same bytes for the same facts in any order', async (name, format) => {
  for (let seed = 1; seed <= (name === 'docx' ? 5 : 20); seed += 1) {
    const random = createRandom(seed);
    const facts = makeFacts(random, 80);
    const once = await format.render(reviewOf(facts));
    const again = await format.render(reviewOf(random.shuffle(facts)));
    expect(same(again, once), `seed ${seed}`).toBe(true);
  }
});

test.each(all)('[RV2] %s says not recorded, never zero, of an empty room', async (name, format) => {
  const text = await asText(format, reviewOf([]));
  if (name === 'json') {
    const { metrics } = JSON.parse(text) as { metrics: { ms: number | null; state: string }[] };
    expect(metrics.length).toBeGreaterThan(5);
    for (const { ms, state } of metrics) expect([ms, state]).toEqual([null, 'not recorded']);
  } else expect(text.match(/not recorded/gu)?.length).toBeGreaterThan(10);
  // The fonts of a page are no words of it.
  expect(text.replaceAll(/base64,[^)]*/gu, '')).not.toMatch(/\b0 s\b|NaN|undefined|1970/u);
});

test.each(all.filter(([name]) => name !== 'json'))(
  '[RV1] %s has the seven sections, in order',
  async (_, format) => {
    const text = (await asText(format, paymentsReview())).replaceAll('&amp;', '&');
    // A table of contents says each of them a first time.
    const from = text.lastIndexOf(headings[0] ?? '');
    const places = headings.map((heading) => text.indexOf(heading, from));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  },
);

test.each(all)('[AI8] %s says which action item can be automated', async (name, format) => {
  const { write, open } = tellStory();
  write('ana', { kind: 'declared', title: 'The queue is full', source: { type: 'person' } });
  const [first] = write(
    'ana',
    { kind: 'action-item', text: 'Write the runbook', automate: true },
    { kind: 'action-item', text: 'Restart the queue', automate: true },
  );
  write('ana', { kind: 'action-item-changed', target: first!.id, automate: false });
  const review = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (person) => person });
  const made = await asText(format, review);
  if (name === 'json') {
    const { actionItems } = JSON.parse(made) as { actionItems: { text: string; automate: boolean }[] };
    expect(actionItems.map(({ text, automate }) => [text, automate])).toEqual([
      ['Write the runbook', false],
      ['Restart the queue', true],
    ]);
    expect(fold(readRecord(made).facts).actionItems.map(({ automate }) => automate)).toEqual([false, true]);
    return;
  }
  expect(made).toMatch(/Restart the queue \(no date\) · can be automated/u);
  expect(made.match(/can be automated/gu)).toHaveLength(1);
  expect(made).toContain('Can be automated');
});

/** Every number that stands in a document, in order. The drawing of a page is not text of it. */
function numbersOf(text: string): string[] {
  return text.match(/\d+/gu) ?? [];
}

const htmlText = (page: string): string =>
  page
    .replace(/[\s\S]*<body>/u, '')
    .replace(/<figure[\s\S]*?<\/figure>/gu, '')
    .replace(/<[^>]+>/gu, ' ')
    .replaceAll(/&#?\w+;/gu, ' ');

test('[RV5] Markdown, HTML and Word carry the same numbers in the same order, over 200 rooms', async () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const review = reviewOf(makeFacts(createRandom(seed), 5 + (seed % 25)), 'ROOM');
    const page = numbersOf(htmlText(await asText(formats.html, review)));
    const file = numbersOf(withoutContents(await asText(formats.docx, review)));
    const words = numbersOf(
      (await asText(formats.markdown, review))
        .replaceAll(/<([a-z]+:[^>]*)>/gu, '$1')
        .replaceAll(/&#\w+;/gu, ''),
    );
    expect(file, `seed ${seed}`).toEqual(page);
    expect(words, `seed ${seed}`).toEqual(page);
    const saved = JSON.parse(await asText(formats.json, review)) as { metrics: { ms: number | null }[] };
    expect(saved.metrics.map(({ ms }) => ms)).toEqual(review.metrics.map(({ ms }) => ms));
  }
}, 300_000);

const withoutContents = (text: string): string => {
  const from = text.indexOf('Contents');
  const first = /(?<=\n)(?:Still to write|Executive Summary)\n/gu;
  first.lastIndex = from;
  const places = [...text.matchAll(first)].map(({ index }) => index).filter((index) => index > from);
  return text.slice(0, from) + text.slice(places.at(places.length > 1 ? 1 : 0));
};

test('[RV6] a saved JSON holds the record: its facts give the same room and its texts the same review, over 200 rooms', async () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = createRandom(seed);
    const room = fold([
      ...makeFacts(random, 20 + (seed % 60)),
      { ...makeFacts(random, 1)[0], id: '01KJVX0000MVSTER0000000042', kind: 'weather', sky: 'grey' },
    ]);
    const texts = (name: string): string => (random.chance(0.5) ? `Text of ${name}` : '');
    const typed = new Map<string, string>();
    const read = (name: string): string => {
      if (!typed.has(name)) typed.set(name, texts(name));
      return typed.get(name) ?? '';
    };
    const review = collectReview({
      id: 'x',
      room,
      texts: read,
      names: (person) => (people.has(person) ? `Person ${person}` : person),
    });
    const saved = await asText(formats.json, review);
    const record = readRecord(saved);
    const back = fold(record.facts);
    expect(findDifference(back, room), `seed ${seed}`).toBeNull();
    const again = reviewOfRecord('x', record);
    expect(await asText(formats.json, again), `seed ${seed}`).toBe(saved);
  }
});

test.each([
  ['{', 'expected JSON'],
  ['[]', 'expected an object'],
  ['{"format":"other"}', 'format: expected muster-review'],
  ['{"format":"muster-review","version":1}', 'version: expected 2'],
  ['{"format":"muster-review","version":2}', 'record.facts: expected an array'],
  ['{"format":"muster-review","version":2,"record":{"facts":[]}}', 'record.texts: expected an object'],
  [
    '{"format":"muster-review","version":2,"record":{"facts":[],"texts":{"a":1},"names":{}}}',
    'record.texts.a: expected a string',
  ],
  [
    '{"format":"muster-review","version":2,"record":{"facts":[],"texts":{}}}',
    'record.names: expected an object',
  ],
])('[RV6] a file that is no saved review is refused by name: %s', (text, problem) => {
  expect(() => readRecord(text)).toThrow(problem);
});

test('[RV4] nothing that somebody typed is markup in the page', async () => {
  const text = await asText(formats.html, hostileReview());
  const tags = new Set([...text.matchAll(/<\/?([a-z0-9!]+)/giu)].map(([, tag]) => tag?.toLowerCase()));
  const ours =
    'html head meta title style body header nav main section footer p h1 h2 h3 h4 h5 h6 dl div dt dd table thead tbody tr th td span ul ol li pre code strong em del a br hr blockquote figure figcaption svg g line rect path text input label !doctype';
  expect([...tags].filter((tag) => !ours.split(' ').includes(tag ?? ''))).toEqual([]);
  // Every attribute that could load or run something.
  expect(text).not.toMatch(/<[^>]+\s(?:on\w+|src|srcset|style|background)=/iu);
  const links = [...text.matchAll(/href="([^"]*)"/gu)].map(([, href]) => href ?? '');
  expect(links.filter((href) => !/^(?:https?:\/\/|#s\d+$)/iu.test(href))).toEqual([]);
  expect(text.isWellFormed()).toBe(true);
  expect(text).not.toContain('\u0000');
  expect(text).toContain('long end');
});

test('[RV4] the page fetches nothing', async () => {
  const text = await asText(formats.html, hostileReview());
  expect(text).not.toMatch(
    /<(?:script|link|img|image|iframe|object|use|foreignObject)\b|@import|url\((?!data:font\/woff2;base64,)|xlink/iu,
  );
  expect(text).toContain("default-src 'none'");
});

test('[RV5] a link in a table of a Word file leads where it leads in the others', async () => {
  const url = 'https://example.org/a?b=1&c="2"';
  const { write, open } = tellStory();
  write('ana', { kind: 'declared', title: 'Shop down', severity: 'P1', source: { type: 'person' } });
  write('ana', { kind: 'note', text: `See ${url} and <b>this</b>` });
  write('ana', { kind: 'link', url: 'https://example.org/room', label: 'Board' });
  const review = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (person) => person });
  const files = unzipSync(await formats.docx.render(review));
  const part = (name: string) => strFromU8(files[name] ?? new Uint8Array());
  const links = [...part('word/document.xml').matchAll(/<w:hyperlink w:history="1" r:id="(\w+)">/gu)];
  const targets = links.map(
    ([, id]) =>
      new RegExp(`Id="${id}" [^>]*Target="([^"]*)"`, 'u').exec(part('word/_rels/document.xml.rels'))?.[1],
  );
  expect(targets).toContain('https://example.org/room');
  expect(targets.every((target) => target?.startsWith('https://example.org/'))).toBe(true);
  expect(part('word/document.xml')).not.toContain('RawTable');
});

test('[RV1] typed text breaks no table and no section of the Markdown', async () => {
  const review = hostileReview();
  const lines = (await asText(formats.markdown, review)).split('\n');
  const own = lines.filter((line) => /^##? /u.test(line));
  expect(own.slice(1)).toEqual(buildDocument(review).sections.map(({ heading }) => `## ${heading}`));
  const rows = lines.filter((line) => /^\| (?:T[+-]|\d\d:\d\d:\d\d )/u.test(line));
  for (const row of rows.filter((line) => line.startsWith('| T')))
    expect(row.replaceAll(/\\[\\|]/gu, '').split('|').length, row).toBe(6);
  expect(rows.length).toBeGreaterThan(review.timeline.lines.length);
  expect(lines.join('\n')).not.toMatch(/(?<!\\)<(?:script|img)/iu);
});

test('[RV5] a Word file is well-formed, whatever was typed, and opens with headings, tables and a table of contents', async () => {
  const made = await formats.docx.render(hostileReview());
  const files = unzipSync(made);
  const xml = strFromU8(files['word/document.xml'] ?? new Uint8Array());
  expect(balance(xml)).toEqual([]);
  expect(xml.isWellFormed()).toBe(true);
  for (const part of ['w:val="Heading1"', 'w:val="Heading2"', '<w:tbl>', 'TOC \\', '<w:numPr>'])
    expect(xml).toContain(part);
  const used = new Set([...xml.matchAll(/r:id="([^"]+)"/gu)].map(([, id]) => id));
  const relations = strFromU8(files['word/_rels/document.xml.rels'] ?? new Uint8Array());
  for (const id of used) expect(relations).toContain(`Id="${id}"`);
  expect(relations).not.toContain('javascript:');
  // The head of each table stands with its first row, and lines are as high as their letters.
  const heads = [...xml.matchAll(/<w:tblHeader\/><\/w:trPr>(.*?)<\/w:tr>/gu)].map(([, cells]) => cells ?? '');
  expect(heads.length).toBeGreaterThan(5);
  for (const cells of heads)
    expect(cells.match(/<w:keepNext\/>/gu)?.length).toBe(cells.match(/<w:tc>/gu)?.length);
  // So does the last row with the row before it.
  for (const [rows] of xml.matchAll(/<w:tbl>.*?<\/w:tbl>/gu)) {
    if (!rows.includes('<w:tblHeader/>')) continue;
    const before = rows.split('<w:tr>').at(-2) ?? '';
    expect(before.match(/<w:keepNext\/>/gu)?.length).toBe(before.match(/<w:tc>/gu)?.length);
  }
  const styles = strFromU8(files['word/styles.xml'] ?? new Uint8Array());
  expect([...styles.matchAll(/<w:spacing[^>]*w:line="\d+"(?![^>]*lineRule="auto")[^>]*>/gu)]).toEqual([]);
});

/** Elements that are opened and not closed in order. */
function balance(xml: string): string[] {
  const open: string[] = [];
  for (const [, close, name, self] of xml.matchAll(/<(\/?)([\w:]+)(?:\s[^<>]*?)?(\/?)>/gu)) {
    if (self === '/') continue;
    if (close === '') open.push(name ?? '');
    else if (open.pop() !== name) return [`${name ?? ''} is not the one that is open`];
  }
  return open;
}

test('[RV1] an incident without attachments has no section for them', async () => {
  const review = { ...paymentsReview(), attachments: [] };
  for (const format of [formats.markdown, formats.html, formats.docx])
    expect(await asText(format, review)).not.toContain('Attachments');
});

test('[RV3] JSON gives times in UTC to the second', async () => {
  const review = JSON.parse(await asText(formats.json, paymentsReview())) as {
    timeline: { lines: { at: string }[] };
    asOf: string;
  };
  for (const { at } of review.timeline.lines) expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u);
  expect(review.asOf).toMatch(/Z$/u);
});

test('[JN3] every format prints the head of the journal, and none says anything where nothing is signed', async () => {
  const head = '000G-40R4-0M30-E209-185G-R38E-1W81-24GK';
  const signed: Review = { ...checkoutReview(), journal: head };
  for (const format of Object.values(formats)) {
    expect(await asText(format, signed), format.label).toContain(head);
    expect(await asText(format, checkoutReview()), format.label).not.toMatch(
      /head of the journal|"journal"/i,
    );
  }
});

const factOf = (id: string, minute: number, draft: object) => ({
  id: `01HF7YAT0000000000000000${id}`,
  at: 1_700_000_000_000 + minute * 60_000,
  noted: 1_700_000_000_000 + minute * 60_000,
  by: 'ana',
  ...draft,
});

test.each(all.filter(([name]) => name !== 'json'))(
  '[RV14] %s says that something was struck out or corrected, and not what it was',
  async (_, format) => {
    const review = reviewOf([
      factOf('A1', 0, { kind: 'declared', title: 'Down', severity: 'P1', source: { type: 'person' } }),
      factOf('A2', 1, { kind: 'note', text: 'the password is correct-horse' }),
      factOf('A3', 2, { kind: 'retracted', target: '01HF7YAT0000000000000000A2', why: 'a secret' }),
      factOf('A4', 3, { kind: 'observation', text: 'the key battery-staple fails' }),
      factOf('A5', 4, { kind: 'amended', target: '01HF7YAT0000000000000000A4', text: 'the key fails' }),
    ]);
    const text = await asText(format, review);
    expect(text).not.toMatch(/correct-horse|battery-staple/);
    expect(text).toContain('Taken back');
    expect(text).toContain('a secret');
    expect(text).toMatch(/the key fails[\s\S]{0,80}corrected/);
  },
);
