import { expect, test } from 'vitest';
import { createRandom } from '../fixtures/random.ts';
import { readDay } from '../time/time.ts';
import { phases, type MeasuredIncident } from './measure.ts';
import type { PanelId } from './panel.ts';
import { collectPanels, type Asked } from './panels.ts';

const day = 86_400_000;
const hour = 3_600_000;
const from = readDay('2026-03-01') ?? 0;
const period = { from, to: from + 90 * day };
const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC'];
const asked = (more: Partial<Asked> = {}): Asked => ({
  period,
  service: null,
  zone: 'Europe/Berlin',
  now: from + 100 * day,
  person: (id) => ({ name: id, zone: zones[Number(id.slice(1)) % zones.length] ?? 'UTC' }),
  ...more,
});
const one = (id: string, declaredAt: number, more: Partial<MeasuredIncident> = {}): MeasuredIncident => ({
  id,
  number: null,
  title: id,
  service: 'shop',
  drill: false,
  source: 'person',
  declaredAt,
  severity: 'P2',
  lengths: lengthsOf({}),
  pages: [],
  updates: { kept: 0, missed: 0 },
  items: { made: 0, done: 0, open: 0, dropped: 0, overdueAt: [] },
  ...more,
});
const lengthsOf = (known: Record<string, number>): MeasuredIncident['lengths'] =>
  Object.fromEntries(
    phases.map((phase) => [
      phase,
      known[phase] === undefined
        ? { ms: null, state: 'not recorded' }
        : { ms: known[phase], state: 'counted' },
    ]),
  ) as MeasuredIncident['lengths'];
const rowsOf = (all: readonly MeasuredIncident[], id: PanelId, more: Partial<Asked> = {}) =>
  collectPanels(all, asked(more)).find((panel) => panel.id === id)!.rows;

/** A team's quarter: also drills, and what lies outside of the period. */
function generate(seed: number): MeasuredIncident[] {
  const random = createRandom(seed);
  return Array.from({ length: 25 }, (_, index) => {
    const declaredAt = from + random.below(95 * 24) * hour + random.below(hour);
    return one(`i${index}`, declaredAt, {
      service: ['shop', 'search', null][random.below(3)] ?? null,
      drill: random.below(6) === 0,
      causes: ['disk', 'Disk ', 'lock'].filter(() => random.below(3) === 0),
      pages: Array.from({ length: random.below(4) }, () => ({
        at: declaredAt + random.below(10 * hour),
        person: [null, 'p0', 'p1', 'p2'][random.below(4)] ?? null,
      })),
      lengths: lengthsOf(random.below(4) === 0 ? {} : { recover: random.below(40) * hour }),
      itemTimes: Array.from({ length: random.below(3) }, () => {
        const madeAt = declaredAt + random.below(5 * day);
        const state = (['open', 'done', 'dropped'] as const)[random.below(3)] ?? 'open';
        return {
          madeAt,
          state,
          endedAt: state === 'open' ? null : madeAt + random.below(30 * day),
          due: random.below(2) === 0 ? null : madeAt + random.below(20 * day),
        };
      }),
    });
  });
}
const counted = (all: readonly MeasuredIncident[]) =>
  all.filter(({ drill, declaredAt }) => !drill && declaredAt >= period.from && declaredAt <= period.to);

const formats = new Map(
  zones.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    }),
  ]),
);
/** What a clock on the wall shows, by the runtime's own calendar. */
function wall(at: number, zone: string) {
  const parts = new Map(
    formats
      .get(zone)!
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.get('weekday')!) + 1;
  const date = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
  return { weekday, hour: Number(parts.get('hour')), date };
}

