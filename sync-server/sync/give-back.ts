// SY11: frees the memory of rooms that were closed. V8 keeps its pages after garbage collection unless it is told to
// return them, and so does the C library. A server that once had 200 open rooms would keep their memory for good.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { trimMalloc } from '../storage/trim-malloc.ts';

/** Collects all garbage and returns the pages to the system. Takes about 1 ms for each MB in use. */
export function giveBackMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { type: 'major'; flavor: 'last-resort' }) => void;
  collect({ type: 'major', flavor: 'last-resort' });
  if (process.platform === 'linux') trimMalloc();
}

/**
 * Otherwise V8 collects everything eight seconds after a server becomes idle, repeatedly, for 100 ms or more each
 * time.
 */
export function leaveCollectingToUs(): void {
  setFlagsFromString('--memory-reducer-gc-count=0');
}

/** `memory`: bytes of system memory that the process holds. */
type Counts = { documents: number; updates: number; memory: number };

const lookEveryMs = 5_000;
/** Fewer documents in memory are not worth a collection. */
const fewest = 20;
/** Less growth in bytes is not worth a collection. */
const leastBytes = 24 * 1024 * 1024;
/** Most updates between two checks for the server to count as quiet. */
const mostWhenQuiet = 50;

/**
 * Returns a function to call regularly with the documents in memory, the updates since the start and the memory held.
 * `giveBack` returns the memory held afterwards; `held` is the memory at the start, or 0 to collect for the first time as
 * soon as nothing at all is written between two checks.
 */
export function makeGiveBack(giveBack: () => number, held: number): (counts: Counts) => void {
  let most = 0;
  let before = 0;
  return ({ documents, updates, memory }) => {
    const isQuiet = updates - before <= (held === 0 ? 0 : mostWhenQuiet);
    before = updates;
    most = Math.max(most, documents);
    held = Math.min(held, memory);
    const wereLeft = most >= fewest && documents <= most / 2;
    if (!isQuiet || !(wereLeft || memory - held >= leastBytes)) return;
    most = documents;
    held = giveBack();
  };
}

/** Checks every few seconds. Returns a function that stops it. */
export function followMemory(counts: () => Omit<Counts, 'memory'>): () => void {
  // Nothing is held at first: loading the program leaves some 30 MB of garbage, collected once nobody writes.
  const look = makeGiveBack(() => {
    giveBackMemory();
    return process.memoryUsage.rss();
  }, 0);
  const timer = setInterval(
    () => look({ ...counts(), memory: process.memoryUsage.rss() }),
    lookEveryMs,
  ).unref();
  return () => clearInterval(timer);
}
