import { expect, test } from 'vitest';
import type { IncidentSummary, OpenPage } from '#room/feed/feed.ts';
import { nothingWatched, type Watched } from './watched.ts';
import { createWithdrawnNews } from './withdrawn-news.ts';

const incident = (more: Partial<IncidentSummary> = {}) =>
  ({ id: 'a', number: 'INC-7', title: 'Down', status: 'triage', ...more }) as IncidentSummary;
const page = (person: string, more: Partial<OpenPage> = {}) =>
  ({ id: 'p', incident: 'a', person, ...more }) as OpenPage;
const known = (one: IncidentSummary, pages: readonly OpenPage[]): Watched => ({
  ...nothingWatched,
  incidents: new Map([[one.id, one]]),
  pages,
});
const withdrawn = { as: 'false-alarm', duplicateOf: null, number: null, why: 'the probe broke' } as const;
const none = incident({ status: 'closed', withdrawn });

test('[WD4] a desktop that paged says once what it was, even after the page was answered', () => {
  const news = createWithdrawnNews();
  expect(news(known(incident(), [page('ana')]), 'ana')).toEqual([]);
  expect(news(known(incident(), []), 'ana')).toEqual([]);
  expect(news(known(none, []), 'ana')).toMatchObject([
    { title: 'INC-7 Down', body: 'It was a false alarm: the probe broke. Nothing is left to do.' },
  ]);
  expect(news(known(none, []), 'ana')).toEqual([]);
});

test('[WD4] nobody else hears of it, and nobody of an incident that was one or of a test page', () => {
  const tell = (pages: readonly OpenPage[], after: IncidentSummary) => {
    const news = createWithdrawnNews();
    news(known(incident(), pages), 'ana');
    return news(known(after, []), 'ana').length;
  };
  expect(tell([page('ana')], none)).toBe(1);
  expect(tell([page('bo')], none)).toBe(0);
  expect(tell([page('ana')], incident({ status: 'closed' }))).toBe(0);
  expect(tell([page('ana', { isTest: true })], none)).toBe(0);
});
