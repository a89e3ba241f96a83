// CH4: decides when checks start. One timer serves all of them. It knows a clock and pieces of work, but not what the
// work does.
import { makeHeap } from './heap.ts';

export type Clock = {
  /** Milliseconds that only go forward. */
  now(): number;
  /** Calls once after `ms`; returns a function that cancels the call. */
  after(ms: number, call: () => void): () => void;
};

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

export type Scheduler = {
  /**
   * Starts `run` at every grid point from now on: (k + the id's own fraction)·interval. Replaces earlier work of this
   * id. `firstInMs` adds a start before the grid; `wasMissed` adds one within a quarter of the interval, as a grid point
   * passed while nothing ran. `run` must not reject.
   */
  set(
    id: string,
    work: { intervalMs: number; firstInMs?: number; wasMissed?: boolean; run: () => Promise<void> },
  ): void;
  remove(id: string): void;
  /** Starts once within `ms`, unless a grid point comes first. */
  soon: (id: string, ms: number) => void;
  load: () => Load;
  stop: () => void;
};

/** `waiting`: due, but held back because enough are running. */
export type Load = { running: number; waiting: number; skipped: number };

export type SchedulerOptions = {
  clock: Clock;
  /** Epoch ms that anchor the grids, so that each check keeps its start times after a restart. */
  epochNow: number;
  mostAtOnce: number;
  /** Gets the delay of each start, in ms. */
  onStart: (lateMs: number) => void;
};

type Entry = {
  intervalMs: number;
  /** Any one grid point, on the scheduler's clock. */
  anchor: number;
  spreadMs: number;
  due: number;
  /** The due time of the start that runs or waits. */
  wasDue: number;
  isExtra: boolean;
  state: 'idle' | 'waiting' | 'running' | 'gone';
  run: () => Promise<void>;
};

/** A longer delay means that the computer slept. Missed starts are spread again, not made up for. */
const sleptMs = 10_000;
/** After a start or a sleep, checks with long intervals begin within this time. */
const longestSpreadMs = 20_000;

/** What an entry does when its time has come: its next start, and whether it starts now. */
function whatIsDue(entry: Entry, now: number): { next: number; isExtra: boolean; starts: boolean } {
  const { due, isExtra, intervalMs, spreadMs } = entry;
  if (now - due > sleptMs && !isExtra) return { next: now + spreadMs, isExtra: true, starts: false };
  // CH4: an extra start replaces the grid point just after it.
  return { next: nextOnGrid(entry, isExtra ? now + intervalMs / 4 : now), isExtra: false, starts: true };
}

/** Entries by their due times, on one timer; `start` gets each whose time has come. */
function queueStarts(clock: Clock, start: (entry: Entry) => void) {
  const heap = makeHeap<Entry>();
  const timer = makeTimer(clock, () => wake());
  const arm = () => timer.setFor(heap.peek()?.at ?? Infinity);
  const plan = (entry: Entry, due: number, isExtra: boolean) => {
    entry.due = due;
    entry.isExtra = isExtra;
    heap.push(due, entry);
  };
  const take = (entry: Entry, now: number) => {
    const { due } = entry;
    const { next, isExtra, starts } = whatIsDue(entry, now);
    plan(entry, next, isExtra);
    if (!starts) return;
    if (entry.state === 'idle') entry.wasDue = due;
    start(entry);
  };
  const wake = () => {
    const now = clock.now();
    for (let top = heap.peek(); top !== null && top.at <= now; top = heap.peek()) {
      heap.pop();
      // A check that was planned again or removed leaves its old entry in the heap.
      if (top.item.state !== 'gone' && top.item.due === top.at) take(top.item, now);
    }
    arm();
  };
  return {
    plan: (entry: Entry, due: number, isExtra: boolean) => {
      plan(entry, due, isExtra);
      arm();
    },
    stop: () => {
      timer.cancel();
      heap.clear();
    },
  };
}

/** One timer for one time; Infinity: none. */
function makeTimer(clock: Clock, ring: () => void) {
  let cancelTimer: (() => void) | null = null;
  let armedFor = Infinity;
  const wake = () => {
    armedFor = Infinity;
    ring();
  };
  return {
    setFor: (at: number) => {
      if (at === armedFor) return;
      cancelTimer?.();
      armedFor = at;
      cancelTimer = at === Infinity ? null : clock.after(Math.max(0, at - clock.now()), wake);
    },
    cancel: () => cancelTimer?.(),
  };
}

