import { expect, test } from 'vitest';
import { isIntake, isMonitor, isPerson, readAuthor } from './author.ts';

test('[FA1] the author of a fact is read in one way', () => {
  expect(readAuthor('server')).toEqual({ kind: 'server' });
  expect(readAuthor('ana')).toEqual({ kind: 'person', id: 'ana' });
  expect(readAuthor('monitor:api')).toEqual({ kind: 'monitor', id: 'api' });
  expect(readAuthor('intake:1:a')).toEqual({ kind: 'intake', id: '1:a' });
  expect(readAuthor('robot:x')).toEqual({ kind: 'unknown', id: 'robot:x' });
  for (const [by, kinds] of [
    ['ana', [true, false, false]],
    ['server', [false, false, false]],
    ['monitor:api', [false, true, false]],
    ['intake:1', [false, false, true]],
    ['robot:x', [false, false, false]],
  ] as const)
    expect([isPerson(by), isMonitor(by), isIntake(by)]).toEqual(kinds);
});
