/** PT6: a communication check is due this long after the last one. */
const checkEveryDays = 7;

/** Whole days since the last check where another one is due; null while none is. `never` without any. */
export function checkDue(lastAt: number | null, now: number): number | 'never' | null {
  if (lastAt === null) return 'never';
  const days = Math.floor((now - lastAt) / 86_400_000);
  return days >= checkEveryDays ? days : null;
}
