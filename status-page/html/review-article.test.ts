import { expect, test } from 'vitest';
import { dayMs, exampleNow, exampleUpdates, fileOf, makeInput } from '../fixtures/example.ts';
import { renderStatusPage } from '../render.ts';

test('[SP144] the page of an incident tells its review first, with headings and pictures, and no other file has them', () => {
  const data = 'data:image/png;base64,YSBwaWN0dXJl';
  const review = {
    id: 'u9',
    incident: 'slow-search',
    at: exampleNow - dayMs,
    status: 'postmortem',
    body: 'Summary\n\nSearches took ten seconds.\n\nWhat we are changing\n\n1. An index of its own\n\nDone!',
    pictures: [{ alt: 'Latency <of> search', data }],
  };
  const made = renderStatusPage(makeInput({ updates: [...exampleUpdates, review] }));
  const page = fileOf(made, 'incidents/slow-search/index.html');
  expect(page).toContain('<h3 dir="auto">Summary</h3><p dir="auto">Searches took ten seconds.</p>');
  expect(page).toContain('<h3 dir="auto">What we are changing</h3><p dir="auto">1. An index of its own</p>');
  expect(page).toContain(`<img src="${data}" alt="Latency &lt;of&gt; search">`);
  const [article, updates] = [page.indexOf('id="review"'), page.indexOf('<h2>Updates</h2>')];
  expect(article).toBeGreaterThan(0);
  expect(updates).toBeGreaterThan(article);
  expect(page.slice(updates)).toContain('An index was rebuilt.');
  expect(page.slice(updates)).not.toContain('Searches took ten seconds.');
  const others = [...made].filter(([path]) => !path.endsWith('incidents/slow-search/index.html'));
  expect(others.filter(([, text]) => text.includes('base64'))).toEqual([]);
});
