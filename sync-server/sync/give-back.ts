// SY11: memory of rooms that were left. V8 keeps the pages of what it collected for as long as nothing makes it give them
// back, so a server that once had 200 rooms open would hold their memory for good.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Collects everything and gives the pages back to the system. Takes about 1 ms for each MB that is in use. */
export function giveBackMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { type: 'major'; flavor: 'last-resort' }) => void;
  collect({ type: 'major', flavor: 'last-resort' });
}

/** V8 would collect everything eight seconds after a server came to rest, and again, for 100 ms or more each time. */
export function leaveCollectingToUs(): void {
  setFlagsFromString('--memory-reducer-gc-count=0');
}

/** `memory`: bytes that the process holds of the system's. */
type Counts = { documents: number; updates: number; memory: number };

const lookEveryMs = 10_000;
/** Fewer are not worth it. */
const fewest = 20;
/** Nor is less. */
const leastBytes = 24 * 1024 * 1024;
/** Updates between two looks of a server that has nothing better to do. */
const mostWhenQuiet = 100;

/**
 * Answers what to call now and then with how many documents are in memory, were updated since the start, and with how
 * much is held. `giveBack` answers how much is held after it.
 */
export function makeGiveBack(giveBack: () => number): (counts: Counts) => void {
  let most = 0;
  let before = 0;
  let held = Infinity;
  return ({ documents, updates, memory }) => {
    const isQuiet = updates - before <= mostWhenQuiet;
    before = updates;
    most = Math.max(most, documents);
    held = Math.min(held, memory);
    const wereLeft = most >= fewest && documents <= most / 2;
    if (!isQuiet || !(wereLeft || memory - held >= leastBytes)) return;
    most = documents;
    held = giveBack();
  };
}

/** Looks every few seconds. Answers how to stop. */
export function followMemory(counts: () => Omit<Counts, 'memory'>): () => void {
  const look = makeGiveBack(() => {
    giveBackMemory();
    return process.memoryUsage.rss();
  });
  const timer = setInterval(
    () => look({ ...counts(), memory: process.memoryUsage.rss() }),
    lookEveryMs,
  ).unref();
  return () => clearInterval(timer);
}
