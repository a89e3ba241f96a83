// IN6: times as tired people write them in front of a line.
import { expect, test } from 'vitest';
import type { LineContext } from './line.ts';
import { parseLine } from './parse-line.ts';

const now = new Date(2026, 10, 21, 14, 30, 20).getTime();
const at = (hours: number, minutes: number, day = 21) => new Date(2026, 10, day, hours, minutes).getTime();
const minute = 60_000;
const context: LineContext = {
  now,
  me: 'me',
  people: [{ id: 'bo', name: 'Bo Lind' }],
  roles: [],
  mine: [],
  down: [],
  hypotheses: [],
  observations: [],
  tasks: [],
  answers: null,
};

test.each([
  ['-1.5h saw errors', now - 90 * minute],
  ['1,5 hours ago saw errors', now - 90 * minute],
  ['an hour ago: saw errors', now - 60 * minute],
  ['a minute ago saw errors', now - minute],
  ['half an hour ago saw errors', now - 30 * minute],
  ['-1w saw errors', now - 7 * 1_440 * minute],
  ['yesterday 14:02 saw errors', at(14, 2, 20)],
  ['Yesterday at 14:40, saw errors', at(14, 40, 20)],
  ['7.30am saw errors', at(7, 30)],
  ['noon: saw errors', at(12, 0)],
  ['midnight, saw errors', at(0, 0)],
])('[IN6] “%s” is told as of then', (line, when) => {
  expect(parseLine(line, context)).toMatchObject({
    drafts: [{ kind: 'note', text: 'saw errors', at: when }],
  });
});

test.each([
  ['14:02-14:10 saw errors', 'is two times'],
  ['14:02–14:10 saw errors', 'is two times'],
  ['09:00−10:30 saw errors', 'is two times'],
  ['-1:30 saw errors', 'may be a time or a length'],
  ['24:00 saw errors', 'is not a time of day'],
  ['23:59:60 saw errors', 'is not a time of day'],
  ['0:00am saw errors', 'is not a time of day'],
  ['yesterday 24:00 saw errors', 'is not a time of day'],
  ['/impact-began -1:30', 'may be a time or a length'],
])('[IN6] “%s” is refused in words', (line, why) => {
  expect(parseLine(line, context)).toMatchObject({ state: 'wrong', error: expect.stringContaining(why) });
});

test.each(['noon is the peak', 'Midnight deploy broke it', 'yesterday it worked', 'a minute of silence'])(
  '[IN6] “%s” is a note as it stands',
  (text) => {
    expect(parseLine(text, context)).toMatchObject({ drafts: [{ kind: 'note', text }] });
  },
);

test('[IN6] where nothing but a time can stand, a word for one is one', () => {
  expect(parseLine('/impact-began noon', context)).toMatchObject({ drafts: [{ at: at(12, 0) }] });
});

test.each([
  ['!14:02 rolled back', 'action', 'rolled back'],
  ['! 14:02 rolled back', 'action', 'rolled back'],
  ['？14:02 dns', 'hypothesis', 'dns'],
  ['#14:02 freeze', 'decision', 'freeze'],
  ['action: 14:02 drained', 'action', 'drained'],
  ['Decision : 14:02 freeze', 'decision', 'freeze'],
  ['\u200b14:02 !rolled back', 'action', 'rolled back'],
])('[IN6] “%s” is a tag with a time', (line, kind, text) => {
  expect(parseLine(line, context)).toMatchObject({ drafts: [{ kind, text, at: at(14, 2) }] });
});

test.each(['#4711 fails', '#1 is down', '#!/bin/sh', '!= 5 pods', '!? what', '?.', '#2pods'])(
  '[IN6] “%s” only looks like a tag',
  (text) => {
    expect(parseLine(text, context)).toMatchObject({ drafts: [{ kind: 'note', text }] });
  },
);

test.each([
  ['todo by 14:45 call', at(14, 45)],
  ['todo in 10m call', now + 10 * minute],
  ['/task @bo until 15:00 call', at(15, 0)],
  ['@bo in 10 min call', now + 10 * minute],
])('[IN6] “%s” is due then', (line, due) => {
  expect(parseLine(line, context)).toMatchObject({ drafts: [{ kind: 'task', text: 'call', due }] });
});

test('[IN6] words before a time that is none stay, and commands are read in any letters', () => {
  expect(parseLine('todo by hand', context)).toMatchObject({ drafts: [{ text: 'by hand' }] });
  expect(parseLine('／ｓｅｖ P1', context)).toMatchObject({ drafts: [{ kind: 'severity', severity: 'P1' }] });
  expect(parseLine('\u200b/sev P1', context)).toMatchObject({ drafts: [{ kind: 'severity' }] });
  expect(parseLine('/impact Users: Major, data none, they wait', context)).toMatchObject({
    drafts: [{ kind: 'impact', users: 'major', data: 'none', text: 'they wait' }],
  });
  expect(parseLine('!25:99 rolled back', context)).toMatchObject({ state: 'wrong' });
});
