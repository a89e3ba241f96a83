// HT1: each refused request is a line in the log; of requests without a token, which cost their sender nothing, only
// so many that the log stays readable and its disk free.
import { createRate } from '../sync/rate.ts';
import type { Log } from '../sync/rooms.ts';

const perSecond = 5;
const burst = 200;

export type Refusals = {
  /** Of somebody unknown: the line says how many were left out before it. */
  ofStranger(about: object, text: string): void;
};

export function openRefusals(log: Log, now: () => number): Refusals {
  const rate = createRate(perSecond, burst, now);
  let leftOut = 0;
  return {
    ofStranger: (about, text) => {
      if (!rate.take()) {
        leftOut += 1;
        return;
      }
      log.info(leftOut === 0 ? about : { ...about, leftOut }, text);
      leftOut = 0;
    },
  };
}
