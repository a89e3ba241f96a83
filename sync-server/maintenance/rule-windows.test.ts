// CH7, SP142: windows by a recurrence rule.
import { expect, test } from 'vitest';
import { expectRule, lastEnd, listTurns, nextStart, openTurn, openUntil } from './windows.ts';

const at = (text: string) => Date.parse(text);
const monthly = {
  window: {
    kind: 'rrule',
    start: '2026-01-30T02:30',
    rule: 'FREQ=MONTHLY;BYDAY=-1SU',
    minutes: 90,
    timeZone: 'Europe/Berlin',
  },
} as const;

test('[SP142] the last Sunday of the month at half past two, even when clocks skip that time', () => {
  expect(nextStart(monthly, at('2026-02-01T00:00:00Z'))).toBe(at('2026-02-22T01:30:00Z'));
  // On 29 March 02:30 does not exist in Berlin: an hour later by the wall.
  expect(nextStart(monthly, at('2026-03-01T00:00:00Z'))).toBe(at('2026-03-29T01:30:00Z'));
  // On 25 October 02:30 comes twice: the first of both.
  expect(nextStart(monthly, at('2026-10-01T00:00:00Z'))).toBe(at('2026-10-25T00:30:00Z'));
});

test('[SP142] it is open for its minutes, and a turn that somebody ended is closed', () => {
  const start = at('2026-02-22T01:30:00Z');
  expect(openUntil(monthly, start - 1)).toBeNull();
  expect(openUntil(monthly, start)).toBe(start + 90 * 60_000);
  expect(openTurn(monthly, start + 60_000)).toBe(start);
  expect(openUntil(monthly, start + 90 * 60_000)).toBeNull();
  expect(openUntil(monthly, start + 60_000, [start])).toBeNull();
  expect(lastEnd(monthly, start + 91 * 60_000, 86_400_000)).toBe(start + 90 * 60_000);
  expect(lastEnd(monthly, start + 3 * 86_400_000, 86_400_000)).toBeNull();
});

test('[SP142] after its last day it never opens again, and a yearly rule is found', () => {
  const until = at('2026-03-01T00:00:00Z');
  expect(nextStart({ ...monthly, until }, at('2026-02-23T00:00:00Z'))).toBeNull();
  const yearly = { window: { ...monthly.window, rule: 'FREQ=YEARLY' } };
  expect(nextStart(yearly, at('2026-02-01T00:00:00Z'))).toBe(at('2027-01-30T01:30:00Z'));
});

const said = (rule: string) => expectRule({ ...monthly.window, rule });
test('[SP142] a rule without any turn, or with a part that nobody knows, is refused', () => {
  expect(said('FREQ=MONTHLY;BYDAY=-1SU')).toBeNull();
  expect(said('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29')).toBeNull();
  for (const never of ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=WEEKLY;UNTIL=19700101T000000Z'])
    expect([never, said(never)]).toEqual([never, 'a recurrence rule that has at least one date']);
  expect(said('FREQ=YEARLY;BYEASTER=1')).toBe('a recurrence rule without BYEASTER=1');
});

test('[CH7] a cron line that begins each minute is listed up to the given number, and is open all the time', () => {
  const window = { kind: 'cron', cron: '* * * * *', minutes: 1_440, timeZone: 'UTC' } as const;
  const from = at('2026-02-01T00:00:00Z');
  const turns = listTurns({ window }, { from, to: from + 400 * 86_400_000, most: 25 });
  expect(turns.map((each) => each.from)).toEqual(
    Array.from({ length: 25 }, (_, index) => from + (index - 1_440 + 1) * 60_000),
  );
  expect(openUntil({ window }, from)).toBeGreaterThan(from);
});
