import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { allMaintenanceSchema, maintenanceSchema } from '../schema/index.ts';
import { listOccurrences } from './occurrences.ts';
import { readRule } from '../recurrence-rule.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
const at = (iso: string, zone = 'UTC'): number => DateTime.fromISO(iso, { zone }).toMillis();
const repeating = (rule: string, given: object = {}) => ({
  id: 'w',
  title: 'Work',
  schedule: {
    kind: 'repeating',
    start: '2026-01-04T02:30',
    timeZone: 'Europe/Berlin',
    minutes: 60,
    rule,
    ...given,
  },
  createdAt: 0,
  updatedAt: 0,
});
const starts = (rule: string, from: string, to: string, given: object = {}) =>
  listOccurrences(
    allMaintenanceSchema.parse([repeating(rule, given)]),
    { from: at(from), to: at(to) },
    at(from),
  ).map(({ from: start }) =>
    DateTime.fromMillis(start, { zone: 'Europe/Berlin' }).toFormat("yyyy-MM-dd'T'HH:mm ZZ"),
  );

test('[SP40] a turn keeps its time by the wall over summer time; one left out is an hour later, one that comes twice is the first', () => {
  expect(starts('FREQ=WEEKLY;BYDAY=SU', '2026-03-20', '2026-04-10')).toEqual([
    '2026-03-22T02:30 +01:00',
    '2026-03-29T03:30 +02:00',
    '2026-04-05T02:30 +02:00',
  ]);
  expect(starts('FREQ=WEEKLY;BYDAY=SU', '2026-10-20', '2026-11-05')).toEqual([
    '2026-10-25T02:30 +02:00',
    '2026-11-01T02:30 +01:00',
  ]);
});

test('[SP40] rules of the calendar: the last Friday, every other week, a count, an end', () => {
  expect(
    starts('FREQ=MONTHLY;BYDAY=-1FR', '2026-01-01', '2026-04-01').map((each) => each.slice(0, 10)),
  ).toEqual(['2026-01-30', '2026-02-27', '2026-03-27']);
  expect(starts('FREQ=WEEKLY;INTERVAL=2;COUNT=3', '2026-01-01', '2026-12-31')).toHaveLength(3);
  expect(starts('FREQ=DAILY;UNTIL=20260106T013000Z', '2026-01-01', '2026-12-31')).toHaveLength(3);
  expect(starts('FREQ=DAILY;UNTIL=20260106T012959Z', '2026-01-01', '2026-12-31')).toHaveLength(2);
  expect(
    starts('FREQ=MONTHLY;BYMONTHDAY=31', '2026-01-05', '2026-06-01', { start: '2026-01-31T02:30' }),
  ).toHaveLength(3);
});

test('[SP40] a rule that began long ago is still told', () => {
  expect(starts('FREQ=DAILY', '2026-06-01', '2026-06-04', { start: '2001-01-01T12:00' })).toHaveLength(3);
});

test('[SP40] turns that were over before the work was planned are not told', () => {
  const createdAt = at('2026-01-18T12:00');
  const planned = allMaintenanceSchema.parse([{ ...repeating('FREQ=WEEKLY'), createdAt }]);
  const range = { from: at('2026-01-01'), to: at('2026-02-02') };
  expect(listOccurrences(planned, range, createdAt).map(({ from }) => from)).toEqual([
    at('2026-01-25T02:30', 'Europe/Berlin'),
    at('2026-02-01T02:30', 'Europe/Berlin'),
  ]);
});

test.each([
  'FREQ=HOURLY',
  'FREQ=DAILY;BYHOUR=1,2,3',
  'FREQ=NEVER',
  'FREQ=DAILY\r\nDTSTART:20200101T000000Z',
  'RRULE:FREQ=DAILY',
  'FREQ=DAILY;X',
  '',
  'FREQ=DAILY;FREQ=WEEKLY',
  `FREQ=DAILY;BYMONTH=${'1,'.repeat(150)}1`,
])('[SP40] %j is no rule, and the field is named', (rule) => {
  const { error } = maintenanceSchema.safeParse(repeating(rule));
  expect(error?.issues[0]?.path).toEqual(['schedule', 'rule']);
});

