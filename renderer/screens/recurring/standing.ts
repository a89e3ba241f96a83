import type { RecurringTask } from '#room/team/recurring.ts';
import { readDay } from '#room/time/time.ts';
import { strings } from '../../strings/index.ts';

const words = strings.recurring;
const dayMs = 86_400_000;

/** Days from `today` to the day on which it is due; negative when it is late. */
export const daysLeft = ({ due }: Pick<RecurringTask, 'due'>, today: string): number =>
  Math.round(((readDay(due) ?? 0) - (readDay(today) ?? 0)) / dayMs);

export function sayLeft(left: number): string {
  if (left === 0) return words.today;
  return left < 0 ? words.daysLate(-left) : words.inDays(left);
}
