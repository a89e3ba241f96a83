// Shifts as an iCalendar file (RFC 5545), for people's own calendar programs.
import { createHash } from 'node:crypto';
import { icalLines, icalText, icalTime } from '#room/time/ical.ts';
import type { Shift } from './shifts.ts';

export type CalendarShift = Shift & { schedule: { id: string; name: string }; personName: string };

/** How often an event was changed, and when last, in epoch ms (RFC 5545 3.8.7). */
export type Revision = { sequence: number; at: number };

/** The same shifts with the same revisions give the same bytes. */
export type Calendar = {
  name: string;
  shifts: readonly CalendarShift[];
  revise: (uid: string, content: string) => Revision;
};

/**
 * OC8: UTC times, CRLF, folded at 75 octets. An event keeps its UID while its start stays the same. There is no
 * METHOD: the file is for reading, not a message between an organizer and guests (RFC 5546).
 */
export function renderCalendar({ name, shifts, revise }: Calendar): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Muster//On call//EN',
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${icalText(name)}`,
    ...shifts.flatMap((shift) => eventLines(shift, revise)),
    'END:VCALENDAR',
  ];
  return icalLines(lines);
}

function eventLines(shift: CalendarShift, revise: Calendar['revise']): string[] {
  const { schedule, person, personName, from, to, layer } = shift;
  const uid = uidOf(schedule.id, person, from);
  const content = [
    `DTSTART:${icalTime(from)}`,
    `DTEND:${icalTime(to)}`,
    `SUMMARY:${icalText(`${personName} on call: ${schedule.name}`)}`,
    `DESCRIPTION:${icalText(layer === null ? 'Override' : layer)}`,
  ];
  const { sequence, at } = revise(uid, content.join('\n'));
  return [
    'BEGIN:VEVENT',
    `UID:${uid}@muster`,
    // Without a METHOD, DTSTAMP is the time of the last revision (RFC 5545 3.8.7.2).
    `DTSTAMP:${icalTime(at)}`,
    `LAST-MODIFIED:${icalTime(at)}`,
    `SEQUENCE:${sequence}`,
    ...content,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

const uidOf = (schedule: string, person: string, from: number): string =>
  createHash('sha256').update(`${schedule} ${person} ${from}`).digest('hex').slice(0, 40);
