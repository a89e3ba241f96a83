import { expect, test } from 'vitest';
import { readTags } from './read-tags.ts';

const context = {
  me: 'me',
  now: 1_700_000_000_000,
  people: [
    { id: 'bo', name: 'Bo Lind' },
    { id: 'me', name: 'Ana' },
  ],
};

test.each([
  ['!rolled back v412', '/action rolled back v412'],
  ['? the pool', '/hypothesis the pool'],
  ['#freeze deploys', '/decision freeze deploys'],
  ['todo drain eu-2', '/task drain eu-2'],
  ['TODO: @bo drain', '/task @bo drain'],
  ['@bo 3m drain eu-2', '/task @bo 3m drain eu-2'],
  ['@Bo Lind 14:30 drain', '/task @Bo Lind 14:30 drain'],
  ['@bo look at this', '@bo look at this'],
  ['@nobody 3m x', '@nobody 3m x'],
  ['14:02 !rolled back', '14:02 /action rolled back'],
  ['-5m ?dns', '-5m /hypothesis dns'],
  ['/sev P1', '/sev P1'],
  ['todos are open', 'todos are open'],
  ['errors went up', 'errors went up'],
])('[DE14] %s is read as %s', (line, read) => expect(readTags(line, context)).toBe(read));
