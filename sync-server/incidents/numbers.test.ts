import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase, type Database } from '../storage/database.ts';
import { openNumbers } from './numbers.ts';

let folder = '';
let database: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-numbers-'));
  database = openDatabase(join(folder, 'muster.db'));
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

test('[FA6] numbers grow, and an incident keeps the one it was given', () => {
  const numbers = openNumbers(database);
  expect(['a', 'b', 'a', 'c'].map(numbers.numberOf)).toEqual(['INC-1', 'INC-2', 'INC-1', 'INC-3']);
});

test('[FA6] stopped between giving a number and writing it into the room, the same number is given again', async () => {
  expect(openNumbers(database).numberOf('a')).toBe('INC-1');
  await database.close();
  database = openDatabase(join(folder, 'muster.db'));
  const numbers = openNumbers(database);
  expect(numbers.numberOf('b')).toBe('INC-2');
  expect(numbers.numberOf('a')).toBe('INC-1');
});

test('[FA6] a number that a room brought along is not given to another', () => {
  const numbers = openNumbers(database);
  expect(numbers.adopt('old', 'INC-41')).toBe('adopted');
  expect(numbers.adopt('old', 'INC-41')).toBe('known');
  expect(numbers.numberOf('new')).toBe('INC-42');
  expect(numbers.adopt('other', 'INC-41')).toBe('taken');
});

test('[RC4] a record’s number is taken over only near those that are here', () => {
  const numbers = openNumbers(database);
  expect(numbers.adopt('far', 'INC-10001', 10_000)).toBe('far');
  expect(numbers.adopt('near', 'INC-10000', 10_000)).toBe('adopted');
  expect(numbers.adopt('next', 'INC-20000', 10_000)).toBe('adopted');
  expect(numbers.adopt('farther', 'INC-999999999', 10_000)).toBe('far');
  expect(numbers.adopt('ours', 'INC-90000'), 'a room of the team').toBe('adopted');
  expect(numbers.numberOf('far')).toBe('INC-90001');
});

test.each(['SEV-3', 'INC-', 'INC-0', 'INC-1x', 'INC-99999999999999'])(
  '[FA6] %s is nothing to count on from',
  (number) => {
    const numbers = openNumbers(database);
    expect(numbers.adopt('a', number)).toBe('foreign');
    expect(numbers.numberOf('b')).toBe('INC-1');
  },
);

test('[RE9] of two incidents with one number the one declared first keeps it, whichever was heard of first', () => {
  const numbers = openNumbers(database);
  expect(numbers.numberOf('b')).toBe('INC-1');
  expect(numbers.settle('c', 'INC-1')).toEqual({ incident: 'c', number: 'INC-2' });
  expect(numbers.settle('c', 'INC-1'), 'asked again').toEqual({ incident: 'c', number: 'INC-2' });
  expect(numbers.settle('a', 'INC-1')).toEqual({ incident: 'b', number: 'INC-3' });
  expect(['a', 'b', 'c', 'd'].map(numbers.numberOf)).toEqual(['INC-1', 'INC-3', 'INC-2', 'INC-4']);
  expect([numbers.settle('a', 'INC-1'), numbers.settle('x', 'INC-9'), numbers.settle('x', 'SEV-1')]).toEqual([
    null,
    null,
    null,
  ]);
});