/** The first start of new work. The first grid point of a long interval may be a day away; such work starts earlier. */
function firstStart(
  entry: Entry,
  now: number,
  { firstInMs, wasMissed = false }: { firstInMs?: number | undefined; wasMissed?: boolean | undefined },
): { at: number; isExtra: boolean } {
  const onGrid = nextOnGrid(entry, now);
  const isFar = wasMissed || entry.intervalMs > longestSpreadMs;
  const early = now + (firstInMs ?? (isFar ? entry.spreadMs / (wasMissed ? 4 : 1) : Infinity));
  return { at: Math.min(early, onGrid), isExtra: early < onGrid };
}

export function openScheduler(options: SchedulerOptions): Scheduler {
  const { clock, epochNow } = options;
  const entries = new Map<string, Entry>();
  const running = limitRunning(options);
  let skipped = 0;
  const zero = clock.now() - epochNow;
  const starts = queueStarts(clock, (entry) => {
    if (entry.state === 'idle') running.begin(entry);
    else skipped += 1;
  });
  const remove = (id: string) => {
    const entry = entries.get(id);
    if (entry === undefined) return;
    entry.state = 'gone';
    entries.delete(id);
  };

  return {
    set: (id, { intervalMs, firstInMs, wasMissed, run }) => {
      remove(id);
      const entry = freshEntry(id, { intervalMs, run, zero });
      entries.set(id, entry);
      const { at, isExtra } = firstStart(entry, clock.now(), { firstInMs, wasMissed });
      starts.plan(entry, at, isExtra);
    },
    remove,
    soon: (id, ms) => {
      const entry = entries.get(id);
      const due = clock.now() + ms;
      if (entry === undefined || entry.due <= due) return;
      starts.plan(entry, due, true);
    },
    load: () => ({ ...running.counts(), skipped }),
    stop: () => {
      starts.stop();
      for (const id of entries.keys()) remove(id);
      running.forgetWaiting();
    },
  };
}

/** Runs work at once while fewer than `mostAtOnce` run; the rest waits in order. */
function limitRunning({ clock, mostAtOnce, onStart }: SchedulerOptions) {
  let queue: Entry[] = [];
  let running = 0;
  const start = (entry: Entry) => {
    entry.state = 'running';
    running += 1;
    onStart(Math.max(0, clock.now() - entry.wasDue));
    void entry.run().finally(() => {
      running -= 1;
      if (entry.state === 'running') entry.state = 'idle';
      startNext();
    });
  };
  /** Work that ended makes room for work that waits. */
  const startNext = () => {
    const next = queue.find(({ state }) => state === 'waiting');
    queue = next === undefined ? [] : queue.slice(queue.indexOf(next) + 1);
    if (next !== undefined) start(next);
  };
  return {
    begin: (entry: Entry) => {
      if (running < mostAtOnce) return start(entry);
      entry.state = 'waiting';
      queue.push(entry);
    },
    counts: () => ({ running, waiting: queue.filter(({ state }) => state === 'waiting').length }),
    forgetWaiting: () => {
      queue = [];
    },
  };
}

/** `zero`: the start of all grids on the scheduler's clock. */
function freshEntry(
  id: string,
  { intervalMs, run, zero }: Pick<Entry, 'intervalMs' | 'run'> & { zero: number },
): Entry {
  const fraction = fractionOf(id);
  return {
    intervalMs,
    anchor: zero + fraction * intervalMs,
    spreadMs: fraction * Math.min(intervalMs, longestSpreadMs),
    due: 0,
    wasDue: 0,
    isExtra: false,
    state: 'idle',
    run,
  };
}

/** The first grid point after `time`. */
function nextOnGrid({ anchor, intervalMs }: Entry, time: number): number {
  return anchor + (Math.floor((time - anchor) / intervalMs) + 1) * intervalMs;
}

/** 0 to 1, the same for the same id at every start (FNV-1a). */
export function fractionOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  // Consecutive ids differ only in their last letters; this spreads the difference over all bits.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
