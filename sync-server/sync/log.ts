import type { Logger } from 'pino';
import { createRate, type Rate } from './rate.ts';

export type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'debug'>;

export type LogLine = (about: object, text: string) => void;
export type LogLineOf = (who: string, about: object, text: string) => void;

/**
 * HT1, SY16: passes on at most these lines about each of `who`, so that nobody makes the log unreadable or fills the
 * disk. The next line that passes says in `leftOut` how many before it did not. `now`: epoch ms.
 */
export function boundLog(
  write: LogLine,
  { perSecond, burst, now }: { perSecond: number; burst: number; now: () => number },
): LogLineOf {
  const kept = new Map<string, { rate: Rate; leftOut: number }>();
  return (who, about, text) => {
    const line = kept.get(who) ?? { rate: createRate(perSecond, burst, now), leftOut: 0 };
    kept.set(who, line);
    if (!line.rate.take()) {
      line.leftOut += 1;
      return;
    }
    write(line.leftOut === 0 ? about : { ...about, leftOut: line.leftOut }, text);
    line.leftOut = 0;
  };
}

/** How many refusals of one person are logged. */
export const refusalsOfOne = { perSecond: 1, burst: 200 };
