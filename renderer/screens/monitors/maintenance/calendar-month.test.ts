import { expect, test } from 'vitest';
import { dayAfterKey, firstOfMonth, monthLater, turnsByDay, weeksOf } from './calendar-month.ts';

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);
const said = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString().slice(0, 10);

test('[MO6] a month is whole weeks from Monday on', () => {
  const weeks = weeksOf(day('2026-12-24'));
  expect(weeks.map(([monday = 0]) => said(monday))).toEqual([
    '2026-11-30',
    '2026-12-07',
    '2026-12-14',
    '2026-12-21',
    '2026-12-28',
  ]);
  expect(weeks.every((week) => week.length === 7)).toBe(true);
  // February 2027 begins on a Monday and has four weeks.
  expect(weeksOf(day('2027-02-10'))).toHaveLength(4);
  expect(said(firstOfMonth(day('2026-12-24'), 1))).toBe('2027-01-01');
});

test('[MO6] keys lead through days, weeks and months, also over their ends', () => {
  const from = (key: string, text = '2026-12-31') => said(dayAfterKey(key, day(text)));
  expect([from('ArrowRight'), from('ArrowLeft'), from('ArrowUp'), from('ArrowDown')]).toEqual([
    '2027-01-01',
    '2026-12-30',
    '2026-12-24',
    '2027-01-07',
  ]);
  expect([from('Home'), from('End'), from('PageUp'), from('PageDown')]).toEqual([
    '2026-12-28',
    '2027-01-03',
    '2026-11-30',
    '2027-01-31',
  ]);
  expect(said(monthLater(day('2027-01-31'), 1))).toBe('2027-02-28');
  expect(from('a')).toBeNull();
});

test('[MO6] a turn stands at each day that it touches, and ends before the day on which it is over at midnight', () => {
  const turns = [
    { id: 'night', from: day('2026-12-01') + 22 * 3_600_000, to: day('2026-12-02') + 3_600_000 },
    { id: 'evening', from: day('2026-12-02') + 22 * 3_600_000, to: day('2026-12-03') },
  ];
  const days = turnsByDay(turns, (at) => at);
  expect([...days].map(([at, some]) => [said(at), some.map(({ id }) => id)])).toEqual([
    ['2026-12-01', ['night']],
    ['2026-12-02', ['night', 'evening']],
  ]);
  // By a wall that is two hours later the evening is a day of its own.
  const east = turnsByDay(turns, (at) => at + 2 * 3_600_000);
  expect([...east.keys()].map(said)).toEqual(['2026-12-02', '2026-12-03']);
});
