// SP44: planned work as a calendar (RFC 5545). Every turn is its own event with UTC instants, so that a calendar
// needs neither our time zones nor recurrence rules.
import { icalLines, icalText, icalTime } from '#room/time/ical.ts';
import { pick } from '../html/speech.ts';
import { wordsIn } from '../languages/index.ts';
import type { Occurrence } from '../maintenance/occurrences.ts';
import type { StatusPageView } from '../view.ts';

/** `turn`: only the event of this turn, for a mail about it. */
export function calendar(view: StatusPageView, turn?: string): string {
  const { page } = view;
  const words = wordsIn[page.language];
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Muster//Status page//EN',
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${icalText(`${words.title(page.name)}: ${words.maintenance}`)}`,
    ...view.occurrences
      .filter(({ id }) => turn === undefined || id === turn)
      .flatMap((each) => eventOf(view, each)),
    'END:VCALENDAR',
  ];
  return icalLines(lines);
}

function eventOf(view: StatusPageView, each: Occurrence): string[] {
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
    `DTSTAMP:${icalTime(each.updatedAt)}`,
    `CREATED:${icalTime(each.createdAt)}`,
    `LAST-MODIFIED:${icalTime(each.updatedAt)}`,
    `SEQUENCE:${each.revision}`,
    `DTSTART:${icalTime(each.scheduledFor)}`,
    `DTEND:${icalTime(each.scheduledUntil)}`,
    `SUMMARY:${icalText(pick(each.title, own, own).text)}`,
    ...(description.length === 0 ? [] : [`DESCRIPTION:${icalText(description.join('\n\n'))}`]),
    `URL:${view.base}maintenance/#${each.id}`,
    `STATUS:${each.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}
