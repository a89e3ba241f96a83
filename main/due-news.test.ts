import { expect, test } from 'vitest';
import type { IncidentSummary } from '#room/feed.ts';
import { createDueNews, findDue } from './due-news.ts';

const incident = (rest: Partial<IncidentSummary>) =>
  ({
    id: 'a',
    number: 'INC-1',
    title: 'Down',
    status: 'investigating',
    commanders: ['ana'],
    communications: [],
    updateDueAt: null,
    ...rest,
  }) as IncidentSummary;

const bodies = (rest: Partial<IncidentSummary>, me = 'ana') =>
  findDue([incident({ updateDueAt: 50, ...rest })], me).map(({ body }) => body);

test('[DE12] an update is due for the communications lead, and for the commander where there is none', () => {
  expect(bodies({})).toEqual(['An update is due.']);
  expect(bodies({ communications: ['bo'] })).toEqual([]);
  expect(bodies({ communications: ['bo'] }, 'bo')).toEqual(['An update is due.']);
  expect(bodies({ status: 'closed' })).toEqual([]);
  const tasksDue = [{ id: 't', text: 'drain eu-2', owner: 'bo', due: 40 }];
  expect(bodies({ tasksDue, updateDueAt: null }, 'bo')).toEqual(['Your task is due: drain eu-2']);
});

test('[DE12] each is told once, when its time comes, and what was overdue before is not', () => {
  const news = createDueNews();
  const all = findDue(
    [
      incident({ updateDueAt: 50 }),
      incident({ id: 'b', updateDueAt: 150 }),
      incident({ id: 'c', updateDueAt: 170 }),
    ],
    'ana',
  );
  const keys = (now: number) => news(all, now).due.map(({ key }) => key);
  expect(news(all, 100)).toEqual({ due: [], nextAt: 150 });
  expect(keys(149)).toEqual([]);
  expect(keys(160)).toEqual(['update b 150']);
  expect(keys(160)).toEqual([]);
  expect(keys(180)).toEqual(['update c 170']);
});
