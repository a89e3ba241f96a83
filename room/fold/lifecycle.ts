import type { Status } from '../facts/fact.ts';
import type { Room, SetValue } from '../view/room-view.ts';
import type { LevelTerms } from '../team/levels.ts';
import type { Word } from './heads.ts';

const isOver = (status: Status): boolean => status === 'resolved' || status === 'closed';

/** When the status became resolved and closed, if it still is. */
export function findEnds(
  status: SetValue<Status>,
  words: readonly Word<Status>[],
): { resolvedAt: number | null; closedAt: number | null } {
  if (!isOver(status.value)) return { resolvedAt: null, closedAt: null };
  const startOfRun = (holds: (value: Status) => boolean): number | null => {
    let at: number | null = null;
    for (
      let index = words.length - 1;
      index >= 0 && holds((words[index] as Word<Status>).value);
      index -= 1
    ) {
      at = (words[index] as Word<Status>).at;
    }
    // In a conflict, the newest setting may differ from the winning one.
    return at ?? status.since;
  };
  return {
    resolvedAt: startOfRun(isOver),
    closedAt: status.value === 'closed' ? startOfRun((value) => value === 'closed') : null,
  };
}

/** Every time it was reopened. Times that contradict each other count as no time. */
export function findReopened(words: readonly Word<Status>[]): Room['reopened'] {
  const found: { resolvedAt: number; at: number }[] = [];
  let resolvedAt: number | null = null;
  for (const { value, at } of words) {
    if (isOver(value)) resolvedAt ??= at;
    else if (resolvedAt !== null) {
      if (at > resolvedAt) found.push({ resolvedAt, at });
      resolvedAt = null;
    }
  }
  return found;
}

const minute = 60_000;

/**
 * FO9: when the next customer update is due: the promised time, else by the severity's cadence. Reopening the incident
 * cancels an earlier promise: the cadence then counts from the reopening.
 */
export function findUpdateDue(
  { updateMinutes }: Pick<LevelTerms, 'updateMinutes'>,
  status: Status,
  lastSent: { at: number | null; promised: number | null },
  { declared, reopened }: Pick<Room, 'declared' | 'reopened'>,
): number | null {
  if (isOver(status) || declared === null) return null;
  const reopenedAt = reopened.at(-1)?.at ?? null;
  const isLapsed = (at: number) => reopenedAt !== null && at <= reopenedAt;
  // Readers wait for the promised time, even when the severity has no cadence.
  if (lastSent.promised !== null && !isLapsed(lastSent.promised)) return lastSent.promised;
  if (updateMinutes === null) return null;
  return Math.max(lastSent.at ?? declared.at, reopenedAt ?? 0) + updateMinutes * minute;
}
