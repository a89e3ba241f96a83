// SY15: facts take effect in the order in which they were noted, so one that was noted tomorrow would stand
// until then whatever anybody wrote meanwhile; and what is said to happen tomorrow would be the last that happened.
import { durationText } from '#room/time.ts';
import { ulidTime } from '#room/ulid.ts';

/** How far the clock of who writes may be ahead of ours, in ms. */
export const aheadMs = 5 * 60_000;

/** `written` are the times it carries, in epoch ms. Says what is wrong; null when nothing is. */
export function findTimeAhead(id: unknown, written: readonly unknown[], now: number): string | null {
  const made = typeof id === 'string' ? ulidTime(id) : null;
  const latest = Math.max(...written.filter((time) => typeof time === 'number'), made ?? 0);
  if (latest <= now + aheadMs) return null;
  return `dated ${durationText(latest - now)} ahead of this server: set your clock, which is that far ahead`;
}
