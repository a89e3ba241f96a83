// ES20: checks that paging works. Every few seconds a cycle waits in the same queue as each decision. A cycle that
// hangs, or cannot read what has to be paged, means silence, and silence is reported.
import type { Monitoring } from '#room/feed/feed.ts';
import { repeat, type WallClock } from '../clock.ts';
import type { Deliveries } from '../delivery/deliveries.ts';
import type { Watch } from '../monitoring/watch.ts';
import type { Log } from '../sync/rooms.ts';
import type { Pager } from './pager.ts';
import { createListeners } from '../listeners.ts';

const cycleEveryMs = 5_000;
const silentAfterMs = 30_000;

export type Pulse = {
  /** When the last cycle ended, in epoch ms. */
  lastCycleAt(): number;
  /** Since when no cycle has ended; null while cycles end. */
  silentSince(): number | null;
  /** Called when the silence begins or ends. */
  onChange(listener: () => void): () => void;
  stop(): void;
};

/** `cycle` resolves when paging was reached, and rejects when it cannot work. */
export function openPulse(options: { clock: WallClock; cycle: () => Promise<void>; log: Log }): Pulse {
  const { clock, cycle, log } = options;
  const listeners = createListeners();
  let lastAt = clock.now();
  let isRunning = false;
  let told: number | null = null;

  const look = () => {
    const since = clock.now() - lastAt > silentAfterMs ? lastAt : null;
    if (since === told) return;
    if (since === null) log.warn('paging works again');
    else log.error({ since: new Date(since).toISOString() }, 'the paging engine is silent');
    told = since;
    listeners.tell();
  };
  const run = async () => {
    if (isRunning) return;
    isRunning = true;
    try {
      await cycle();
      lastAt = clock.now();
    } catch (error) {
      log.error({ err: error }, 'a cycle of the paging engine failed');
    }
    isRunning = false;
    look();
  };
  void run();
  const stop = repeat(clock, cycleEveryMs, () => {
    // A running cycle reports itself when it ends; after the computer slept, wait for the next one.
    if (isRunning) look();
    else void run();
  });
  return {
    lastCycleAt: () => lastAt,
    silentSince: () => told,
    onChange: listeners.add,
    stop,
  };
}

/** One cycle: a turn of the pager, and a check of the queue that sends its pages. */
export function cycleOf(parts: {
  pager: Pick<Pager, 'cycle'>;
  deliveries: Pick<Deliveries, 'lookedAt'>;
  clock: WallClock;
}): () => Promise<void> {
  const { pager, deliveries, clock } = parts;
  return async () => {
    await pager.cycle();
    const at = deliveries.lookedAt();
    if (at !== null && clock.now() - at > silentAfterMs)
      throw new Error(`the queue of deliveries was last read at ${new Date(at).toISOString()}`);
  };
}

/** The state of watching and paging, as the feed shows it. */
export function shownMonitoring({
  watch,
  pulse,
}: {
  watch: Pick<Watch, 'monitoring'>;
  pulse: Pulse | null;
}): Monitoring {
  const silent = pulse?.silentSince() ?? null;
  return { ...watch.monitoring(), ...(silent !== null && { pagingSilentSince: silent }) };
}
