import { strings } from '#renderer/strings/index.ts';
import type { WorkingHours } from '#room/feed/feed.ts';

/** `Works Mon to Fri, 08:00 to 18:00`. Days that are not consecutive are listed one by one. */
export function sayHours({ days, from, to }: WorkingHours): string {
  const { days: names, hours } = strings.people;
  const sorted = days.toSorted((a, b) => a - b);
  const isRow = sorted.length > 2 && sorted.every((day, i) => i === 0 || day === sorted[i - 1]! + 1);
  const name = (day: number | undefined) => names[(day ?? 1) - 1] ?? '';
  const words = isRow ? strings.people.to(name(sorted[0]), name(sorted.at(-1))) : sorted.map(name).join(', ');
  return hours(words, from, to);
}

/** The local time of another person, such as `14:02`; null for a zone this computer does not know. */
export function sayTimeThere(now: number, timeZone: string): string | null {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(now);
  } catch {
    return null; // a zone newer than this computer's zone data; the card shows no time
  }
}
