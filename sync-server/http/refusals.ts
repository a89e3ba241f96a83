// HT1: logs refused requests, within limits: they cost their sender little or nothing, and the log must stay readable
// and the disk free.
import { boundLog, refusalsOfOne, type Log } from '../sync/log.ts';

const ofAllStrangers = { perSecond: 5, burst: 200 };

export type Refusals = {
  /** For an unknown caller. */
  ofStranger(about: object, text: string): void;
  /** `who`: the label of the caller. */
  ofPerson(who: string, about: object, text: string): void;
};

export function openRefusals(log: Log, now: () => number): Refusals {
  const write = (about: object, text: string) => log.info(about, text);
  const ofStrangers = boundLog(write, { ...ofAllStrangers, now });
  return {
    ofStranger: (about, text) => ofStrangers('', about, text),
    ofPerson: boundLog(write, { ...refusalsOfOne, now }),
  };
}
