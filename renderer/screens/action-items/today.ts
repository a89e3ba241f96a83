const two = (value: number) => String(value).padStart(2, '0');

/** Today in this computer's time zone, such as `2026-11-30`. */
export function todayOf(now: number): string {
  const time = new Date(now);
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}
