// SP67: what a window that is changed keeps of its past.
import { expect, test } from 'vitest';
import type { MaintenanceSettings } from '#wire/api/maintenance.ts';
import { noPast, type Past, pastAfter, turnsThrough } from './past.ts';
import * as windows from './windows.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const midnight = Date.parse('2026-12-07T00:00:00Z');
const at = (hours: number) => midnight + hours * hourMs;
const once = (from: number, to: number): MaintenanceSettings => ({
  name: 'Disks',
  monitors: [],
  components: ['c'],
  window: { kind: 'once', from: at(from), to: at(to) },
});
const daily = (time: string, minutes = 60): MaintenanceSettings => ({
  ...once(0, 1),
  window: { kind: 'weekly', days: [1, 2, 3, 4, 5, 6, 7], at: time, minutes, timeZone: 'UTC' },
});
const cron = (expression: string): MaintenanceSettings => ({
  ...once(0, 1),
  window: { kind: 'cron', cron: expression, minutes: 60, timeZone: 'UTC' },
});

type Step = [hours: number, next: MaintenanceSettings];
/** The settings after each change, and the past that is kept. */
function changed(first: MaintenanceSettings, steps: readonly Step[], completed: readonly number[] = []) {
  let planned = { version: 1, settings: first, past: noPast };
  for (const [hours, next] of steps) {
    const past = pastAfter(planned, next, { now: at(hours), windows, completed });
    planned = { version: planned.version + 1, settings: next, past };
  }
  return planned;
}
const told = (planned: { settings: MaintenanceSettings; past: Past }, from: number, to: number) =>
  turnsThrough({ id: 'w', ...planned }, windows, { from: at(from), to: at(to), most: 100 }).map((turn) => [
    (turn.from - midnight) / hourMs,
    (turn.to - midnight) / hourMs,
  ]);

test('[SP67] turns that had begun stay as they were when the rule changes, and the new rule has no past', () => {
  const before = changed(daily('22:00'), []);
  expect(told(before, -24, 48)).toEqual([
    [-2, -1],
    [22, 23],
    [46, 47],
  ]);
  const after = changed(daily('22:00'), [[12, daily('03:00')]]);
  expect(told(after, -24, 48)).toEqual([
    [-2, -1],
    [27, 28],
  ]);
  // Changed twice, and through a rule of another kind.
  const twice = changed(daily('22:00'), [
    [12, daily('03:00')],
    [36, cron('0 5 * * *')],
  ]);
  expect(told(twice, -24, 72)).toEqual([
    [-2, -1],
    [27, 28],
    [53, 54],
  ]);
});

test('[SP67] a turn that was open ends with the change, unless the new rule has it too', () => {
  expect(told(changed(daily('22:00'), [[22.5, daily('03:00')]]), 0, 30)).toEqual([
    [22, 22.5],
    [27, 28],
  ]);
  expect(told(changed(daily('22:00'), [[22.5, daily('22:00', 180)]]), 0, 30)).toEqual([[22, 25]]);
});

test('[SP67] a window that opens once plans another turn once the first is over, and the same turn before', () => {
  const later = changed(once(1, 2), [[5, once(9, 10)]]);
  expect(later.past).toMatchObject({
    anew: at(5),
    earlier: [{ settings: once(1, 2), until: at(5), anew: null }],
  });
  expect(told(later, 0, 24)).toEqual([
    [1, 2],
    [9, 10],
  ]);
  // It has not begun, or goes on.
  expect(changed(once(8, 9), [[5, once(9, 10)]]).past).toMatchObject({ anew: null, earlier: [] });
  expect(changed(once(4, 6), [[5, once(4, 8)]]).past).toMatchObject({ anew: null, earlier: [] });
  // It had begun and is put off: the turn keeps its name, and what was done has another.
  expect(changed(once(4, 6), [[5, once(20, 22)]]).past).toMatchObject({
    anew: null,
    earlier: [{ settings: once(4, 5), until: at(5), anew: at(5) }],
  });
  // People ended it early.
  expect(changed(once(4, 6), [[5, once(20, 22)]], [at(4)]).past).toMatchObject({ anew: at(5) });
});

test('[SP67] other words change nothing of the past, and a moved turn is told once', () => {
  const renamed = { ...daily('22:00'), name: 'New disks', description: 'Orders wait.' };
  expect(changed(daily('22:00'), [[12, renamed]]).past).toBe(noPast);
  const moved = {
    ...daily('22:00'),
    exceptions: [{ turn: at(22), from: at(23), to: at(24) }],
  };
  expect(told(changed(daily('22:00'), [[12, moved]]), -24, 48)).toEqual([
    [-2, -1],
    [23, 24],
    [46, 47],
  ]);
});

test('[SP67] what no page tells any more is dropped, and many changes stay bounded', () => {
  const steps = Array.from({ length: 300 }, (_, day): Step => [
    day * 24 + 12,
    daily(day % 2 ? '03:00' : '22:00'),
  ]);
  const { past } = changed(daily('01:00'), steps);
  expect(past.earlier.length).toBeLessThanOrEqual(100);
  expect(past.earlier[0]?.until).toBeGreaterThan(at(299 * 24) - 93 * dayMs);
});
