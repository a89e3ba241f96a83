import type { TestWay } from '#wire/api/paging.ts';

export type WayWords = {
  waiting: string;
  atOnce: string;
  sentAfter: (time: string) => string;
  failed: (reason: string) => string;
  arrivedAfter: (time: string) => string;
  notYet: string;
  never: string;
};

/** `0.4 s`, `12 s`, `3 min`: only as precise as useful. */
export function sayDuration(ms: number): string {
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  return `${Math.round(ms / 60_000)} min`;
}

/** One channel in words: whether the page was sent, and whether the person confirmed it. */
export function sayWay(
  { state, reason, sentMs, confirmedMs }: TestWay,
  words: WayWords,
): { sent: string; arrived: string } {
  const arrived = confirmedMs === null ? words.notYet : words.arrivedAfter(sayDuration(confirmedMs));
  if (state === 'failed') return { sent: words.failed(reason ?? ''), arrived: words.never };
  if (state === 'waiting') {
    const sent = reason === null ? words.waiting : `${words.waiting}: ${reason}`;
    return { sent, arrived };
  }
  const isAtOnce = (sentMs ?? 0) < 100;
  return { sent: isAtOnce ? words.atOnce : words.sentAfter(sayDuration(sentMs ?? 0)), arrived };
}
