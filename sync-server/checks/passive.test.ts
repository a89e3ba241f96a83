// The kinds that wait to be told, by an injected clock.
import { expect, test } from 'vitest';
import type { BeatState } from './check.ts';
import { heartbeat } from './heartbeat.ts';
import { metric } from './metric.ts';
import { contextOf } from './testing/context.ts';

const minute = 60_000;
const hour = 60 * minute;
const start = Date.UTC(2026, 0, 5, 10);

const nothing: BeatState = {
  since: start,
  lastBeatAt: null,
  runs: [],
  lastFailAt: null,
  lastExit: null,
  lastValue: null,
  lastValueAt: null,
  lastDurationMs: null,
  deafness: [],
};
const never = new AbortController().signal;
const hourly = { periodMinutes: 60, graceMinutes: 12 };

const beat = (now: number, beats: Partial<BeatState>, settings: object = hourly) =>
  heartbeat.run(
    heartbeat.schema.parse(settings),
    contextOf(never, { now: () => now, beats: { ...nothing, ...beats } }),
  );

test('[HB3] it fires on silence, after the grace and not before', async () => {
  const beats = { lastBeatAt: start };
  expect(await beat(start + 59 * minute, beats)).toMatchObject({ status: 'up' });
  expect(await beat(start + 71 * minute, beats)).toMatchObject({
    status: 'degraded',
    reason: 'late: no beat since 2026-01-05 10:00 UTC; it may come until 2026-01-05 11:12 UTC',
  });
  expect(await beat(start + 72 * minute, beats)).toMatchObject({
    status: 'down',
    reason: 'no beat since 2026-01-05 10:00 UTC; it was expected by 2026-01-05 11:12 UTC',
  });
});

test('[HB3] it fires as well when the first beat never comes', async () => {
  expect(await beat(start + minute, {})).toMatchObject({ status: 'unknown', reason: 'no beat yet' });
  expect(await beat(start + 72 * minute, {})).toMatchObject({ status: 'down' });
});

test('[HB3] without a grace it is a fifth of the period', async () => {
  const beats = { lastBeatAt: start };
  expect(await beat(start + 71 * minute, beats, { periodMinutes: 60 })).toMatchObject({ status: 'degraded' });
  expect(await beat(start + 72 * minute, beats, { periodMinutes: 60 })).toMatchObject({ status: 'down' });
});

test('[HB3] silence while this server was away at the wrong time is excused until the next beat is due', async () => {
  const away = { from: start + 55 * minute, to: start + 65 * minute };
  const beats = { lastBeatAt: start, deafness: [away] };
  expect(await beat(start + 80 * minute, beats)).toMatchObject({
    status: 'degraded',
    reason:
      'no beat since 2026-01-05 10:00 UTC; this server was away from 2026-01-05 10:55 UTC for 10 min, when it may have come',
  });
  expect(await beat(start + 65 * minute + 72 * minute, beats)).toMatchObject({ status: 'down' });
});

test('[HB3] being away at another time excuses nothing', async () => {
  const early = { from: start + 10 * minute, to: start + 20 * minute };
  const late = { from: start + 100 * minute, to: start + 110 * minute };
  const before = { from: start - 10 * minute, to: start - minute };
  const beats = { lastBeatAt: start, deafness: [before, early, late] };
  expect(await beat(start + 72 * minute, beats)).toMatchObject({ status: 'down' });
  expect(await beat(start + 120 * minute, beats)).toMatchObject({ status: 'down' });
});

test('[HB4] a job says that it failed, with its exit code, and recovers with a beat', async () => {
  const failed = { lastBeatAt: start, lastFailAt: start + minute, lastExit: 3 };
  expect(await beat(start + 2 * minute, failed)).toMatchObject({
    status: 'down',
    reason: 'the job says that it failed (exit code 3)',
  });
  expect(await beat(start + 3 * minute, { ...failed, lastBeatAt: start + 2 * minute })).toMatchObject({
    status: 'up',
  });
});

test('[HB4] a run that begins and does not end within the grace is down; one that ends tells how long it took', async () => {
  const running = { lastBeatAt: start, runs: [{ rid: null, at: start + 10 * minute }] };
  expect(await beat(start + 20 * minute, running)).toMatchObject({ status: 'up' });
  expect(await beat(start + 23 * minute, running)).toMatchObject({
    status: 'down',
    reason: 'the job began at 2026-01-05 10:10 UTC and has not ended within 12 min',
  });
  const ended = { runs: [], lastBeatAt: start + 15 * minute, lastDurationMs: 5 * minute };
  expect(await beat(start + 23 * minute, ended)).toMatchObject({ status: 'up', latencyMs: 5 * minute });
});

const twoRuns = [
  { rid: 'a', at: start },
  { rid: 'b', at: start + 10 * minute },
];

test('[HB4] a run that hangs is down whatever other runs do', async () => {
  const busy = { lastBeatAt: start + 15 * minute, runs: [{ rid: 'a', at: start + minute }] };
  expect(await beat(start + 14 * minute, busy)).toMatchObject({
    status: 'down',
    reason: 'the job began at 2026-01-05 10:01 UTC and has not ended within 12 min',
  });
  const both = { lastBeatAt: start - minute, since: start - hour, runs: twoRuns };
  expect(await beat(start + 11 * minute, both)).toMatchObject({ status: 'up' });
  expect(await beat(start + 12 * minute, both)).toMatchObject({ status: 'down' });
});