test('[NU6] over 15 quarters, hours, pages and woken nights are what the calendar gives, one by one', () => {
  for (let seed = 1; seed <= 15; seed += 1) {
    const all = generate(seed);
    const rows = rowsOf(all, 'hours');
    for (let weekday = 1; weekday <= 7; weekday += 1)
      for (let at = 0; at < 24; at += 1) {
        const isHere = (instant: number, zone: string) => {
          const shown = wall(instant, zone);
          return shown.weekday === weekday && shown.hour === at;
        };
        const begun = counted(all).filter((each) => isHere(each.declaredAt, 'Europe/Berlin'));
        const declared = begun.length;
        const pages = counted(all)
          .flatMap((each) => each.pages)
          .filter(
            (page) => page.person !== null && isHere(page.at, asked().person(page.person)!.zone),
          ).length;
        const row = rows.find(({ cells }) => cells[0] === weekday && cells[1] === at);
        expect(row?.cells.slice(2) ?? [0, 0], `seed ${seed}, ${weekday} ${at}`).toEqual([declared, pages]);
        // Each number opens its own incidents, not those of the other.
        expect(row?.behind?.incidents?.toSorted() ?? []).toEqual(begun.map(({ id }) => id).toSorted());
      }
    for (const { cells } of rowsOf(all, 'people')) {
      const [id, pages, nights] = cells;
      const mine = counted(all).flatMap((each) => each.pages.filter(({ person }) => person === id));
      const { zone } = asked().person(String(id))!;
      const woken = new Set(
        mine.flatMap(({ at }) => {
          const shown = wall(at, zone);
          if (shown.hour >= 23) return [shown.date];
          return shown.hour < 7 ? [wall(at - 12 * hour, zone).date] : [];
        }),
      );
      expect([pages, nights], `seed ${seed}, ${id}`).toEqual([mine.length, woken.size]);
    }
  }
});

test('[NU6] nights of a person in three zones within a month are counted where they were', () => {
  // 2 a.m. in Berlin is the evening before in New York, and the morning in Kolkata.
  const twoInBerlin = from + 60 * day;
  const at = (days: number, zone?: string) => ({
    at: twoInBerlin + days * day,
    person: 'p3',
    ...(zone !== undefined && { zone }),
  });
  const pages = [at(0, 'Europe/Berlin'), at(5, 'America/New_York'), at(10, 'Asia/Kolkata'), at(15)];
  const [row] = rowsOf([one('a', twoInBerlin, { pages })], 'people', {
    person: () => ({ name: 'Bo', zone: 'America/New_York' }),
  });
  expect(row?.cells).toEqual(['Bo', 4, 2]);
  const hours = rowsOf([one('a', twoInBerlin, { pages })], 'hours', {
    person: () => ({ name: 'Bo', zone: 'America/New_York' }),
  });
  const paged = hours.filter(({ cells }) => cells[3] !== 0).map(({ cells }) => Number(cells[1]));
  expect(paged.toSorted((a, b) => a - b)).toEqual([2, 5, 20, 20]);
});

const onlyBo: Asked['person'] = (id) => (id === 'p1' ? { name: 'Bo', zone: 'UTC' } : null);

test('[NU6] a person who may not be named is in no row, and people stand by name', () => {
  const all = [
    one('a', from + day, { pages: ['p2', 'p1', 'p0'].map((person) => ({ at: from + day, person })) }),
  ];
  expect(rowsOf(all, 'people').map(({ cells }) => cells[0])).toEqual(['p0', 'p1', 'p2']);
  expect(rowsOf(all, 'people', { person: onlyBo }).map(({ cells }) => cells[0])).toEqual(['Bo']);
});

