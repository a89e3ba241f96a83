import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { storyBegan, tellStory } from '../fixtures/story.ts';
import type { Task } from '../view/work-view.ts';
import { sayFact } from '../facts/say.ts';
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
  repeats: null,
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

const minute = 60_000;
/** A declared incident with a task every 10 minutes, first due after 10. */
function tellRepeating() {
  const story = tellStory();
  story.write('ana', { kind: 'declared', title: 'Down', source: { type: 'person' } });
  const [fact] = story.write('ana', { kind: 'task', text: 'check the queue', everyMs: 10 * minute });
  const { id, at } = fact!;
  const did = (by: string, turn: number | undefined, minutes: number) =>
    story.write(by, { kind: 'task-done', target: id, at: at + minutes * minute, ...(turn && { turn }) });
  return { ...story, began: at, did, task: () => story.open.room().tasks[0]! };
}

test('[TA3] a repeating task stays open and is due again after each turn', () => {
  const { task, did, began } = tellRepeating();
  const rhythm = { everyMs: 10 * minute };
  expect(task()).toMatchObject({
    doneAt: null,
    due: began + 10 * minute,
    repeats: { ...rhythm, turn: 1, done: 0, missed: 0 },
  });
  did('ana', 1, 8);
  expect(task()).toMatchObject({ doneAt: null, due: began + 18 * minute, repeats: { turn: 2, done: 1 } });
  // 18 and 28 passed, and what was due at 38 was done at 39.
  did('ana', 2, 39);
  expect(task()).toMatchObject({ due: began + 49 * minute, repeats: { turn: 3, done: 2, missed: 2 } });
  // Without a turn it is the one that was due.
  did('bo', undefined, 45);
  expect(task()).toMatchObject({ due: began + 55 * minute, repeats: { turn: 4, done: 3, missed: 2 } });
});

test('[TA3] two people who do the same turn in two partitions did it once, in both orders of arrival', () => {
  const { open, did, write } = tellRepeating();
  const target = open.room().tasks[0]!.id;
  const apart = new Y.Doc();
  Y.applyUpdate(apart, Y.encodeStateAsUpdate(open.doc));
  const there = tellStory(apart, storyBegan + minute);
  const at = open.room().tasks[0]!.at;
  did('ana', 1, 9);
  there.write('bo', { kind: 'task-done', target, turn: 1, at: at + 10 * minute });
  there.write('bo', { kind: 'task-done', target, turn: 2, at: at + 19 * minute });
  Y.applyUpdate(apart, Y.encodeStateAsUpdate(open.doc));
  Y.applyUpdate(open.doc, Y.encodeStateAsUpdate(apart));
  expect(open.room().tasks).toEqual(there.open.room().tasks);
  expect(open.room().tasks).toMatchObject([
    { due: at + 29 * minute, repeats: { turn: 3, done: 2, missed: 0 } },
  ]);
  write('ana', { kind: 'note', text: 'an entry that changes nothing of it' });
  expect(open.room().tasks[0]?.repeats?.done).toBe(2);
});

test('[TA3] the timeline says that a turn was done, not that the task is finished', () => {
  const { did, open } = tellRepeating();
  did('ana', 1, 9);
  const { timeline } = open.room();
  const find = (id: string) => timeline.find((entry) => entry.id === id)?.fact;
  const turn = timeline.find(({ fact }) => fact.kind === 'task-done')?.fact;
  expect(sayFact(turn!, () => 'Ana', find)).toBe('Ana did “check the queue”');
});

test('[TA3] it is quiet once the incident is resolved, what was due then was missed, and reopening goes on', () => {
  const { task, did, began, write, open } = tellRepeating();
  did('ana', 1, 10);
  write('ana', { kind: 'status', status: 'resolved', at: began + 41 * minute });
  // Due at 20: 20, 30 and 40 passed.
  expect(task()).toMatchObject({ doneAt: began + 41 * minute, repeats: { done: 1, missed: 3 } });
  expect(taskState(task(), began + 90 * minute)).toBe('done');
  const before = open.room().tasks;
  write('ana', { kind: 'note', text: 'thanks' });
  expect(open.room().tasks).toBe(before);
  write('ana', { kind: 'status', status: 'investigating' });
  expect(task()).toMatchObject({ doneAt: null, repeats: { turn: 2, missed: 0 } });
});

test('[TA3] nothing was missed between resolving and reopening', () => {
  const { task, did, began, write } = tellRepeating();
  did('ana', 1, 10);
  write('ana', { kind: 'status', status: 'resolved', at: began + 41 * minute });
  write('ana', { kind: 'status', status: 'investigating', at: began + 300 * minute });
  // 20, 30 and 40 passed before it was resolved; a new interval began when it was reopened.
  expect(task()).toMatchObject({
    doneAt: null,
    due: began + 310 * minute,
    repeats: { turn: 2, done: 1, missed: 3 },
  });
  did('ana', 2, 321);
  expect(task()).toMatchObject({ due: began + 331 * minute, repeats: { turn: 3, done: 2, missed: 4 } });
  write('ana', { kind: 'status', status: 'resolved', at: began + 335 * minute });
  expect(task()).toMatchObject({ doneAt: began + 335 * minute, repeats: { done: 2, missed: 5 } });
});

test('[TA3] a task that was written after it was reopened has missed nothing before', () => {
  const story = tellStory();
  story.write('ana', { kind: 'declared', title: 'Down', source: { type: 'person' } });
  const began = story.now();
  story.write('ana', { kind: 'status', status: 'resolved', at: began + 10 * minute });
  story.write('ana', { kind: 'status', status: 'investigating', at: began + 60 * minute });
  story.after(70);
  const [task] = story.write('ana', { kind: 'task', text: 'look at the queue', everyMs: 10 * minute });
  expect(story.open.room().tasks).toMatchObject([
    { due: (task?.at ?? 0) + 10 * minute, repeats: { done: 0, missed: 0 } },
  ]);
});
