import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { dayMs, exampleNow, fileOf, makeInput } from '../fixtures/example.ts';
import { renderStatusPage } from '../render.ts';

const files = renderStatusPage(makeInput());

test('[SP36] every page leads to the others and to subscribing, and marks where one is', () => {
  const signUp = 'https://muster.acme.test/status/acme/subscribe';
  const set = renderStatusPage({ ...makeInput(), signUp });
  const currentOf = (path: string) =>
    [...fileOf(set, path).matchAll(/<a [^>]*href="([^"]*)" aria-current="page"/gu)].map(([, href]) => href);
  expect(currentOf('index.html')).toEqual(['index.html']);
  expect(currentOf('de/history/index.html')).toEqual(['../history/index.html']);
  expect(currentOf('subscribe/index.html')).toEqual(['../subscribe/index.html']);
  expect(currentOf('incidents/pay-fails/index.html')).toEqual([]);
  const topOf = (path: string) => /<header>.*<\/header>/su.exec(fileOf(set, path))?.[0] ?? '';
  expect(topOf('incidents/pay-fails/index.html')).toContain('href="../../subscribe/index.html"');
  expect(/<header>.*<\/header>/su.exec(fileOf(files, 'index.html'))?.[0]).not.toContain('subscribe');
});

test('[SP36] an incident that is over has its time and length once, and a page without components says so', () => {
  const html = fileOf(files, 'index.html');
  const past = /<h3><a [^>]*>Search is slow<.*?<\/li>/su.exec(html)?.[0] ?? '';
  const words = past.replaceAll(/<[^>]*>/gu, ' ').replaceAll(/\s+/gu, ' ');
  expect(words).toContain(
    'Resolved · Minor impact · 16 Nov 2026, 15:03 to 17:03 UTC+1 (2 h) Affects Search An index was rebuilt.',
  );
  const empty = makeInput({
    page: { components: [], groups: [] },
    updates: [],
    maintenance: [],
    intervals: [],
  });
  expect(fileOf(renderStatusPage(empty), 'index.html')).toContain('No components are listed yet.');
});

test('[SP40] planned work that repeats has its text once, and below it each turn with a link of its own', () => {
  const html = fileOf(files, 'maintenance/index.html');
  for (const title of ['Upcoming', 'Past']) {
    const section = new RegExp(`<h2>${title}<.*?</section>`, 'su').exec(html)?.[0] ?? '';
    expect(section.match(/<h3>/gu)).toHaveLength(1);
    expect(section.match(/Nothing is lost/gu)).toHaveLength(1);
    expect(section.match(/Affects/gu)).toHaveLength(1);
    const ids = [...section.matchAll(/<li id="([^"]+)"/gu)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(words(section).match(/· (?:Scheduled|Completed)/gu)).toHaveLength(ids.length);
    expect(ids.length).toBeGreaterThan(6);
  }
});

const words = (html: string) =>
  html
    .replace(/<footer.*/su, '')
    .replace(/.*<main[^>]*>/su, '')
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll(/\s+/gu, ' ');
const at = (iso: string): number => DateTime.fromISO(iso).toMillis();
const report = (id: string, from: number) =>
  (['investigating', 'resolved'] as const).map((status, index) => ({
    id: `${id}-${index}`,
    incident: id,
    at: from + index * 60_000,
    status,
    title: `Trouble ${id}`,
    body: `Words of ${id}.`,
  }));

test('[SP37] the history is told by month; a quiet month says so, and years before have pages of their own', () => {
  const updates = [
    report('now', exampleNow - dayMs),
    // Within October in Berlin, still September in UTC.
    report('edge', at('2026-09-30T22:30:00Z')),
    report('spring', at('2026-03-10T12:00:00Z')),
    report('long-ago', at('2024-12-31T23:30:00Z')),
  ].flat();
  const input = { updates, page: { createdAt: at('2025-06-10T12:00:00Z') } };
  const set = renderStatusPage(makeInput(input));
  const history = words(fileOf(set, 'history/index.html'));
  expect(history).toMatch(
    /November 2026 Trouble now .* October 2026 Trouble edge .* September 2026 No incidents\. August 2026 No incidents\. Earlier incidents 2026 2025/u,
  );
  expect(history).not.toContain('July 2026');
  expect(history).not.toContain('spring');
  const year = words(fileOf(set, 'history/2026/index.html'));
  expect(year).toMatch(
    /July 2026 No incidents\. .* March 2026 Trouble spring .* January 2026 No incidents\./u,
  );
  expect(year).not.toContain('August 2026');
  // An archive has no texts of the updates.
  expect(year).not.toContain('Words of spring');
  expect(words(fileOf(set, 'history/2025/index.html'))).toContain('January 2025 Trouble long-ago');
  expect(words(fileOf(set, 'de/history/index.html'))).toMatch(/September 2026 Keine Störungen\./u);
  expect([...set.keys()].filter((path) => /^history\/\d/u.test(path))).toEqual([
    'history/2026/index.html',
    'history/2025/index.html',
  ]);
  // A page that was opened this month tells nothing of the months before.
  const young = renderStatusPage(makeInput({ updates: [], page: { createdAt: exampleNow - dayMs } }));
  expect(words(fileOf(young, 'history/index.html'))).toMatch(/November 2026 No incidents\. $/u);
});
