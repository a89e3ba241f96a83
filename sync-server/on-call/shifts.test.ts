import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { findDuty } from './duty.ts';
import { measureFairness } from './fairness.ts';
import { scheduleSchema, type ScheduleSettings } from '#wire/api/schedules.ts';
import type { Override } from '#wire/api/on-call.ts';
import { planShifts, type Shift } from './shifts.ts';
import { dayMs, openZone } from '#room/time/zone.ts';

const everybody = () => [];
const allButBo = (person: string) => (person === 'bo' ? null : []);
const homeOf = (person: string) => (person === 'bo' ? 'Asia/Tokyo' : 'UTC');
const hourMs = 3_600_000;
const at = (text: string, zone = 'UTC') => DateTime.fromISO(text, { zone }).toMillis();
const schedule = (layers: unknown[], timeZone = 'Europe/Berlin'): ScheduleSettings =>
  scheduleSchema.parse({ name: 'Shop', timeZone, layers });
const weekly = (people: readonly string[], more: object = {}) => ({
  name: 'first',
  people,
  rotation: { unit: 'week', handoffAt: '09:00', ...more },
  startsOn: '2026-01-05',
});
const daily = (people: readonly string[], more: object = {}) => ({
  name: 'day',
  people,
  rotation: { unit: 'day', handoffAt: '09:00' },
  startsOn: '2026-01-05',
  ...more,
});
const say = (shifts: readonly Shift[], zone = 'Europe/Berlin') =>
  shifts.map(({ person, from, to }) => {
    const words = [from, to].map((each) => DateTime.fromMillis(each, { zone }).toFormat('ccc d.M. HH:mm'));
    return `${person} ${words.join(' to ')}`;
  });
const plan = (settings: ScheduleSettings, from: number, to: number, overrides: readonly Override[] = []) =>
  planShifts(settings, overrides, { from, to }, everybody);

const awayOf =
  (away: Readonly<Record<string, readonly { from: number; to: number }[]>>) => (person: string) =>
    away[person] ?? [];

describe('time zones', () => {
  test('[OC3] a wall time is the instant that an independent library says, in every zone, all year', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    expect(zones.length).toBeGreaterThan(400);
    for (const name of zones) {
      const zone = openZone(name);
      for (let day = 0; day < 366; day += 3) {
        const wall = Date.UTC(2026, 0, 1 + day, 12, 17);
        const shown = DateTime.fromMillis(wall, { zone: 'UTC' }).setZone(name, { keepLocalTime: true });
        expect(zone.toInstant(wall), `${name} ${shown.toISO()}`).toBe(shown.toMillis());
      }
    }
  });

  test('[OC3] shown twice is the first time, never shown is the moment of the change', () => {
    const berlin = openZone('Europe/Berlin');
    expect(berlin.toInstant(at('2026-10-25T02:30'))).toBe(at('2026-10-25T00:30'));
    expect(berlin.toInstant(at('2026-10-25T03:00'))).toBe(at('2026-10-25T02:00'));
    expect(berlin.toInstant(at('2026-03-29T02:30'))).toBe(at('2026-03-29T01:00'));
    expect(berlin.toInstant(at('2026-03-29T03:00'))).toBe(at('2026-03-29T01:00'));
    // Half an hour, and a whole day that Samoa left out.
    expect(openZone('Australia/Lord_Howe').toInstant(at('2026-10-04T02:15'))).toBe(at('2026-10-03T15:30'));
    expect(openZone('Pacific/Apia').toInstant(at('2011-12-30T12:00'))).toBe(at('2011-12-30T10:00'));
  });
});

