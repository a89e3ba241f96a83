import { expect, test } from 'vitest';
import type { Task } from './incident.ts';
import { orderTasks, taskState } from './tasks.ts';

const task = (id: string, given: Partial<Task> = {}): Task => ({
  id,
  text: id,
  owner: null,
  due: null,
  by: 'ana',
  at: 10,
  acceptedAt: null,
  doneAt: null,
  ...given,
});

const state = (given: Partial<Task>) => taskState(task('x', given), 100);

test('[TA2] a task is open, asked, accepted, running, overdue, done', () => {
  expect(state({})).toBe('open');
  expect(state({ owner: 'bo' })).toBe('asked');
  expect(state({ owner: 'bo', due: 200 })).toBe('asked');
  expect(state({ owner: 'bo', acceptedAt: 50 })).toBe('accepted');
  expect(state({ owner: 'bo', acceptedAt: 50, due: 200 })).toBe('running');
  // A time box that nobody accepted runs out all the same.
  expect(state({ owner: 'bo', due: 99 })).toBe('overdue');
  expect(state({ due: 99, doneAt: 98 })).toBe('done');
});

test('[TA2] overdue first, then mine, then by the time box, done last', () => {
  const tasks = [
    task('done', { doneAt: 20, due: 5 }),
    task('later', { due: 300 }),
    task('sooner', { due: 200 }),
    task('mine', { owner: 'cy' }),
    task('late', { owner: 'bo', due: 90 }),
    task('later still', { due: 95 }),
  ];
  const expected = ['late', 'later still', 'mine', 'sooner', 'later', 'done'];
  expect(orderTasks(tasks, 'cy', 100).map(({ id }) => id)).toEqual(expected);
  expect(orderTasks(tasks.toReversed(), 'cy', 100).map(({ id }) => id)).toEqual(expected);
});
