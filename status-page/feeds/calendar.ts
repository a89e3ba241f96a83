// SP44: planned work as a calendar (RFC 5545). Every turn is an event of its own with instants in UTC, so that no
// calendar has to know our time zones or repeat a rule.
import { isoTime } from '#room/time.ts';
import { pick } from '../html/speech.ts';
import { wordsIn } from '../languages/index.ts';
import type { Occurrence } from '../maintenance/occurrences.ts';
import { bytesOf } from '../text.ts';
import type { View } from '../view.ts';

export function calendar(view: View): string {
  const { page } = view;
  const words = wordsIn[page.language];
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Muster//Status page//EN',
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${escapeText(`${words.title(page.name)}: ${words.maintenance}`)}`,
    ...view.occurrences.flatMap((each) => eventOf(view, each)),
    'END:VCALENDAR',
  ];
  return lines.map((each) => `${fold(each)}\r\n`).join('');
}

function eventOf(view: View, each: Occurrence): string[] {
  const { page } = view;
  const own = page.language;
  const names = each.components.map((id) => view.find(id)?.name).filter((name) => name !== undefined);
  const words = wordsIn[own];
  const description = [
    ...each.updates
      .toReversed()
      .map(({ status, body }) => `${words.work[status]}: ${pick(body, own, own).text}`),
    each.body === null ? '' : pick(each.body, own, own).text,
    names.length === 0 ? '' : words.affects(names.join(', ')),
  ].filter(Boolean);
  return [
    'BEGIN:VEVENT',
    `UID:${each.id}@${page.id}`,
    `DTSTAMP:${stamp(each.updatedAt)}`,
    `CREATED:${stamp(each.createdAt)}`,
    `LAST-MODIFIED:${stamp(each.updatedAt)}`,
    `SEQUENCE:${each.revision}`,
    `DTSTART:${stamp(each.scheduledFor)}`,
    `DTEND:${stamp(each.scheduledUntil)}`,
    `SUMMARY:${escapeText(pick(each.title, own, own).text)}`,
    ...(description.length === 0 ? [] : [`DESCRIPTION:${escapeText(description.join('\n\n'))}`]),
    `URL:${view.base}maintenance/#${each.id}`,
    `STATUS:${each.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

const stamp = (at: number): string => isoTime(at).replaceAll(/[-:]/gu, '');

const escapeText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replaceAll(/(?![\n\t])\p{Cc}/gu, ' ')
    .replaceAll(/[\\;,]/gu, String.raw`\$&`)
    .replaceAll('\n', String.raw`\n`);

/** Lines of at most 75 octets, never cut inside a character; what goes on begins with a space. */
function fold(line: string): string {
  const parts: string[] = [];
  let part = '';
  let size = 0;
  for (const sign of line) {
    const bytes = bytesOf(sign);
    if (size + bytes > 75) {
      parts.push(part);
      part = ' ';
      size = 1;
    }
    part += sign;
    size += bytes;
  }
  return [...parts, part].join('\r\n');
}
