import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Sample } from '#room/feed/feed.ts';
import { createRandom } from '#room/fixtures/random.ts';
import { openTemporaryDatabase } from '../../replica/testing/database.ts';
import { openSamples } from './samples.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const start = Date.UTC(2026, 5, 1);
const silent = { info() {}, warn() {}, error() {}, debug() {} };

// What was given up as in a crash must not go on writing.
beforeAll(() => void vi.useFakeTimers({ toFake: ['setInterval'] }));
afterAll(() => void vi.useRealTimers());

async function open() {
  const database = openTemporaryDatabase();
  await database.queries
    .insertInto('monitors')
    .values({ id: 'm', settings: '{}', status: 'up', since: 0, reason: null, last_incident: null })
    .execute();
  let at = start;
  const reopen = () => openSamples({ database, now: () => at, log: silent });
  let samples = await reopen();
  return {
    add: (status: Sample['status'], latencyMs: number | null = 10, isCounted = true) =>
      samples.add('m', { at, status, latencyMs, reason: null }, isCounted),
    forward: (ms: number) => (at += ms),
    rollups: () => samples.rollups,
    restart: async () => {
      samples.close();
      samples = await reopen();
    },
    /** As the server does every second. */
    write: () => samples.list('m', at),
    /** As kill -9 after the second in which everything was written. */
    crash: async () => {
      await samples.list('m', at);
      samples = await reopen();
    },
    [Symbol.asyncDispose]: async () => {
      samples.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

test('[CH13] minutes, hours and days hold what was measured, at once and after a restart or a crash', async () => {
  await using kept = await open();
  const random = createRandom(3);
  const all: { at: number; status: Sample['status']; latencyMs: number }[] = [];
  let at = start;
  for (let index = 0; index < 3_000; index++) {
    const status = random.chance(0.1) ? 'down' : random.chance(0.1) ? 'degraded' : 'up';
    const latencyMs = random.below(200);
    kept.add(status, latencyMs);
    all.push({ at, status, latencyMs });
    const step = 1_000 + random.below(60_000);
    kept.forward(step);
    at += step;
    if (random.chance(0.01)) await kept.restart();
    if (random.chance(0.01)) await kept.crash();
  }
  for (const [resolution, lengthMs] of [
    ['minute', minuteMs],
    ['hour', hourMs],
    ['day', dayMs],
  ] as const) {
    const history = kept.rollups().history('m', resolution, 0);
    const since = history[0]?.at ?? 0;
    for (const bucket of history) {
      const mine = all.filter((sample) => Math.floor(sample.at / lengthMs) * lengthMs === bucket.at);
      const count = (status: Sample['status']) => mine.filter((sample) => sample.status === status).length;
      const good = mine.filter(({ status }) => status !== 'down').map(({ latencyMs }) => latencyMs);
      expect(bucket, `seed 3, ${resolution} ${bucket.at}`).toMatchObject({
        up: count('up'),
        down: count('down'),
        degraded: count('degraded'),
        latencyMaxMs: good.length === 0 ? null : Math.max(...good),
      });
    }
    const measured = new Set(all.map((sample) => Math.floor(sample.at / lengthMs) * lengthMs));
    expect(history.map((bucket) => bucket.at)).toEqual([...measured].filter((each) => each >= since));
  }
});

test('[CH13] uptime is the share that was good in each span; what does not count is left out', async () => {
  await using kept = await open();
  expect(kept.rollups().uptime('m')).toEqual({ day: null, week: null, month: null, quarter: null });
  for (let day = 0; day < 100; day++) {
    for (let hour = 0; hour < 24; hour++) {
      // Down for the first day of all, for a day 60, 20 and 3 days ago, and now.
      const isDown = [0, 40, 80, 97].includes(day) || (day === 99 && hour >= 12);
      kept.add(isDown ? 'down' : hour % 2 === 0 ? 'up' : 'degraded');
      kept.add('down', null, false);
      if (day < 99 || hour < 23) kept.forward(hourMs);
    }
    await kept.write();
    if (day === 50) await kept.restart();
  }
  const { day, week, month, quarter } = kept.rollups().uptime('m');
  expect(day).toBeCloseTo(12 / 24, 6);
  expect(week).toBeCloseTo((168 - 12 - 24) / 168, 6);
  expect(month).toBeCloseTo((30 - 2.5) / 30, 6);
  expect(quarter).toBeCloseTo((90 - 3.5) / 90, 6);
});