describe('rotations', () => {
  test('[OC1] by the week, handed over on the day that was chosen', () => {
    const { shifts, gaps } = plan(
      schedule([weekly(['ana', 'bo'], { handoffDay: 3 })]),
      at('2026-01-05T09:00', 'Europe/Berlin'),
      at('2026-01-20', 'Europe/Berlin'),
    );
    expect(say(shifts)).toEqual([
      'ana Mon 5.1. 09:00 to Wed 7.1. 09:00',
      'bo Wed 7.1. 09:00 to Wed 14.1. 09:00',
      'ana Wed 14.1. 09:00 to Wed 21.1. 09:00',
    ]);
    expect(gaps).toEqual([]);
  });

  test('[OC1] every second week, every three days, every twelve hours', () => {
    const people = ['ana', 'bo'];
    const of = (rotation: object) =>
      say(
        plan(
          schedule([{ name: 'x', people, rotation, startsOn: '2026-01-05' }]),
          at('2026-01-06'),
          at('2026-01-21'),
        ).shifts,
      );
    expect(of({ unit: 'week', every: 2 })).toEqual([
      'ana Mon 5.1. 09:00 to Mon 19.1. 09:00',
      'bo Mon 19.1. 09:00 to Mon 2.2. 09:00',
    ]);
    expect(of({ unit: 'day', every: 3 }).slice(0, 2)).toEqual([
      'ana Mon 5.1. 09:00 to Thu 8.1. 09:00',
      'bo Thu 8.1. 09:00 to Sun 11.1. 09:00',
    ]);
    expect(of({ unit: 'hour', every: 12, handoffAt: '08:00' }).slice(0, 2)).toEqual([
      'bo Mon 5.1. 20:00 to Tue 6.1. 08:00',
      'ana Tue 6.1. 08:00 to Tue 6.1. 20:00',
    ]);
  });

  test('[OC1] a later layer covers an earlier one in its hours, past midnight too; an override covers all', () => {
    const settings = schedule([
      weekly(['ana']),
      daily(['bo'], { name: 'nights', hours: [{ days: [1], from: '22:00', to: '06:00' }] }),
    ]);
    const from = at('2026-01-12T12:00', 'Europe/Berlin');
    const to = at('2026-01-13T12:00', 'Europe/Berlin');
    const override = { id: 'o', person: 'cleo', from: at('2026-01-12T22:00'), to: at('2026-01-12T23:00') };
    expect(say(plan(settings, from, to, [override]).shifts)).toEqual([
      'ana Mon 12.1. 09:00 to Mon 12.1. 22:00',
      'bo Mon 12.1. 22:00 to Mon 12.1. 23:00',
      'cleo Mon 12.1. 23:00 to Tue 13.1. 00:00',
      'bo Tue 13.1. 00:00 to Tue 13.1. 06:00',
      'ana Tue 13.1. 06:00 to Mon 19.1. 09:00',
    ]);
  });

  test('[OC4] hours that nobody covers are a gap, and so is the shift of somebody who is gone', () => {
    const from = at('2026-01-12', 'Europe/Berlin');
    const office = schedule([
      daily(['ana', 'bo'], { hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }] }),
    ]);
    const { gaps } = plan(office, from, from + dayMs);
    expect(gaps).toEqual([
      { from, to: from + 9 * hourMs },
      { from: from + 17 * hourMs, to: from + dayMs },
    ]);
    const week = schedule([weekly(['ana', 'bo'])]);
    const without = planShifts(week, [], { from, to: from + dayMs }, allButBo);
    expect(without.shifts.map(({ person }) => person)).toEqual(['ana']);
    expect(without.gaps).toEqual([{ from: from + 9 * hourMs, to: from + dayMs }]);
    expect(findDuty(week, [], from + 10 * hourMs, allButBo)).toMatchObject({
      person: null,
      backup: null,
      next: { person: 'ana' },
    });
  });

  test('[AB2] a turn of somebody away goes to who comes next and is there, else to what lies below, else it is a gap', () => {
    const monday = at('2026-01-05T09:00', 'Europe/Berlin');
    const [from, to] = [monday + dayMs, monday + 3 * dayMs];
    const week = schedule([weekly(['ana', 'bo', 'cleo'])]);
    const range = { from: monday, to: monday + 7 * dayMs };
    const planned = (away: Parameters<typeof awayOf>[0], settings = week) => {
      const { shifts, gaps } = planShifts(settings, [], range, awayOf(away));
      return [shifts.map(({ person, coversFor }) => [person, coversFor].filter(Boolean).join(' for ')), gaps];
    };
    const both = [{ from, to }];
    expect(planned({ ana: both })).toEqual([['ana', 'bo for ana', 'ana'], []]);
    // A person who is away for a part of the shift takes none of it.
    expect(planned({ ana: both, bo: [{ from: to - 1, to: to + 1 }] })).toEqual([
      ['ana', 'cleo for ana', 'ana'],
      [],
    ]);
    expect(planned({ ana: both, bo: both, cleo: both })).toEqual([['ana', 'ana'], [{ from, to }]]);
    const below = schedule([weekly(['dee']), weekly(['ana'])]);
    expect(planned({ ana: both }, below)).toEqual([['ana', 'dee', 'ana'], []]);
    expect(findDuty(week, [], from, awayOf({ ana: both }))).toMatchObject({ person: 'bo', until: to });
  });

  test('[OC5] who is on call, who comes next and who is the backup', () => {
    const settings = schedule([weekly(['ana', 'bo', 'cleo'])]);
    const now = at('2026-01-06', 'Europe/Berlin');
    const handoff = at('2026-01-12T09:00', 'Europe/Berlin');
    expect(findDuty(settings, [], now, everybody)).toEqual({
      person: 'ana',
      backup: 'bo',
      until: handoff,
      next: { person: 'bo', from: handoff },
    });
    const override = { id: 'o', person: 'cleo', from: now - 1, to: now + hourMs };
    expect(findDuty(settings, [override], now, everybody)).toMatchObject({
      person: 'cleo',
      backup: 'ana',
      until: now + hourMs,
      next: { person: 'ana', from: now + hourMs },
    });
    expect(findDuty(schedule([weekly(['ana'])]), [], now, everybody)).toEqual({
      person: 'ana',
      backup: null,
      until: null,
      next: null,
    });
  });

  test('[OC6] hours, nights and weekends are by the clock of the person', () => {
    const settings = schedule([daily(['ana', 'bo'])], 'UTC');
    const range = { from: at('2026-01-05T09:00'), to: at('2026-01-19T09:00') };
    const { shifts } = plan(settings, range.from, range.to);
    expect(measureFairness(shifts, range, homeOf)).toEqual([
      { person: 'ana', hours: 168, nights: 7, weekends: 2, shifts: 7 },
      { person: 'bo', hours: 168, nights: 7, weekends: 2, shifts: 7 },
    ]);
    const oneEvening = [
      {
        person: 'ana',
        from: at('2026-01-09T18:00'),
        to: at('2026-01-10T02:00'),
        layer: 'x',
        isOverride: false,
        coversFor: null,
      },
    ];
    expect(measureFairness(oneEvening, range, () => 'UTC')).toEqual([
      { person: 'ana', hours: 8, nights: 0, weekends: 1, shifts: 1 },
    ]);
    expect(measureFairness(oneEvening, range, () => 'Asia/Tokyo')[0]).toMatchObject({ nights: 1 });
  });
});

