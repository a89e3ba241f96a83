import { expect, test } from 'vitest';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { createDueNews, findDue, findRecurringDue } from './due-news.ts';

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

test('[AI5] an action item is told on the morning of its day and on the next, even where the desktop looks later', () => {
  const due = Date.UTC(2026, 11, 4, 23, 59, 59);
  const itemsDue = [{ id: 'i', text: 'Add an alert', owner: 'ana', due }];
  const closed = incident({ status: 'closed', itemsDue });
  const all = findDue([closed], 'ana');
  const morning = new Date(2026, 11, 4, 9).getTime();
  expect(all.map(({ at }) => at)).toEqual([morning, new Date(2026, 11, 5, 9).getTime()]);
  expect(all[0]).toMatchObject({
    body: 'Your action item is due today: Add an alert',
    leadsTo: { screen: 'action-items' },
  });
  const news = createDueNews();
  expect(news(all, morning - 1).due).toEqual([]);
  expect(news(all, morning).due.map(({ body }) => body)).toEqual([
    'Your action item is due today: Add an alert',
  ]);
  expect(news(all, morning + 60_000).due).toEqual([]);
  // Another desktop begins to look in the afternoon, and one a week later.
  expect(createDueNews()(all, morning + 6 * 3_600_000).due).toHaveLength(1);
  expect(createDueNews()(all, morning + 7 * 86_400_000).due).toEqual([]);
  expect(findDue([closed], 'bo')).toEqual([]);
  expect(findDue([incident({ drill: true, itemsDue })], 'ana')).toEqual([]);
});

test('[RS4] the owner of a review is told at half of its time, when it is due and a day later', () => {
  const hour = 3_600_000;
  const review = { state: 'draft', owner: 'ana', from: 0, dueAt: 48 * hour } as const;
  const all = findDue([incident({ status: 'resolved', review })], 'ana');
  expect(all.map(({ at }) => at / hour)).toEqual([24, 48, 72]);
  expect(all.map(({ body }) => body)).toEqual([
    'You own its review. Half of the time for it is over.',
    'You own its review. It is due now.',
    'You own its review. It is overdue.',
  ]);
  expect(findDue([incident({ status: 'resolved', review })], 'bo')).toEqual([]);
  const late = createDueNews()(all, 50 * hour);
  expect(late.due.map(({ body }) => body)).toEqual(['You own its review. It is due now.']);
});

test('[RR6] a recurring task is told to those it reminds, on the morning of its day and on the next', () => {
  const task = { id: 't', name: 'Restore a backup', due: '2026-12-04', reminded: ['ana'] } as const;
  const [today, over] = findRecurringDue([task], 'ana');
  expect(today).toMatchObject({
    at: new Date(2026, 11, 4, 9).getTime(),
    body: 'A recurring task is due today: Restore a backup',
    leadsTo: { screen: 'recurring-tasks', task: 't' },
  });
  expect(over).toMatchObject({
    at: new Date(2026, 11, 5, 9).getTime(),
    body: 'A recurring task is overdue: Restore a backup',
  });
  expect(findRecurringDue([task], 'bo')).toEqual([]);
  expect(findRecurringDue([task], null)).toEqual([]);
});
