import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { nextRun } from './cron.ts';

/** The next runs after the start of 2026, in UTC. */
function runs(line: string, count = 4): string[] {
  const found: string[] = [];
  let at = Date.UTC(2026, 0, 1) - 1;
  for (let index = 0; index < count; index++) {
    at = nextRun(line, 'UTC', at) ?? 0;
    found.push(DateTime.fromMillis(at, { zone: 'UTC' }).toFormat('ccc d LLL'));
  }
  return found;
}

// 1 January 2026 is a Thursday.
test.each([
  ['0 3 */2 * 1', ['Mon 5 Jan', 'Mon 19 Jan', 'Mon 9 Feb', 'Mon 23 Feb']],
  ['0 3 1-7 * */7', ['Sun 4 Jan', 'Sun 1 Feb', 'Sun 1 Mar', 'Sun 5 Apr']],
  ['0 3 *,13 * 5', ['Fri 2 Jan', 'Fri 9 Jan', 'Fri 16 Jan', 'Fri 23 Jan']],
  ['0 3 * * 1', ['Mon 5 Jan', 'Mon 12 Jan', 'Mon 19 Jan', 'Mon 26 Jan']],
  ['0 3 13 * *', ['Tue 13 Jan', 'Fri 13 Feb', 'Fri 13 Mar', 'Mon 13 Apr']],
])('[HB3] [CH7] %s: where a day field begins with a star, both must fit', (line, expected) => {
  expect(runs(line)).toEqual(expected);
});

test.each([
  ['0 3 13 * 5', ['Fri 2 Jan', 'Fri 9 Jan', 'Tue 13 Jan', 'Fri 16 Jan']],
  ['0 3 1-31 * 1', ['Thu 1 Jan', 'Fri 2 Jan', 'Sat 3 Jan', 'Sun 4 Jan']],
  ['0 3 1,15 * MON', ['Thu 1 Jan', 'Mon 5 Jan', 'Mon 12 Jan', 'Thu 15 Jan']],
])('[HB3] [CH7] %s: where none does, one is enough', (line, expected) => {
  expect(runs(line)).toEqual(expected);
});