/** Every moment of the range belongs to exactly one shift. */
function expectSeamless({ shifts, gaps }: ReturnType<typeof plan>, from: number, to: number, name: string) {
  expect(gaps, name).toEqual([]);
  expect(shifts[0]?.from, name).toBeLessThanOrEqual(from);
  expect(shifts.at(-1)?.to, name).toBeGreaterThanOrEqual(to);
  for (const [index, shift] of shifts.entries()) {
    if (shift.to <= shift.from || (index > 0 && shift.from !== shifts[index - 1]?.to))
      throw new Error(`${name}: ${JSON.stringify([shifts[index - 1], shift])}`);
  }
}

describe('across summer time', () => {
  const rotations = [
    { unit: 'week', handoffAt: '09:00' },
    { unit: 'week', handoffAt: '02:30', handoffDay: 7 },
    { unit: 'day', handoffAt: '02:30' },
    { unit: 'hour', every: 6, handoffAt: '02:30' },
    { unit: 'hour', every: 1, handoffAt: '00:30' },
  ];

  test('[OC2] a year of on-call in any zone of the world has no gap and no overlap', () => {
    const from = at('2026-02-01');
    const to = at('2027-02-01');
    for (const name of Intl.supportedValuesOf('timeZone')) {
      for (const rotation of rotations) {
        const layer = { name: 'x', people: ['ana', 'bo', 'cleo'], rotation, startsOn: '2026-01-05' };
        const settings = schedule([layer], name);
        const title = `${name} ${JSON.stringify(rotation)}`;
        // An hourly year is 8,760 shifts: the weeks around most changes say as much.
        const [begin, end] = rotation.every === 1 ? [at('2026-03-01'), at('2026-05-01')] : [from, to];
        expectSeamless(plan(settings, begin, end), begin, end, title);
      }
    }
  });

  test.each([
    ['Europe/Berlin', '2026-03-26', 167, '2026-10-22', 169],
    ['America/New_York', '2026-03-05', 167, '2026-10-29', 169],
    ['Australia/Lord_Howe', '2026-10-01', 167.5, '2026-04-02', 168.5],
  ])(
    '[OC2] in %s the week of the change is an hour or half an hour longer or shorter',
    (zone, spring, short, autumn, long) => {
      const settings = schedule([{ ...weekly(['ana', 'bo'], { handoffDay: 4 }) }], zone);
      for (const [day, hours] of [
        [spring, short],
        [autumn, long],
      ] as const) {
        const from = at(`${day}T09:00`, zone);
        const [shift] = plan(settings, from, from + hourMs).shifts;
        expect(shift?.from).toBe(from);
        expect(((shift?.to ?? 0) - from) / hourMs).toBe(hours);
        expect(DateTime.fromMillis(shift?.to ?? 0, { zone }).toFormat('HH:mm')).toBe('09:00');
      }
    },
  );

  test('[OC2] 300 people in rotations are planned five years ahead', () => {
    const people = Array.from({ length: 300 }, (_, index) => `p${index}`);
    const settings = schedule([weekly(people), daily(people, { name: 'b' })]);
    const from = at('2026-06-01');
    const { shifts } = plan(settings, from, from + 5 * 365 * dayMs);
    expect(shifts.length).toBeGreaterThan(1_800);
  });
});

describe('invalid schedules', () => {
  test.each([
    ['timeZone', { timeZone: 'Mars/Olympus' }],
    ['layers.0.rotation.every', { layers: [weekly(['a'], { every: 60 })] }],
    ['layers.0.rotation.handoffAt', { layers: [weekly(['a'], { handoffAt: '25:00' })] }],
    ['layers.0.startsOn', { layers: [{ ...weekly(['a']), startsOn: '2026-02-30' }] }],
    ['layers.0.people', { layers: [weekly([])] }],
    ['layers.0.hours.0.to', { layers: [daily(['a'], { hours: [{ days: [1], from: '09:00', to: '5pm' }] })] }],
  ])('[OC1] the field %s is named', (field, change) => {
    const result = scheduleSchema.safeParse({ name: 'x', timeZone: 'UTC', layers: [], ...change });
    expect(result.error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
  });
});
