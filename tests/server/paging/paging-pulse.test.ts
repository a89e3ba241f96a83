import Fastify from 'fastify';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { makeMovableClock } from '../../helpers/clock.ts';
import { readConfig } from '#sync-server/config.ts';
import { serveHealth } from '#sync-server/http/health.ts';
import { cycleOf, openPulse, shownMonitoring } from '#sync-server/paging/pulse.ts';

const log = pino({ level: 'silent' });
const second = 1_000;

test('[ES20] an engine whose cycle does not come back is silent after 30 s, and works again when it does', async () => {
  const clock = makeMovableClock(async () => undefined);
  let stuck = Promise.withResolvers<void>();
  stuck.resolve();
  const pulse = openPulse({ clock, log, cycle: () => stuck.promise });
  const told: (number | null)[] = [];
  pulse.onChange(() => told.push(pulse.silentSince()));
  await clock.forward(60 * second);
  expect(told).toEqual([]);
  const last = pulse.lastCycleAt();
  expect(clock.now() - last).toBeLessThan(10 * second);

  stuck = Promise.withResolvers<void>();
  await clock.forward(29 * second);
  expect(pulse.silentSince()).toBe(null);
  await clock.forward(20 * second);
  expect(told).toEqual([pulse.lastCycleAt()]);
  expect(shownMonitoring({ watch: { monitoring: () => ({ blindSince: null }) }, pulse })).toEqual({
    blindSince: null,
    pagingSilentSince: told[0],
  });
  const health = Fastify();
  const config = readConfig([], {});
  if (typeof config === 'string') throw new Error('expected settings');
  serveHealth(health, {
    pulse,
    config,
    version: '1',
    readiness: () => null,
    identify: () => null,
    metrics: { contentType: '', read: async () => '' },
    configuration: { state: () => ({ errors: [] }) },
  });
  const ready = await health.inject('/readyz');
  expect(ready.statusCode).toBe(503);
  expect(ready.body).toContain('paging engine is silent since');

  stuck.resolve();
  await clock.forward(10 * second);
  expect([told.length, pulse.silentSince()]).toEqual([2, null]);
  expect((await health.inject('/readyz')).json()).toEqual({ status: 'ready' });
  pulse.stop();
});

test('[ES20] a queue that nobody looks at any more is no working engine', async () => {
  const clock = makeMovableClock(async () => undefined);
  let lookedAt: number | null = null;
  const cycle = cycleOf({
    clock,
    pager: { cycle: async () => undefined },
    deliveries: { lookedAt: () => lookedAt },
  });
  await cycle();
  lookedAt = clock.now();
  await cycle();
  await clock.forward(31 * second);
  await expect(cycle()).rejects.toThrow('the queue of deliveries was last read');
});