test('[NU6] over 15 quarters, causes and action items are what counting gives, and every row has its incidents', () => {
  for (let seed = 1; seed <= 15; seed += 1) {
    const all = generate(seed);
    const rows = rowsOf(all, 'causes');
    for (const cause of ['disk', 'lock'])
      for (const service of ['shop', 'search', null]) {
        const some = counted(all).filter(
          (each) =>
            each.service === service &&
            each.causes?.some((tag) => tag.trim().toLowerCase() === cause) === true,
        );
        const row = rows.find(({ cells }) => cells[0] === cause && cells[1] === service);
        expect(row?.incidents.toSorted() ?? [], `seed ${seed}`).toEqual(some.map(({ id }) => id).toSorted());
        expect(row?.cells[2] ?? 0).toBe(some.length);
      }
    const items = counted(all).flatMap((each) => each.itemTimes ?? []);
    for (const { cells } of rowsOf(all, 'items')) {
      const [date, promised, done, dropped, overdue] = cells;
      const isBy = (at: number | null) => at !== null && wall(at, 'Europe/Berlin').date <= String(date);
      const made = items.filter(({ madeAt }) => isBy(madeAt));
      const ended = made.filter(({ endedAt }) => isBy(endedAt));
      expect([promised, done, dropped], `seed ${seed} ${date}`).toEqual([
        made.length,
        ended.filter(({ state }) => state === 'done').length,
        ended.filter(({ state }) => state === 'dropped').length,
      ]);
      const late = made.filter(({ endedAt, due }) => !isBy(endedAt) && due !== null && isBy(due)).length;
      expect(overdue, `seed ${seed} ${date}`).toBe(late);
    }
  }
});

const gaps = (...all: MeasuredIncident[]) => rowsOf(all, 'failures')[0]?.cells.slice(1);

test('[NU6] time between failures: overlapping incidents are one, an end that is not known begins no gap', () => {
  const recovered = (hours: number) => ({ lengths: lengthsOf({ recover: hours * hour }) });
  const at = (hours: number) => from + hours * hour;
  expect(gaps(one('a', at(0), recovered(1)), one('b', at(11), recovered(1)), one('c', at(32)))).toEqual([
    3,
    2,
    null,
    null,
  ]);
  const four = [0, 11, 32, 42].map((hours) => one(`${hours}`, at(hours), recovered(1)));
  expect(gaps(...four)).toEqual([4, 3, (39 * hour) / 3, 10 * hour]);
  // Lengths count from the first alert, here two hours before each declaration.
  const alerted = four.map((each) => ({
    ...each,
    alertedAt: each.declaredAt - 2 * hour,
    lengths: lengthsOf({ recover: 3 * hour }),
  }));
  expect(gaps(...alerted)).toEqual(gaps(...four));
  const more = (hours: number) => [
    one('d', at(hours + 5), recovered(1)),
    one('e', at(hours + 10), recovered(1)),
  ];
  expect(
    gaps(
      one('a', at(0), recovered(10)),
      one('b', at(2), recovered(1)),
      one('c', at(14), recovered(1)),
      ...more(14),
    ),
  ).toEqual([5, 3, 4 * hour, 4 * hour]);
  expect(
    gaps(one('a', at(0)), one('b', at(5), recovered(1)), one('c', at(9), recovered(1)), ...more(9)),
  ).toEqual([5, 3, (11 * hour) / 3, 4 * hour]);
  expect(gaps(one('a', at(0)))).toEqual([1, 0, null, null]);
  // Whole milliseconds, though the mean of 1, 2 and 2 is none.
  const next = (ms: number) => one(`${ms}`, from + ms, recovered(0));
  expect(gaps(next(0), next(1), next(3), next(5))).toEqual([4, 3, 2, 2]);
});

test('[NU6] where the time went: stages between two known times, the longest incident first', () => {
  const all = [
    one('a', from + day, { lengths: lengthsOf({ detect: 1, acknowledge: 2, recover: 10, resolve: 12 }) }),
    one('b', from + day, { lengths: lengthsOf({ recover: 100, resolve: 150, close: 140 }) }),
    one('c', from + day),
  ];
  expect(rowsOf(all, 'stages').map(({ cells, incidents }) => [incidents, ...cells.slice(1)])).toEqual([
    [['b'], null, null, null, 50, null],
    [['a'], 1, 2, 8, 2, null],
  ]);
});
