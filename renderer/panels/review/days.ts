// Due days of action items: a date field's text and epoch milliseconds. A day means its end, here.

const part = (value: number) => String(value).padStart(2, '0');

/** `2026-03-04`, in this computer's zone. */
export function dayText(instant: number): string {
  const date = new Date(instant);
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`;
}

/** The last second of that day; null for an empty or half-typed field. */
export function dayOf(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text);
  if (!match) return null;
  const date = new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]), 23, 59, 59);
  return Number.isNaN(date.getTime()) ? null : date.getTime();
}
