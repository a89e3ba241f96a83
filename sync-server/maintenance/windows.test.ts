import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { createRandom } from '#room/fixtures/random.ts';
import { maintenanceSchema, type WindowTimes } from '#wire/api/maintenance.ts';
import {
  expectCron,
  expectExceptions,
  lastEnd,
  listTurns,
  nextStart,
  openTurn,
  openUntil,
} from './windows.ts';

const minuteMs = 60_000;
const zones = [
  'Europe/Madrid',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kolkata',
  'UTC',
];
const local = (text: string, zone: string) => DateTime.fromISO(text, { zone }).toMillis();
const weekly = (
  timeZone: string,
  at: string,
  minutes: number,
  days = [1, 2, 3, 4, 5, 6, 7],
): WindowTimes => ({
  window: { kind: 'weekly', days, at, minutes, timeZone },
});

test('[CH7] a window opens and ends by itself, and says when it opens next', () => {
  const once: WindowTimes = { window: { kind: 'once', from: 1_000, to: 2_000 } };
  expect([0, 999, 1_000, 1_999, 2_000].map((at) => openUntil(once, at))).toEqual([
    null,
    null,
    2_000,
    2_000,
    null,
  ]);
  expect([nextStart(once, 0), nextStart(once, 1_000)]).toEqual([1_000, null]);
  const saturdays = weekly('Europe/Madrid', '22:00', 180, [6]);
  const from = local('2026-06-06T22:00', 'Europe/Madrid');
  expect(openUntil(saturdays, from - 1)).toBeNull();
  expect(openUntil(saturdays, from + 150 * minuteMs)).toBe(from + 180 * minuteMs);
  expect(nextStart(saturdays, from)).toBe(local('2026-06-13T22:00', 'Europe/Madrid'));
});

test('[CH7] until ends a turn that runs, and those to come', () => {
  const from = local('2026-06-06T22:00', 'UTC');
  const window = { ...weekly('UTC', '22:00', 180), until: from + 60 * minuteMs };
  expect(openUntil(window, from)).toBe(from + 60 * minuteMs);
  expect(openUntil(window, from + 60 * minuteMs)).toBeNull();
  expect(nextStart(window, from)).toBeNull();
});

test('[CH7] a start that summer time leaves out is an hour later by the wall; one that comes twice is the first', () => {
  const nightly = weekly('Europe/Madrid', '02:30', 60);
  const gap = local('2026-03-29T03:30', 'Europe/Madrid');
  expect(nextStart(nightly, gap - 120 * minuteMs)).toBe(gap);
  const twice = Date.UTC(2026, 9, 25, 0, 30);
  expect(nextStart(nightly, twice - 1)).toBe(twice);
  expect(openUntil(nightly, twice + 59 * minuteMs)).toBe(twice + 60 * minuteMs);
  expect(openUntil(nightly, twice + 61 * minuteMs)).toBeNull();
});

test.each(zones)(
  '[CH7] in %s, through a year: one turn each day, of its real minutes, at its time by the wall',
  (zone) => {
    const random = createRandom(zone.length);
    for (let round = 0; round < 6; round++) {
      const at = `${String(random.below(24)).padStart(2, '0')}:${String(random.below(60)).padStart(2, '0')}`;
      const minutes = 1 + random.below(600);
      const window = weekly(zone, at, minutes);
      let from = nextStart(window, local('2026-01-01T00:00', zone) - 1);
      let turns = 0;
      let shifted = 0;
      while (from !== null && from < local('2027-01-01T00:00', zone)) {
        const said = `seed ${zone.length}, ${at}, ${new Date(from).toISOString()}`;
        expect(openUntil(window, from), said).toBe(from + minutes * minuteMs);
        expect(openUntil(window, from - 1), said).toBeNull();
        expect(openUntil(window, from + minutes * minuteMs), said).toBeNull();
        if (DateTime.fromMillis(from, { zone }).toFormat('HH:mm') !== at) shifted += 1;
        turns += 1;
        from = nextStart(window, from);
      }
      expect(turns).toBe(365);
      // Only the one day a year whose hour does not exist.
      expect(shifted).toBeLessThanOrEqual(1);
    }
  },
);

test('[CH7] cron windows follow their zone, and overlapping turns are one', () => {
  const window: WindowTimes = {
    window: { kind: 'cron', cron: '0 22 * * 6', minutes: 60, timeZone: 'America/New_York' },
  };
  const from = local('2026-11-07T22:00', 'America/New_York');
  expect(nextStart(window, local('2026-11-02T00:00', 'America/New_York'))).toBe(from);
  expect([from - 1, from, from + 60 * minuteMs].map((at) => openUntil(window, at))).toEqual([
    null,
    from + 60 * minuteMs,
    null,
  ]);
  const often: WindowTimes = { window: { kind: 'cron', cron: '*/10 * * * *', minutes: 25, timeZone: 'UTC' } };
  const at = Date.UTC(2026, 0, 1, 12, 5);
  expect(openUntil(often, at)).toBe(Date.UTC(2026, 0, 1, 12, 25));
});

