import { XMLValidator } from 'fast-xml-parser';
import ICAL from 'ical.js';
import Parser from 'rss-parser';
import { expect, test } from 'vitest';
import {
  dayMs,
  exampleChecks,
  exampleMaintenance,
  exampleNow,
  examplePage,
  exampleUpdates,
  fileOf,
  hourMs,
  makeInput,
  minuteMs,
} from './fixtures/example.ts';
import { createRandom } from '#room/fixtures/random.ts';
import { limits } from './limits.ts';
import { contentTypeOf, renderStatusPage } from './render.ts';
import { bytesOf } from './text.ts';
import type { StatusPageInput } from './view.ts';

const files = renderStatusPage(makeInput());
const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;
const htmlOf = (set: ReadonlyMap<string, string>) => [...set].filter(([path]) => path.endsWith('.html'));

test('[SP1] the same input gives the same bytes, whatever the order of what is told', () => {
  const shuffled = makeInput({
    updates: exampleUpdates.toReversed(),
    intervals: exampleChecks.toReversed(),
    maintenance: exampleMaintenance.toReversed(),
  });
  expect(renderStatusPage(shuffled)).toEqual(files);
});

test('[SP1] a generation says its sequence, its time and who made it', () => {
  expect(JSON.parse(fileOf(files, 'generation.json'))).toEqual({
    sequence: 41,
    at: '2026-11-21T14:03:20.000Z',
    by: 'server',
  });
});

test('[SP1] every file has a media type and a path that stays in its folder', () => {
  for (const path of files.keys()) {
    expect(path).toMatch(/^[A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*)*$/u);
    expect(contentTypeOf(path)).not.toBe('application/octet-stream');
  }
});

test('[SP30] every page has its language, one h1, its landmarks and the time it was written', () => {
  const pages = htmlOf(files).filter(([path]) => !path.endsWith('embed.html'));
  expect(pages.length).toBe(4 * (4 + 2));
  for (const [path, html] of pages) {
    const language = /^(de|fr|es)\//u.exec(path)?.[1] ?? 'en';
    expect(html, path).toContain(`<html lang="${language}">`);
    expect(count(html, /<h1[ >]/gu), path).toBe(1);
    for (const landmark of ['<header>', '<main ', '<footer '])
      expect(count(html, new RegExp(landmark, 'gu')), path).toBe(1);
    expect(html, path).toContain('<time datetime="2026-11-21T14:03:20Z">');
    expect(html, path).not.toContain('undefined');
    expect(html, path).not.toContain('[object');
  }
});

test('[SP3] pages fetch nothing from anybody else and carry one script, which their policy names', () => {
  for (const [path, html] of htmlOf(files)) {
    const sources = [...html.matchAll(/(?:src|srcset|action|data|poster)="([^"]*)"/gu)].map(
      ([, source]) => source,
    );
    const sheets = [...html.matchAll(/<link rel="(?:stylesheet|icon|preload)"[^>]*href="([^"]*)"/gu)].map(
      ([, source]) => source,
    );
    for (const source of [...sources, ...sheets]) expect(source, path).not.toMatch(/^(?:[a-z]+:)?\/\//u);
    expect(count(html, /<script/gu), path).toBe(path.endsWith('embed.html') ? 0 : 1);
    expect(html, path).toContain('content="default-src ');
    expect(html, path).not.toMatch(/url\(|@import/u);
  }
});

