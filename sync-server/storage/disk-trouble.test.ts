import { expect, test } from 'vitest';
import { diskTrouble } from './disk-trouble.ts';

const sqliteError = (errcode: number) =>
  Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode });

test('a full disk is told from a bug and from damage, however deep the cause lies', () => {
  expect(diskTrouble(sqliteError(13))).toBe('the disk is full');
  // SQLITE_IOERR_SHMSIZE: what opening a database on a full disk meets.
  expect(diskTrouble(new Error('not stored', { cause: sqliteError(4874) }))).toMatch(
    /full or cannot be read/,
  );
  expect(diskTrouble(Object.assign(new Error('write'), { code: 'ENOSPC' }))).toBe('the disk is full');
});

test('damage, broken constraints and bugs are not the disk', () => {
  for (const errcode of [1, 11, 19, 26]) expect(diskTrouble(sqliteError(errcode))).toBeNull();
  expect(diskTrouble(new TypeError('undefined is not a function'))).toBeNull();
  expect(diskTrouble('full')).toBeNull();
});
