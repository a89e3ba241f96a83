import { expect, test } from 'vitest';
import { sayUpdateDue } from './update-words.ts';

const minute = 60_000;

test('[FO9] the update clock counts down, turns late at its time, and is silent when none is owed', () => {
  expect(sayUpdateDue(null, 0)).toBeNull();
  expect(sayUpdateDue(15 * minute, 2 * minute)).toEqual({
    words: 'Update due in',
    clock: '13:00',
    isLate: false,
  });
  expect(sayUpdateDue(15 * minute, 15 * minute)).toMatchObject({ clock: '00:00', isLate: false });
  expect(sayUpdateDue(15 * minute, 15 * minute + 1000)).toEqual({
    words: 'Update overdue by',
    clock: '00:01',
    isLate: true,
  });
  expect(sayUpdateDue(0, 90 * minute)).toMatchObject({ clock: '1:30:00', isLate: true });
});
