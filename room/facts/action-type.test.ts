import { expect, test } from 'vitest';
import { summarize } from '../feed/summary.ts';
import { tellStory } from '../fixtures/story.ts';
import { guessActionType, markOf } from './action-type.ts';

test.each([
  ['Restarted one payments-api instance', 'restart'],
  ['rebooted db-2', 'restart'],
  ['Rolled back v412', 'rollback'],
  ['reverted the deploy of 14:02', 'rollback'],
  ['Scaled checkout to 12 pods', 'scale'],
  ['added two more workers', 'scale'],
  ['Raised the pool limit to 80', 'config'],
  ['turned the new search off', 'config'],
  ['Failed over to eu-2', 'failover'],
  ['moved all reads to the replica', 'failover'],
  ['Purged the CDN cache', 'cache'],
  ['Blocked three addresses at the edge', 'block'],
  ['Rate-limited the importer', 'block'],
  ['Called the vendor', null],
  ['', null],
])('[GR6] %s: %s', (text, type) => {
  expect(guessActionType(text)).toBe(type);
});

test('[GR6] the kind whose words come first counts', () => {
  expect(guessActionType('Restarted the workers after the rollback')).toBe('restart');
  expect(guessActionType('Rolled back, then restarted the workers')).toBe('rollback');
});

test('[GR6] a mark says what the words do not say', () => {
  expect(markOf('rollback', 'Rolled back v412')).toBeNull();
  expect(markOf('failover', 'Restarted the queue')).toBe('failover');
  expect(markOf('cache', 'did the usual')).toBe('cache');
  expect(markOf('other', 'Restarted the queue')).toBeNull();
});

test('[GR6] only the beginning of a long text is read', () => {
  expect(guessActionType(`${'looked at the log '.repeat(20)} and restarted it`)).toBe(null);
});

test('[GR6] a choice stands over the words, and an amendment over both; without a choice it follows the words', () => {
  const { write, open } = tellStory();
  const [read] = write('ana', { kind: 'action', text: 'Restarted the queue' });
  const [chosen] = write('ana', { kind: 'action', text: 'Restarted the queue', type: 'failover' });
  const types = () => open.room().actions.map(({ type }) => type);
  expect(types()).toEqual(['restart', 'failover']);
  write('ana', { kind: 'amended', target: read!.id, text: 'Purged the cache' });
  write('bo', { kind: 'amended', target: chosen!.id, type: 'block' });
  expect(types()).toEqual(['cache', 'block']);
  const [note] = write('ana', { kind: 'note', text: 'Restarted the queue' });
  write('bo', { kind: 'amended', target: note!.id, type: 'block' });
  expect(open.room().timeline.find(({ id }) => id === note!.id)?.fact).not.toHaveProperty('type');
});

test('[GR7] the summary has the newest three actions that helped, without those that did not', () => {
  const { write, open } = tellStory();
  write('ana', { kind: 'declared', title: 'Shop', source: { type: 'person' } });
  const did = (text: string, outcome: 'helped' | 'no-effect') => {
    const [action] = write('ana', { kind: 'action', text });
    write('bo', { kind: 'graded', target: action!.id, outcome });
  };
  did('Restarted one host', 'helped');
  did('Restarted all hosts', 'no-effect');
  did('Failed over to eu-2', 'helped');
  did('Called the vendor', 'helped');
  did(`Rolled back v412 ${'x'.repeat(300)}`, 'helped');
  const { helped } = summarize('01KJVX0000MVSTER0000000042', open.room())!;
  expect(helped?.map(({ type }) => type)).toEqual(['failover', null, 'rollback']);
  expect(helped?.[2]?.text).toHaveLength(200);
});
