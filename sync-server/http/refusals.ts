// HT1: logs each refused request. Requests without a token cost their sender nothing, so their lines are limited to
// keep the log readable and the disk free.
import { createRate } from '../sync/rate.ts';
import type { Log } from '../sync/rooms.ts';

const perSecond = 5;
const burst = 200;

export type Refusals = {
  /** For an unknown caller; the line says how many were left out before it. */
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
