import { expect, test } from 'vitest';
import { storyBegan, tellStory } from '../fixtures/story.ts';
import { decideReminders, findMissing } from './reminders.ts';

const minute = 60_000;
function tellDeclared(severity?: 'P1') {
  const story = tellStory();
  const [declared] = story.write('ana', {
    kind: 'declared',
    title: 'Down',
    source: { type: 'person' },
    ...(severity && { severity }),
  });
  const began = declared!.at;
  const at = (now: number) => decideReminders(findMissing(story.open.room())(now), now);
  return {
    ...story,
    began,
    at,
    about: (about: string, now: number) => at(now).find((reminder) => reminder.about === about),
  };
}

test('[CO3] an open command is said after 2 minutes, every 2 minutes, five times', () => {
  const { began, about } = tellDeclared('P1');
  const said = (minutes: number) => about('commander', began + minutes * minute);
  expect(said(1.99)).toMatchObject({ isShown: false, reason: 'too-early', turn: 0 });
  expect(said(2)).toMatchObject({ isShown: true, reason: 'unfilled', turn: 1, since: began });
  expect([4, 6, 8, 10, 11.99].map((minutes) => said(minutes)?.turn)).toEqual([2, 3, 4, 5, 5]);
  expect(said(12)).toMatchObject({ isShown: false, reason: 'told-enough' });
});

test('[CO3] command that was given up is open since then, and taken command is no matter', () => {
  const { write, after, at, now } = tellDeclared('P1');
  write('ana', { kind: 'claimed', role: 'commander', person: 'ana', as: 'primary' });
  expect(at(now() + 9 * minute)).toEqual([]);
  after(30);
  write('ana', { kind: 'released', role: 'commander', person: 'ana' });
  expect(at(now() + 2 * minute)).toMatchObject([{ about: 'commander', since: now(), turn: 1 }]);
});

test('[CO3] a severity that nobody set is said every 5 minutes, five times', () => {
  const { began, about, write } = tellDeclared();
  const said = (minutes: number) => about('severity', began + minutes * minute);
  expect(said(4.9)?.reason).toBe('too-early');
  expect([5, 10, 15, 20, 25].map((minutes) => said(minutes))).toMatchObject(
    [1, 2, 3, 4, 5].map((turn) => ({ turn, isShown: true, reason: 'unset' })),
  );
  expect(said(30)?.reason).toBe('told-enough');
  write('ana', { kind: 'severity', severity: 'P2' });
  expect(said(10)).toBeUndefined();
});

test('[CO3] overdue tasks are counted from the moment they are late, until they are done', () => {
  const { write, about, now } = tellDeclared('P1');
  const due = now() + minute;
  const [task] = write('ana', { kind: 'task', text: 'drain', owner: 'bo', due });
  write('ana', { kind: 'task', text: 'no time box' });
  expect(about('tasks', due)).toBeUndefined();
  expect(about('tasks', due + 1)).toMatchObject({ isShown: true, reason: 'overdue', turn: 1, count: 1 });
  write('ana', { kind: 'task', text: 'call', due: due + 5_000 });
  expect(about('tasks', due + 6_000)).toMatchObject({ count: 2, since: due + 5_000 });
  write('bo', { kind: 'task-done', target: task!.id });
  expect(about('tasks', due + 6_000)).toMatchObject({ count: 1 });
});

test('[TA3] a repeating task that is late is reminded of in each turn, and never after the end', () => {
  const { write, about, now } = tellDeclared('P1');
  const began = now();
  const [task] = write('ana', { kind: 'task', text: 'check the queue', everyMs: 10 * minute });
  const due = task!.at + 10 * minute;
  expect(about('tasks', due)).toBeUndefined();
  expect(about('tasks', due + 1)).toMatchObject({ isShown: true, since: due, turn: 1 });
  write('bo', { kind: 'task-done', target: task!.id, turn: 1, at: due + minute });
  expect(about('tasks', due + 2 * minute)).toBeUndefined();
  expect(about('tasks', due + 12 * minute)).toMatchObject({ since: due + 11 * minute, turn: 1 });
  write('ana', { kind: 'status', status: 'resolved', at: began + 30 * minute });
  expect(about('tasks', due + 60 * minute)).toBeUndefined();
});

test('[CO3] nothing is said before an incident is declared and after it is over', () => {
  const { write, at, now } = tellDeclared();
  expect(findMissing(tellStory().open.room())(storyBegan + 60 * minute)).toEqual([]);
  expect(at(now() + 6 * minute)).toHaveLength(2);
  write('ana', { kind: 'status', status: 'resolved' });
  expect(at(now() + 6 * minute)).toEqual([]);
});
