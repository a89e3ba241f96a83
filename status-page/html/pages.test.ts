import { expect, test } from 'vitest';
import { fileOf, makeInput } from '../fixtures/example.ts';
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