test('[HB3] [HB4] a run whose end this server may have missed is excused once a later beat comes', async () => {
  const away = { from: start + 5 * minute, to: start + 10 * minute };
  const lost = { runs: [{ rid: 'a', at: start }], deafness: [away] };
  expect(await beat(start + 21 * minute, { ...lost, lastBeatAt: start })).toMatchObject({ status: 'up' });
  expect(await beat(start + 22 * minute, { ...lost, lastBeatAt: start })).toMatchObject({ status: 'down' });
  expect(await beat(start + 22 * minute, { ...lost, lastBeatAt: start + 20 * minute })).toMatchObject({
    status: 'up',
  });
});

const daily = { schedule: 'at times of a cron line', cron: '0 3 * * *', graceMinutes: 30 };
const due = Date.UTC(2026, 0, 6, 3);
test.each([
  [due - 2_000, true],
  [due - 3_000, true],
  [due - 10_000, true],
  [due + 1_000, true],
  [due - 11_000, false],
  [due - hour, false],
])('[HB3] a beat at %d is the one of its cron minute: %j', async (lastBeatAt, isOfIt) => {
  const { status } = await beat(due + 31 * minute, { since: start, lastBeatAt }, daily);
  expect(status).toBe(isOfIt ? 'up' : 'down');
});

test('[HB3] for a job that runs each minute, a beat counts for the next minute only just before it', async () => {
  const eachMinute = { ...daily, cron: '* * * * *', graceMinutes: 0.1 };
  const asked = (lastBeatAt: number, now: number) => beat(now, { since: start, lastBeatAt }, eachMinute);
  expect(await asked(due + 58_000, due + minute + 59_000)).toMatchObject({ status: 'up' });
  expect(await asked(due + 45_000, due + minute + 59_000)).toMatchObject({ status: 'down' });
});

test('[HB3] results from before a change of the settings do not count', async () => {
  const old = {
    lastBeatAt: start - 5 * hour,
    lastFailAt: start - 4 * hour,
    runs: [{ rid: null, at: start - 3 * hour }],
  };
  expect(await beat(start + minute, old)).toMatchObject({ status: 'unknown' });
});

test('[HB3] a cron line is read in its time zone, across the change to summer time', async () => {
  const nightly = {
    schedule: 'at times of a cron line',
    cron: '30 3 * * *',
    timeZone: 'Europe/Vienna',
    graceMinutes: 30,
  };
  // 28 March 2026, 03:30 in Vienna is 02:30 UTC; the next night it is 01:30 UTC.
  const last = Date.UTC(2026, 2, 28, 2, 31);
  const due = Date.UTC(2026, 2, 29, 1, 30);
  const beats = { since: last - hour, lastBeatAt: last };
  expect(await beat(due - minute, beats, nightly)).toMatchObject({ status: 'up' });
  expect(await beat(due + 29 * minute, beats, nightly)).toMatchObject({ status: 'degraded' });
  expect(await beat(due + 30 * minute, beats, nightly)).toMatchObject({ status: 'down' });
});

test.each([
  [{ cron: 'every day' }, 'cron'],
  [{ cron: '61 * * * *' }, 'cron'],
  [{ cron: '* * * * * *' }, 'cron'],
  [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
  [{ periodMinutes: 0 }, 'periodMinutes'],
])('the form refuses %o, naming %s', (settings, field) => {
  const { error } = heartbeat.schema.safeParse(settings);
  expect(error?.issues.map(({ path }) => path[0])).toEqual([field]);
});

const pool = { warnAbove: 80, criticalAbove: 95, warnBelow: 1, unit: '%', staleMinutes: 10 };
const posted = (lastValue: number | null, now = start + minute, deafness: BeatState['deafness'] = []) =>
  metric.run(
    metric.schema.parse(pool),
    contextOf(never, {
      now: () => now,
      beats: { ...nothing, lastValue, lastValueAt: lastValue === null ? null : start, deafness },
    }),
  );

test.each([
  [50, 'up', null],
  [80, 'up', null],
  [83.5, 'degraded', '83.5 % is above 80 %'],
  [96, 'down', '96 % is above 95 %'],
  [0.5, 'degraded', '0.5 % is below 1 %'],
])('[HB5] a pool at %d %% is %s', async (value, status, reason) => {
  expect(await posted(value)).toMatchObject({ status, reason, value });
});

test('[HB5] a number that stops coming is down, unless this server was away', async () => {
  expect(await posted(null)).toMatchObject({ status: 'unknown', reason: 'no number yet' });
  expect(await posted(50, start + 9 * minute)).toMatchObject({ status: 'up' });
  expect(await posted(50, start + 10 * minute)).toMatchObject({
    status: 'down',
    reason: 'no number since 2026-01-05 10:00 UTC',
  });
  const away = [{ from: start + 5 * minute, to: start + 20 * minute }];
  expect(await posted(50, start + 21 * minute, away)).toMatchObject({ status: 'up' });
  expect(await posted(50, start + 31 * minute, away)).toMatchObject({ status: 'down' });
  expect(await posted(null, start + 10 * minute)).toMatchObject({ reason: 'no number has come yet' });
});
