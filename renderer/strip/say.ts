// The words of a strip: times on its axis and values at its crosshair.
import { readStrip } from '#room/strip/read.ts';
import type { Span, Strip } from '#room/strip/strip.ts';
import { strings } from '../strings/index.ts';
import { atTimeOfDay, sayExactly, sayLength, sayTimeOfDay, sayWhen } from '../ui/say-time.ts';

const words = strings.strip;
const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

/** `22 ms`, `1.2 s`: as exact as a drawing can be read. */
export function sayValue(ms: number): string {
  if (ms >= 10_000) return words.seconds(Math.round(ms / 1_000));
  if (ms >= 1_000) return words.seconds(Math.round(ms / 100) / 10);
  return words.ms(ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms));
}

/** A tick of the axis: the day where ticks are days apart or a new one begins, else the clock. */
export function sayTick(at: number, before: number | undefined, step: number): string {
  if (step < minuteMs) return sayExactly(at).slice(11, 19);
  if (step >= dayMs) return sayDay(at);
  const isNewDay = before !== undefined && atTimeOfDay(at, 0, 0) !== atTimeOfDay(before, 0, 0);
  return isNewDay ? sayDay(at) : sayTimeOfDay(at);
}

/** `21 Nov`, of the day on which a time is said. */
const sayDay = (at: number): string => sayWhen(at, at + 40 * dayMs).replace(/ \d\d:\d\d$/u, '');

/** The instant at which ticks begin to be counted: a midnight. */
export const anchorOf = (at: number): number => atTimeOfDay(at, 0, 0);

export const sayGap = (ms: number): string[] => [words.gap(sayLength(ms)), sayLength(ms)];

export type Said = { time: string; parts: readonly { lane: string; words: string }[] };

/** The crosshair in words. `width`: how much of the plot's pixels a mark may be away, as time. */
export function sayInstant(strip: Strip, sight: Span, at: number, now: number): Said {
  const isFine = sight.to - sight.from < 3 * 60 * minuteMs;
  const when = sayWhen(at, now);
  return {
    time: isFine ? `${when}:${sayExactly(at).slice(17, 19)}` : when,
    parts: readStrip(strip, at, {
      reachMs: (sight.to - sight.from) / 150,
      sayValue,
      sayShare: (share) => words.shareUp(sayPercent(share)),
      noResults: words.noResults,
    }),
  };
}

/** `99.95 %`: two decimals always, never rounded up to a whole that it is not. */
export const sayPercent = (share: number): string =>
  `${(Math.floor(share * 10_000 + 1e-6) / 100).toFixed(2)} %`;
