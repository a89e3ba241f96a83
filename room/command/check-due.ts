/** PT6: a communication check is due this long after the last one. */
const checkEveryDays = 7;

/** Whole days since the last check if another is due, else null; `never` without any check. */
export function checkDue(lastAt: number | null, now: number): number | 'never' | null {
  if (lastAt === null) return 'never';
  const days = Math.floor((now - lastAt) / 86_400_000);
  return days >= checkEveryDays ? days : null;
}
