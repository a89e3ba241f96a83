import { expect, test } from 'vitest';
import { fold } from '../../fold.ts';
import { makeFacts } from '../../fixtures/histories.ts';
import { createRandom } from '../../fixtures/random.ts';
import { tellStory } from '../../fixtures/story.ts';
import { paymentsReview } from '../fixtures/payments.ts';
import { collectReview, type Review } from '../review.ts';
import type { Format } from './format.ts';
import { formats } from './index.ts';
import { headings } from './words.ts';

const all: [string, Format][] = Object.entries(formats);

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '[click](javascript:alert(1))',
  '| a | b |\n|---|---|\n| c | d |',
  '# Metrics\n\n---\ntitle: x',
  '```\nnever closed',
  '~~~ `` ` *** ___ ![x](http://evil.example/x.png)',
  'שלום \u202Eevil\u202C مرحبا',
  '🧑‍🚒🔥 👩🏽‍💻 e\u0301',
  'lone \uD800 surrogate and \u0000 null',
  `${'long '.repeat(3_999)}end`,
  '&lt;b&gt; &amp; &#x3c;script&#x3e;',
];

const hostileText = (name: string): string => (name.startsWith('review/') ? hostile.join('\n\n') : '');

function hostileReview(): Review {
  const { write, open } = tellStory();
  for (const text of hostile) {
    const title = text.slice(0, 300);
    const name = text.slice(0, 120);
    write(
      name,
      { kind: 'declared', title, service: name, source: { type: 'person' } },
      { kind: 'joined', name },
    );
    const [note] = write(
      name,
      { kind: 'note', text },
      { kind: 'hypothesis', text },
      { kind: 'action-item', text, owner: name.slice(0, 64), priority: name },
    );
    const [action] = write(
      name,
      { kind: 'action', text },
      { kind: 'claimed', role: name, person: name.slice(0, 64), as: 'primary' },
    );
    write(name, { kind: 'graded', target: action?.id ?? '', outcome: 'helped', evidence: text });
    write(
      name,
      { kind: 'draft', draft: 'd', audience: name },
      { kind: 'sent', draft: 'd', channel: name, text },
    );
    write(name, { kind: 'attachment', name: title, type: name, bytes: 1, sha256: 'a0'.repeat(32) });
    write(name, { kind: 'retracted', target: note?.id ?? '', why: text });
  }
  return collectReview({ id: 'x', room: open.room(), texts: hostileText, names: (person) => person });
}

test.each(all)('[RV1] %s holds the whole review of a real incident', async (name, format) => {
  const text = format.render(paymentsReview());
  await expect(text).toMatchFileSnapshot(`../fixtures/payments.${format.extension}`);
  expect(name).not.toBe('');
});

test.each(all)('[RV3] %s is the same bytes for the same facts in any order', (_, format) => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = createRandom(seed);
    const facts = makeFacts(random, 80);
    const render = (list: readonly unknown[]): string =>
      format.render(collectReview({ id: 'x', room: fold(list), texts: () => '', names: (person) => person }));
    expect(render(random.shuffle(facts))).toBe(render(facts));
  }
});

test.each(all)('[RV2] %s says not recorded, never zero, of an empty room', (name, format) => {
  const text = format.render(
    collectReview({ id: 'x', room: fold([]), texts: () => '', names: (person) => person }),
  );
  if (name === 'json')
    expect(JSON.parse(text)).toMatchObject({
      metrics: [{ ms: null }, { ms: null }, { ms: null }, { ms: null }, { ms: null }],
    });
  else expect(text.match(/not recorded/gu)?.length).toBeGreaterThan(10);
  expect(text).not.toMatch(/\b0 s\b|NaN|undefined|1970/u);
});

test.each(all.filter(([name]) => name !== 'json'))('[RV1] %s has every section, in order', (_, format) => {
  const text = format.render(paymentsReview());
  const places = Object.values(headings).map((heading) => text.indexOf(heading));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test('[RV4] nothing that somebody typed is markup in the page', () => {
  const text = formats.html.render(hostileReview());
  const tags = new Set([...text.matchAll(/<\/?([a-z0-9!]+)/giu)].map(([, tag]) => tag?.toLowerCase()));
  const ours =
    'html head meta title style body header main section footer p h1 h2 h3 dl div dt dd table thead tbody tr th td time span ul ol li pre code strong em a br blockquote !doctype';
  expect([...tags].filter((tag) => !ours.split(' ').includes(tag ?? ''))).toEqual([]);
  // Every attribute that could load or run something.
  expect(text).not.toMatch(/<[^>]+\s(?:on\w+|src|srcset|style|background)=/iu);
  const links = [...text.matchAll(/href="([^"]*)"/gu)].map(([, href]) => href ?? '');
  expect(links.filter((href) => !/^https?:\/\//u.test(href))).toEqual([]);
  expect(text.isWellFormed()).toBe(true);
  expect(text).not.toContain('\u0000');
  expect(text).toContain('long end');
});

test('[RV4] the page fetches nothing', () => {
  const text = formats.html.render(hostileReview());
  expect(text).not.toMatch(/<(?:script|link|img|iframe|object|svg)\b|@import|url\(/iu);
  expect(text).toContain("default-src 'none'");
});

test('[RV1] what people typed breaks no table and no section of the Markdown', () => {
  const review = hostileReview();
  const lines = formats.markdown.render(review).split('\n');
  const own = lines.filter((line) => /^##? /u.test(line));
  expect(own.slice(1)).toEqual(Object.values(headings).map((heading) => `## ${heading}`));
  const rows = lines.filter((line) => line.startsWith('| 2026-') && !line.includes('| --- |'));
  const cells = new Set(rows.map((row) => row.replace(/\\[\\|]/gu, '').split('|').length));
  // Timeline rows have two cells, hypotheses five, actions six, messages five, attachments six.
  expect([...cells].toSorted((a, b) => a - b)).toEqual([4, 7, 8]);
  expect(rows.length).toBe(
    [review.timeline, review.hypotheses, review.actions, review.communications, review.attachments].reduce(
      (sum, { length }) => sum + length,
      0,
    ),
  );
  expect(lines.join('\n')).not.toMatch(/<script|<img/iu);
});

test('[RV1] an incident without attachments has no section for them', () => {
  const review = { ...paymentsReview(), attachments: [] };
  for (const format of [formats.markdown, formats.html])
    expect(format.render(review)).not.toContain(headings.attachments);
});

test('[RV3] JSON gives times in UTC to the second', () => {
  const review = JSON.parse(formats.json.render(paymentsReview())) as {
    timeline: { at: string }[];
    asOf: string;
  };
  expect(
    review.timeline.map(({ at }) => at).every((at) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u.test(at)),
  ).toBe(true);
  expect(review.asOf).toMatch(/Z$/u);
});