const field = (window: unknown) =>
  maintenanceSchema.safeParse({ name: 'x', monitors: 'all', window }).error?.issues[0]?.path.join('.');

test('[CH7] an invalid window is refused, naming the field', () => {
  expect(expectCron('61 * * * *', 'UTC')).toMatch(/five fields/);
  expect(expectCron('* * * * * *', 'UTC')).toMatch(/five fields/);
  expect(expectCron('0 0 30 2 *', 'UTC')).toMatch(/at least one date/);
  expect(expectCron('0 22 * * 6', 'UTC')).toBeNull();
  expect(field({ kind: 'once', from: 5, to: 5 })).toBe('window.to');
  expect(field({ kind: 'weekly', days: [8], at: '22:00', minutes: 5, timeZone: 'UTC' })).toBe(
    'window.days.0',
  );
  expect(field({ kind: 'weekly', days: [1], at: '24:00', minutes: 5, timeZone: 'UTC' })).toBe('window.at');
  expect(field({ kind: 'weekly', days: [1], at: '22:00', minutes: 5, timeZone: 'Mars' })).toBe(
    'window.timeZone',
  );
});

test('[SP143] one turn of a window that repeats is moved or called off, the others stay', () => {
  const zone = 'Europe/Madrid';
  const at = (text: string) => local(text, zone);
  const hourMs = 60 * minuteMs;
  const [first, second, third] = ['2026-03-22T22:00', '2026-03-29T22:00', '2026-04-05T22:00'].map(at) as [
    number,
    number,
    number,
  ];
  const to = { from: at('2026-03-31T01:00'), to: at('2026-03-31T03:00') };
  const windows: WindowTimes['window'][] = [
    { kind: 'weekly', days: [7], at: '22:00', minutes: 60, timeZone: zone },
    { kind: 'cron', cron: '0 22 * * 0', minutes: 60, timeZone: zone },
    { kind: 'rrule', start: '2026-03-01T22:00', rule: 'FREQ=WEEKLY;BYDAY=SU', minutes: 60, timeZone: zone },
  ];
  for (const window of windows) {
    const times: WindowTimes = {
      window,
      exceptions: [
        { turn: second, ...to },
        { turn: third, cancelled: true },
      ],
    };
    expect(expectExceptions(times)).toBeNull();
    // Summer time begins on 29 March: the turn keeps its time by the wall, and is not open where it was.
    expect([openUntil(times, first), openUntil(times, second), openUntil(times, third)]).toEqual([
      first + hourMs,
      null,
      null,
    ]);
    expect([openUntil(times, to.from - 1), openUntil(times, to.from), openUntil(times, to.to)]).toEqual([
      null,
      to.to,
      null,
    ]);
    expect(openTurn(times, to.from)).toBe(second);
    expect(openUntil(times, to.from, [second])).toBeNull();
    expect(nextStart(times, first)).toBe(to.from);
    expect(nextStart(times, to.from)).toBe(at('2026-04-12T22:00'));
    expect(lastEnd(times, to.to + 1, hourMs)).toBe(to.to);
    const range = { from: first, to: at('2026-04-12T00:00'), most: 9 };
    expect(listTurns(times, range)).toEqual([
      { turn: first, from: first, to: first + hourMs, isMoved: false, isCancelled: false },
      { turn: second, ...to, isMoved: true, isCancelled: false },
      { turn: third, from: third, to: third + hourMs, isMoved: false, isCancelled: true },
    ]);
  }
});

test('[SP143] an exception names a turn of its window, once', () => {
  const times = weekly('UTC', '22:00', 60, [7]);
  const turn = Date.UTC(2026, 2, 29, 22);
  const wrong = (exceptions: WindowTimes['exceptions'], more: Partial<WindowTimes> = {}) =>
    expectExceptions({ ...times, ...more, exceptions: exceptions ?? [] })?.field;
  expect(wrong([{ turn, cancelled: true }])).toBeUndefined();
  expect(wrong([{ turn: turn + 1, cancelled: true }])).toBe('exceptions.0.turn');
  expect(
    wrong([
      { turn, cancelled: true },
      { turn, from: turn, to: turn + 1 },
    ]),
  ).toBe('exceptions.1.turn');
  const once: WindowTimes = { window: { kind: 'once', from: turn, to: turn + minuteMs } };
  expect(wrong([{ turn, cancelled: true }], once)).toBe('exceptions.0.turn');
  const parse = (exception: object) =>
    maintenanceSchema.safeParse({ name: 'x', monitors: 'all', ...times, exceptions: [exception] }).success;
  expect([
    parse({ turn, from: turn, to: turn }),
    parse({ turn, from: turn, to: turn + 2 * 86_400_000 }),
  ]).toEqual([false, false]);
  expect([parse({ turn }), parse({ turn, cancelled: false }), parse({ turn, cancelled: true })]).toEqual([
    false,
    false,
    true,
  ]);
});
