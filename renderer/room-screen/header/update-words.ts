import { sayCountdown } from '#renderer/ui/say-time.ts';
import { strings } from '../../strings/index.ts';

export type UpdateWords = { words: string; clock: string; isLate: boolean };

/** FO9: when the next customer update falls due, or how late it is; null when none is owed. */
export function sayUpdateDue(updateDueAt: number | null, now: number): UpdateWords | null {
  if (updateDueAt === null) return null;
  const left = updateDueAt - now;
  const isLate = left < 0;
  return {
    words: isLate ? strings.header.updateOverdueBy : strings.header.updateDueIn,
    clock: sayCountdown(left),
    isLate,
  };
}
