// The texts of a strip: times on its axis and values at its crosshair.
import { readStrip } from '#room/strip/read.ts';
import type { Span, Strip } from '#room/strip/strip.ts';
import { strings } from '../strings/index.ts';
import { atTimeOfDay, sayExactly, sayLength, sayTimeOfDay, sayWhen } from '../ui/say-time.ts';

const words = strings.strip;
const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

/** `22 ms`, `1.2 s`: only as precise as a chart can be read. */
export function sayValue(ms: number): string {
  if (ms >= 10_000) return words.seconds(Math.round(ms / 1_000));
  if (ms >= 1_000) return words.seconds(Math.round(ms / 100) / 10);
  return words.ms(ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms));
}

/** A tick label: the day when ticks are days apart or a new day begins, otherwise the time. */
export function sayTick(at: number, before: number | undefined, step: number): string {
  if (step < minuteMs) return sayExactly(at).slice(11, 19);
  if (step >= dayMs) return sayDay(at);
  const isNewDay = before !== undefined && atTimeOfDay(at, 0, 0) !== atTimeOfDay(before, 0, 0);
  return isNewDay ? sayDay(at) : sayTimeOfDay(at);
}

/** `21 Nov`: the local day of an instant. */
const sayDay = (at: number): string => sayWhen(at, at + 40 * dayMs).replace(/ \d\d:\d\d$/u, '');

/** The midnight from which ticks are counted. */
export const anchorOf = (at: number): number => atTimeOfDay(at, 0, 0);

export const sayGap = (ms: number): string[] => [words.gap(sayLength(ms)), sayLength(ms)];

export type Said = { time: string; parts: readonly { lane: string; words: string }[] };

/** The crosshair in words. Includes marks within 1/150 of `sight`. */
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

/** `99.95 %`: always two decimals, rounded down so that 100 % means all. */
export const sayPercent = (share: number): string =>
  `${(Math.floor(share * 10_000 + 1e-6) / 100).toFixed(2)} %`;
