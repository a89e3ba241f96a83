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

type Counts = { documents: number; updates: number };

const lookEveryMs = 10_000;
/** Fewer are not worth it. */
const fewest = 20;
/** Updates between two looks of a server that has nothing better to do. */
const mostWhenQuiet = 100;

/** Answers what to call now and then with how many documents are in memory, and were updated since the start. */
export function makeGiveBack(giveBack: () => void): (counts: Counts) => void {
  let most = 0;
  let before = 0;
  return ({ documents, updates }) => {
    const isQuiet = updates - before <= mostWhenQuiet;
    before = updates;
    most = Math.max(most, documents);
    if (most < fewest || documents > most / 2 || !isQuiet) return;
    most = documents;
    giveBack();
  };
}

/** Looks every few seconds. Answers how to stop. */
export function followMemory(counts: () => Counts): () => void {
  const look = makeGiveBack(giveBackMemory);
  const timer = setInterval(() => look(counts()), lookEveryMs).unref();
  return () => clearInterval(timer);
}