test('[SP43] ids of turns are stable, differ from each other, and outlive a move', () => {
  const list = (given: object = {}, from = '2026-02-01') =>
    listOccurrences(
      allMaintenanceSchema.parse([repeating('FREQ=WEEKLY', given)]),
      { from: at(from), to: at('2026-06-01') },
      at('2026-02-01'),
    );
  const ids = list().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(list({}, '2026-03-01').map(({ id }) => id)).toEqual(ids.slice(-list({}, '2026-03-01').length));
  const moved = list({ exceptions: [{ start: '2026-02-08T02:30', from: at('2026-02-09T10:00') }] });
  expect(moved.map(({ id }) => id)).toEqual(ids);
  expect(moved.find(({ from }) => from === at('2026-02-09T10:00'))?.id).toBe(ids[1]);
});

const once = {
  id: 'w',
  title: 'Work',
  schedule: { kind: 'once', from: 10 * minuteMs, minutes: 60 },
  createdAt: 0,
  updatedAt: 0,
};
const tell = (now: number, updates: object[] = []) =>
  listOccurrences(allMaintenanceSchema.parse([{ ...once, updates }]), { from: 0, to: dayMs }, now)[0];

test('[SP143] a turn that was moved into the range from outside is listed, and only where the rule has such a turn', () => {
  const turns = (from: string, to: string, exception: object) =>
    listOccurrences(
      allMaintenanceSchema.parse([repeating('FREQ=WEEKLY;BYDAY=SU', { exceptions: [exception] })]),
      { from: at(from), to: at(to) },
      at(from),
    ).map(({ from: start }) => DateTime.fromMillis(start, { zone: 'UTC' }).toFormat('yyyy-MM-dd'));
  const soon = { start: '2026-02-22T02:30', from: at('2026-01-13T10:00') };
  expect(turns('2026-01-05', '2026-01-20', soon)).toEqual(['2026-01-11', '2026-01-13', '2026-01-18']);
  expect(turns('2026-01-05', '2026-01-20', { ...soon, start: '2026-02-23T02:30' })).toEqual([
    '2026-01-11',
    '2026-01-18',
  ]);
});

test('[SP42] it begins and ends by the clock, unless somebody says otherwise', () => {
  expect([9, 10, 69, 70].map((minute) => tell(minute * minuteMs)?.status)).toEqual([
    'scheduled',
    'in_progress',
    'in_progress',
    'completed',
  ]);
  const said = (minute: number, status: string) => ({
    id: `u${minute}`,
    at: minute * minuteMs,
    status,
    body: 'Words.',
  });
  expect(tell(6 * minuteMs, [said(5, 'in_progress')])).toMatchObject({
    status: 'in_progress',
    from: 5 * minuteMs,
  });
  expect(tell(31 * minuteMs, [said(30, 'verifying')])?.status).toBe('verifying');
  expect(tell(41 * minuteMs, [said(30, 'verifying'), said(40, 'completed')])).toMatchObject({
    status: 'completed',
    to: 40 * minuteMs,
    scheduledUntil: 70 * minuteMs,
  });
  expect(tell(29 * minuteMs, [said(30, 'completed')])?.status).toBe('in_progress');
});

test('[SP40] the library counts what Luxon counts, day by day through five years', () => {
  const rule = readRule({ start: '2024-01-01T01:30', timeZone: 'America/New_York', rule: 'FREQ=DAILY' });
  if ('expected' in rule) throw new Error(rule.expected);
  const [from, to] = [at('2024-01-01'), at('2029-01-01')];
  const found = rule.between(from, to, Infinity);
  const first = DateTime.fromISO('2024-01-01T01:30', { zone: 'America/New_York' });
  const expected = found.map((_, index) => {
    const possible = first.plus({ days: index }).getPossibleOffsets();
    return Math.min(...possible.map((each) => each.toMillis()));
  });
  expect(found).toHaveLength(1_827);
  expect(found.map((each) => each.at)).toEqual(expected);
});
