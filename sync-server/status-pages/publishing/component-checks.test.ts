import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Sample } from '#room/feed/feed.ts';
import { openMeasured } from '../../monitoring/measured.ts';
import { openOutages } from '../../monitoring/outages.ts';
import { openDatabase } from '../../storage/database.ts';
import { componentChecks } from './component-checks.ts';

const everyMs = 20_000;
const start = 1_795_269_800_000;

/** A monitor that is measured every 20 s from `start` on, one letter each: up, slow, down, nothing, a crash. */
async function measure(
  turns: string,
  then: (at: number) => { from: number; to: number | null }[] = () => [],
) {
  const folder = mkdtempSync(join(tmpdir(), 'muster-measured-'));
  const file = join(folder, 'muster.db');
  let at = start;
  const now = () => at;
  const log = pino({ level: 'silent' });
  let database = openDatabase(file);
  let measured = openMeasured({ database, now, log });
  for (const turn of turns) {
    const status = ({ u: 'up', s: 'degraded', d: 'down' } as const)[turn];
    const sample: Sample | null = status === undefined ? null : { at, status, latencyMs: 1, reason: null };
    if (sample !== null) measured.take('m', sample, everyMs);
    if (turn === 'p') measured.end('m');
    if (turn === 'x') {
      // What was not written is lost with the process.
      await database.close();
      database = openDatabase(file);
      measured = openMeasured({ database, now, log });
    }
    if (turn === 'w') measured.history('m', 0);
    else at += everyMs;
  }
  const outages = openOutages({ database, now });
  for (const { from, to } of then(start)) {
    outages.began('m', { from: from + 2 * everyMs, reason: null, incident: null, failedAt: from });
    if (to !== null) outages.ended('m', to);
  }
  const history = measured.history('m', 0);
  measured.close();
  await database.close();
  rmSync(folder, { recursive: true });
  const checks = componentChecks('c', { ...history, everyMs, isPaused: turns.endsWith('p') });
  const turnOf = (time: number) => (time - start) / everyMs;
  return {
    checkedAt: checks.checkedAt === null ? null : turnOf(checks.checkedAt),
    told: checks.intervals.map(({ from, to, state }) => [state, turnOf(from), to && Math.ceil(turnOf(to))]),
  };
}

const fromThird = (at: number) => [{ from: at + 2 * everyMs, to: at + 6 * everyMs }];
const goesOn = (at: number) => [{ from: at + everyMs, to: null }];

test('[SP66] measurements without a gap are one span', async () => {
  expect(await measure('uuuuu')).toEqual({ checkedAt: 4, told: [['up', 0, 4]] });
});

test('[SP66] a failure that nobody confirmed is no outage', async () => {
  expect(await measure('uuduu')).toEqual({ checkedAt: 4, told: [['up', 0, 4]] });
});

test('[SP66] an outage begins with its first failure and ends with its recovery', async () => {
  expect((await measure('uudddduu', fromThird)).told).toEqual([
    ['up', 0, 7],
    ['down', 2, 6],
  ]);
  // What has just ended must not be taken for what goes on.
  const { told, checkedAt } = await measure('uuddddu', fromThird);
  expect(checkedAt).toBe(6);
  expect(told).toEqual([
    ['up', 0, 6],
    ['down', 2, 6],
  ]);
});

test('[SP66] nothing is claimed for a time in which nobody measured', async () => {
  expect((await measure('uuu......uu')).told).toEqual([
    ['up', 0, 2],
    ['up', 9, 10],
  ]);
  // Down before and after: what nobody saw is not down either.
  expect((await measure('udd.........dd', goesOn)).told).toEqual([
    ['up', 0, 2],
    ['down', 1, 2],
    ['down', 12, 13],
  ]);
});

test('[SP66] a server that dies leaves a gap from what it wrote last', async () => {
  expect((await measure('uuwuxuu')).told).toEqual([
    ['up', 0, 1],
    ['up', 4, 5],
  ]);
});

test('[SP66] slow is told as such, paused ends what was known', async () => {
  expect((await measure('uussu')).told).toEqual([
    ['up', 0, 2],
    ['degraded', 2, 4],
    ['up', 4, 4],
  ]);
  const paused = await measure('uuup');
  expect(paused.told).toEqual([['up', 0, 2]]);
  expect(paused.checkedAt).toBeGreaterThan(2);
  expect((await measure('')).told).toEqual([]);
});

test('[SP66] a monitor that fails from the beginning was never up', async () => {
  expect((await measure('ddd')).told).toEqual([]);
  expect((await measure('ddd', (at) => [{ from: at, to: null }])).told).toEqual([['down', 0, 2]]);
});
