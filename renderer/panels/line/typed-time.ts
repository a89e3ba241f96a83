// Times and lengths of time as people type them in a hurry: `14:02`, `-5m`, `10m`, `1h30m`. In the zone in which
// times are shown.
import { atTimeOfDay, daysLater } from '../../ui/say-time.ts';

const minuteMs = 60_000;
const unitMs: Record<string, number> = { s: 1000, m: minuteMs, h: 60 * minuteMs, d: 1440 * minuteMs };

/** `10m`, `1h30m`, `90s`, `2d` in milliseconds; null when it is no length of time. */
export function parseLength(text: string): number | null {
  if (!/^(?:\d{1,4}[smhd])+$/u.test(text)) return null;
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([smhd])/gu))
    total += Number(count) * (unitMs[unit!] ?? 0);
  return total;
}

function clockOn(day: number, text: string): number | null {
  const match = /^(\d{1,2}):(\d{2})$/u.exec(text);
  if (!match) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2])];
  if (hours > 23 || minutes > 59) return null;
  return atTimeOfDay(day, hours, minutes);
}

/** `14:02` (the last one there was) or `-5m`; null when the text is neither. */
export function parsePast(text: string, now: number): number | null {
  if (text.startsWith('-')) {
    const length = parseLength(text.slice(1));
    return length === null ? null : now - length;
  }
  const today = clockOn(now, text);
  // A clock that runs a minute fast on another desk must not throw an entry back by a day.
  return today !== null && today > now + minuteMs ? daysLater(today, -1) : today;
}

/** `10m` from now, or the next `14:30`; null when the text is neither. */
export function parseDue(text: string, now: number): number | null {
  const length = parseLength(text);
  if (length !== null) return now + length;
  const today = clockOn(now, text);
  return today !== null && today <= now ? daysLater(today, 1) : today;
}
