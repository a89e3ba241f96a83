// SY15: facts take effect in the order of their `noted` times. A fact noted tomorrow would override everything written
// until then, and an event dated tomorrow would be the latest one.
import { durationText } from '#room/time/time.ts';
import { ulidTime } from '#room/facts/ulid.ts';

/** How far a writer's clock may be ahead of ours, in ms. */
export const aheadMs = 5 * 60_000;

/** `written`: the times in the fact, in epoch ms. Returns the problem; null when there is none. */
export function findTimeAhead(id: unknown, written: readonly unknown[], now: number): string | null {
  const made = typeof id === 'string' ? ulidTime(id) : null;
  const latest = Math.max(...written.filter((time) => typeof time === 'number'), made ?? 0);
  if (latest <= now + aheadMs) return null;
  return `dated ${durationText(latest - now)} ahead of this server: your clock is that far ahead, so set it`;
}
