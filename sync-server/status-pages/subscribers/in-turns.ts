import { setImmediate as otherWork } from 'node:timers/promises';

const atOnce = 500;

/** Calls for each in order, some at a time: other work goes on between. */
export async function eachInTurns<T>(all: Iterable<T>, call: (each: T) => void): Promise<void> {
  let count = 0;
  for (const each of all) {
    if (count > 0 && count % atOnce === 0) await otherWork();
    call(each);
    count += 1;
  }
}