function resolve(from: string, href: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of href.split('/')) {
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

test('[SP3] links inside the page lead to files of the same generation, from every folder', () => {
  for (const [path, html] of htmlOf(files))
    for (const [, href = ''] of html.matchAll(/href="([^"#:]+)"/gu)) {
      const target = resolve(path, href);
      expect(files.has(target), `${path}: ${href}`).toBe(true);
    }
});

test('[SP33] bars have a name and a table in words; a gap is a gap', () => {
  const html = fileOf(files, 'index.html');
  expect(count(html, /<svg viewBox[^>]*role="img" aria-label="[^"]+"/gu)).toBe(5);
  expect(html).toContain('aria-label="Payments, last 90 days: trouble on 2 days"');
  const table = /<caption>Payments: days with problems<\/caption>.*?<\/table>/su.exec(html)?.[0] ?? '';
  expect(table).toContain('Major outage 40 min');
  const search = /<caption>Search: days.*?<\/table>/su.exec(html)?.[0] ?? '';
  expect(search).toContain('Not measured');
});

test('[SP21] the page says how its uptime is counted, with its own weights and what was not measured', () => {
  expect(fileOf(files, 'index.html')).toMatch(
    /Time in major outage counts 1, partial 0\.5, degraded 0; maintenance and times that we could not measure are left out; a group is the mean of its members; since the first measurement of each component, \d+ min went unmeasured\./u,
  );
  const strict = renderStatusPage(makeInput({ page: { method: 'strict' } }));
  expect(fileOf(strict, 'de/index.html')).toContain(
    'Zeit in schwerem Ausfall zählt 1, in teilweisem 1, mit eingeschränkter Leistung 1',
  );
});

/** The first page when the website was down for so long, and else up. */
const lost = (ms: number) => {
  const intervals = [
    { from: exampleNow - 100 * dayMs, to: exampleNow - hourMs, state: 'up' },
    { from: exampleNow - hourMs, to: exampleNow - hourMs + ms, state: 'down' },
    { from: exampleNow - hourMs + ms, to: null, state: 'up' },
  ];
  const web = { component: 'web', checkedAt: exampleNow, everyMs: minuteMs, intervals };
  return fileOf(
    renderStatusPage(makeInput({ intervals: [web], updates: [], maintenance: [] })),
    'index.html',
  );
};

test('[SP21] a share is cut, not rounded: only what lost nothing is 100 %', () => {
  expect(lost(1_000)).toContain('<b>Website</b><i>99.99 % uptime</i>');
  expect(lost(0)).toContain('<b>Website</b><i>100 % uptime</i>');
});

test('[SP31] times carry the zone of the page, also across summer time', () => {
  const html = fileOf(files, 'index.html');
  expect(html).toContain('21 Nov 2026, 15:03 UTC+1');
  const july = fileOf(renderStatusPage(makeInput({ now: 1_782_907_200_000 })), 'fr/index.html');
  expect(july).toContain('1er juil. 2026, 14:00 UTC+2');
  const kolkata = makeInput({ page: { timeZone: 'Asia/Kolkata' } });
  expect(fileOf(renderStatusPage(kolkata), 'es/index.html')).toContain('21 nov 2026, 19:33 UTC+5:30');
});

test('[SP32] words appear in the language of the page, and say so where they are in another', () => {
  const german = fileOf(files, 'de/index.html');
  expect(german).toContain('Zahlungen schlagen fehl');
  expect(german).toContain('<p lang="en" dir="auto">A certificate expired.</p>');
  expect(german).toContain('Nur in dieser Sprache: English');
  const english = fileOf(files, 'index.html');
  expect(english).toContain('Payments fail');
  expect(english).not.toContain('Written in');
  expect(fileOf(files, 'fr/index.html')).toContain('<span lang="en">Payments fail</span>');
});

test('[SP32] the page’s own language is at the top; the others in folders', () => {
  const french = renderStatusPage(makeInput({ page: { language: 'fr', languages: ['en'] } }));
  expect(fileOf(french, 'index.html')).toContain('<html lang="fr">');
  expect(fileOf(french, 'en/index.html')).toContain('<html lang="en">');
  expect(french.has('de/index.html')).toBe(false);
  expect(fileOf(french, 'index.html')).toContain('href="en/index.html" lang="en"');
});

/** Pages full of everything that is allowed. */
function heavy(
  components: number,
  name: (index: number) => string,
  extra: Partial<Record<'updates', unknown[]>> = {},
): StatusPageInput {
  const random = createRandom(components);
  const list = Array.from({ length: components }, (_, index) => ({
    id: `c${index}`,
    name: name(index),
    group: `Region ${index % 12}`,
    monitor: `m${index}`,
  }));
  const intervals = list.map(({ id }) => {
    const outages = Array.from(
      { length: 3 },
      (_, index) => exampleNow - (index * 30 + 1 + random.below(12)) * dayMs,
    );
    const cuts = outages.toReversed().flatMap((from) => [from, from + (1 + random.below(400)) * minuteMs]);
    return {
      component: id,
      checkedAt: exampleNow,
      everyMs: minuteMs,
      intervals: [exampleNow - 95 * dayMs, ...cuts].map((from, index) => ({
        from,
        to: cuts[index] ?? null,
        state: index % 2 === 0 ? 'up' : random.pick(['down', 'partial', 'degraded', 'unknown']),
      })),
    };
  });
  return makeInput({
    page: { components: list, groups: [] },
    intervals,
    maintenance: [],
    updates: [],
    ...extra,
  });
}

test('[SP3] 200 components with 90 days stay under the weight, with their bars', () => {
  const html = fileOf(renderStatusPage(heavy(200, (index) => `Service number ${index}`)), 'index.html');
  expect(bytesOf(html)).toBeLessThan(limits.pageBytes);
  expect(count(html, /<li><b>/gu)).toBe(200);
  expect(count(html, /<svg viewBox="0 0 90 4">/gu)).toBe(200);
  expect(html).toContain('uptime/index.html');
});

test('[SP3] the first page stays under its weight whatever is written', () => {
  const long = heavy(200, (index) => `${index}${'&'.repeat(100)}`, {
    updates: Array.from({ length: 60 }, (_, index) => ({
      id: `u${index}`,
      incident: `i${index}`,
      at: exampleNow - index * minuteMs,
      status: 'investigating',
      title: '<'.repeat(limits.title),
      body: '"'.repeat(limits.body),
      components: [],
    })),
  });
  const words = { '': '"'.repeat(limits.announcement) };
  const link = { label: { '': '&'.repeat(60) }, url: `https://x.test/?${'&'.repeat(480)}` };
  const set = renderStatusPage({
    ...long,
    signUp: `https://muster.acme.test/status/${'a'.repeat(60)}/subscribe`,
    page: {
      ...long.page,
      name: '&'.repeat(limits.name),
      languages: ['en'],
      announcement: words,
      description: words,
      links: Array.from({ length: limits.links }, () => link),
    },
  });
  const html = fileOf(set, 'index.html');
  expect(bytesOf(html)).toBeLessThan(limits.pageBytes);
  expect(count(html, /incidents\/i\d+\/index\.html/gu)).toBeGreaterThan(0);
  expect(fileOf(set, 'incidents/i7/index.html')).toContain('&quot;'.repeat(limits.body));
});

test('[SP90] with a place to sign up every language has the form, and a page with all components', () => {
  const signUp = 'https://muster.acme.test/status/acme/subscribe';
  const set = renderStatusPage({ ...makeInput(), signUp });
  for (const folder of ['', 'en/', 'fr/', 'es/', 'de/'].filter((each) => set.has(`${each}index.html`))) {
    const first = fileOf(set, `${folder}index.html`);
    expect(first).toContain(`<form method="post" action="${signUp}"`);
    expect(first).toContain('form-action https://muster.acme.test"');
    const choose = fileOf(set, `${folder}subscribe/index.html`);
    expect(count(choose, /type="checkbox"/gu)).toBe(examplePage.components.length);
    expect(count(choose, /<h1>/gu)).toBe(1);
  }
  expect(files.has('subscribe/index.html')).toBe(false);
  expect(fileOf(files, 'index.html')).not.toContain('<form');
});

const evil = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  ']]><script>alert(1)</script>',
  '</title></style></textarea><svg onload=alert(1)>',
  'javascript:alert(1) https://x.test/"onmouseover=alert(1) https://x.test/<script>',
  'x\r\nSet-Cookie: a=b\r\n\r\n<html>',
  'x\u0000\u0008\u001B\u007F\u0085\uFFFEy',
  'a\uD800b\uDC00c',
  '\u202Eevil\u2066',
  '&lt;b&gt; &amp; &#x3c;script&#x3e;',
  '{{7*7}} ${7*7} <%= 7 %>',
  'a\uE000b\uE001c',
];

test.each(evil)('[SP6] %j stays words in every field and every file', async (words) => {
  const set = renderStatusPage(
    makeInput({
      page: {
        name: words,
        announcement: words,
        description: { en: words, de: words },
        links: [{ label: words.slice(0, 60), url: 'https://acme.test/?a=1&b=2' }],
        groups: [{ name: `G ${words}`, description: words }],
        components: examplePage.components.map((each) => ({
          ...each,
          name: `${each.id} ${words}`,
          group: `G ${words}`,
          description: words,
        })),
      },
      updates: exampleUpdates.map((each) => ({ ...each, title: words, body: { en: words, fr: words } })),
      maintenance: exampleMaintenance.map((each) => ({ ...each, title: words, body: words })),
    }),
  );
  for (const [path, text] of set) {
    expect(text, path).toBe(text.toWellFormed());
    if (path !== 'maintenance.ics') expect(text, path).not.toMatch(/(?![\t\n])\p{Cc}/u);
    if (path.endsWith('.json')) JSON.parse(text);
    if (/\.(?:svg|rss|atom)$/u.test(path)) expect(XMLValidator.validate(text), path).toBe(true);
    if (path.endsWith('.html')) expectOnlyOurs(path, text);
  }
  await new Parser().parseString(fileOf(set, 'history.rss'));
  expect(fileOf(set, 'maintenance.ics').split('BEGIN:VEVENT')).toHaveLength(
    fileOf(files, 'maintenance.ics').split('BEGIN:VEVENT').length,
  );
  ICAL.parse(fileOf(set, 'maintenance.ics'));
});

const tags = (text: string) => new Set([...text.matchAll(/<(\/?[a-z][\w-]*)/giu)].map(([, tag]) => tag));
const attributes = (text: string) =>
  new Set(
    [...text.matchAll(/<[a-z][\w-]*((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/giu)].flatMap(([, given = '']) =>
      [...given.replaceAll(/="[^"]*"/gu, '').matchAll(/[\w:-]+/gu)].map(([name]) => name),
    ),
  );
const foreign = <T>(some: ReadonlySet<T>, known: ReadonlySet<T>): T[] =>
  [...some].filter((each) => !known.has(each));

/** Tags and attributes are those that the example has as well; nothing that somebody wrote became one. */
function expectOnlyOurs(path: string, html: string) {
  const known = htmlOf(files)
    .map(([, text]) => text)
    .join('');
  expect(foreign(tags(html), tags(known)), path).toEqual([]);
  expect(foreign(attributes(html), attributes(known)), path).toEqual([]);
  expect(count(html, /<script/giu), path).toBe(path.endsWith('embed.html') ? 0 : 1);
  expect(html, path).not.toMatch(/href="(?!https?:|[\w.#/-]*")/u);
}

test('[SP6] what reached the renderer past the schemas is escaped all the same', () => {
  const input = makeInput();
  const name = '<script>alert(1)</script>\u0000\uD800';
  const set = renderStatusPage({
    ...input,
    page: { ...input.page, name, components: input.page.components.map((each) => ({ ...each, name })) },
  });
  for (const [path, html] of htmlOf(set)) expectOnlyOurs(path, html);
  expect(XMLValidator.validate(fileOf(set, 'history.atom'))).toBe(true);
});

const report = (id: string, minutesAgo: number, status: string) => ({
  id,
  incident: id,
  at: exampleNow - minutesAgo * 60_000,
  status: 'investigating',
  title: id,
  body: 'We look.',
  components: [{ id: 'web', status }],
});

test('[SP35] the worst of the open incidents stands first, of equal ones the newest', () => {
  const updates = [
    report('Worst', 90, 'major_outage'),
    report('Older', 60, 'degraded_performance'),
    report('Newer', 30, 'degraded_performance'),
  ];
  const html = fileOf(renderStatusPage(makeInput({ updates })), 'index.html');
  const titles = [...html.matchAll(/<article[^>]*><h3><a[^>]*>(\w+)</gu)].map(([, title]) => title);
  expect(titles).toEqual(['Worst', 'Newer', 'Older']);
});

const groups = (html: string) =>
  [...html.matchAll(/<(section|details) class="g"( open)?>/gu)].map(([, tag, open]) => [
    tag,
    open !== undefined,
  ]);

test('[SP35] on a page of many components a group is folded while all of it is operational', () => {
  const components = Array.from({ length: 16 }, (_, index) => ({
    id: `c${index}`,
    name: `Component ${index}`,
    group: index < 8 ? 'Europe' : 'Asia',
  }));
  const page = { components, groups: [{ name: 'Europe' }, { name: 'Asia' }] };
  const updates = [
    {
      id: 'u',
      incident: 'i',
      at: exampleNow - 60_000,
      status: 'investigating',
      title: 'Slow',
      body: 'x',
      components: [{ id: 'c9', status: 'degraded_performance' }],
    },
  ];
  const given = { page, updates, intervals: [], maintenance: [] };
  const html = fileOf(renderStatusPage(makeInput(given)), 'index.html');
  expect(groups(html)).toEqual([
    ['details', false],
    ['details', true],
  ]);
  for (const { name } of components) expect(html).toContain(`<b>${name}</b>`);
  const few = { ...given, page: { ...page, components: components.slice(1) } };
  expect(groups(fileOf(renderStatusPage(makeInput(few)), 'index.html'))).toEqual([
    ['section', false],
    ['section', false],
  ]);
});
