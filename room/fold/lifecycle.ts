import type { Status } from '../facts/fact.ts';
import type { Standing } from '../view/room-view.ts';
import type { LevelTerms } from '../team/levels.ts';
import type { Word } from './heads.ts';

const isOver = (status: Status): boolean => status === 'resolved' || status === 'closed';

/** When the status became resolved and closed, if it still is. */
export function findEnds(
  status: Standing<Status>,
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

const minute = 60_000;

/** FO9: when the next customer update is due: the promised time, else by the severity's cadence. */
export function findUpdateDue(
  { updateMinutes }: Pick<LevelTerms, 'updateMinutes'>,
  status: Status,
  lastSent: { at: number | null; promised: number | null },
  declaredAt: number | null,
): number | null {
  if (isOver(status) || declaredAt === null) return null;
  // Readers wait for the promised time, even when the severity has no cadence.
  if (lastSent.promised !== null) return lastSent.promised;
  return updateMinutes === null ? null : (lastSent.at ?? declaredAt) + updateMinutes * minute;
}
