// RS6: the review meeting as a calendar file. Pure.
import { nameIncident } from '../text/words.ts';
import { icalLines, icalParameter, icalText, icalTime } from '../time/ical.ts';
import type { Room } from '../view/room-view.ts';
import { isMachine, roleTitle } from './people.ts';

/** `at`: epoch ms. `facilitator` leads it, preferably somebody who was not in the incident. */
export type Meeting = { at: number; minutes: number; facilitator: string | null };

export const shortestMeeting = 15;
export const longestMeeting = 240;

/** Everybody who wrote in the room or held a role in it, in the order of their first entry. */
export function attendeesOf(room: Room): string[] {
  const written = room.timeline.map(({ fact }) => fact.by);
  const held = room.roles.flatMap(({ primary, backup }) =>
    [...primary, ...backup].map(({ person }) => person),
  );
  return [...new Set([...written, ...held])].filter((by) => !isMachine(by));
}

export type MeetingSources = {
  id: string;
  room: Room;
  meeting: Meeting;
  names: (person: string) => string;
  /** Null for people without a known address; the text names them. */
  mailOf: (person: string) => string | null;
  /** The person who calls the meeting. */
  organizer: string;
  /** Address of the room. */
  link: string;
  /** Epoch ms. */
  now: number;
};

export function renderMeeting(sources: MeetingSources): string {
  const { id, room, meeting, link, now } = sources;
  return icalLines([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Muster//Review//EN',
    'CALSCALE:GREGORIAN',
    'BEGIN:VEVENT',
    `UID:review-${id}@muster`,
    `DTSTAMP:${icalTime(now)}`,
    // A later file of the same meeting replaces the earlier one.
    `SEQUENCE:${Math.floor(now / 1_000)}`,
    `DTSTART:${icalTime(meeting.at)}`,
    `DTEND:${icalTime(meeting.at + meeting.minutes * 60_000)}`,
    `SUMMARY:${icalText(titleOf(room))}`,
    `DESCRIPTION:${icalText(agendaOf(sources).join('\n'))}`,
    `URL:${link}`,
    ...invitationsOf(sources),
    'STATUS:CONFIRMED',
    'END:VEVENT',
    'END:VCALENDAR',
  ]);
}

/** Attendees require an organizer (RFC 5545 3.8.4.3). */
function invitationsOf({ room, meeting, names, mailOf, organizer }: MeetingSources): string[] {
  const { facilitator } = meeting;
  const from = mailOf(organizer);
  if (from === null) return [];
  const people = [...new Set([...(facilitator === null ? [] : [facilitator]), ...attendeesOf(room)])];
  const invited = people.flatMap((person) => {
    const mail = mailOf(person);
    const role = person === facilitator ? 'CHAIR' : 'REQ-PARTICIPANT';
    const name = icalParameter(names(person));
    return mail === null ? [] : [`ATTENDEE;CN=${name};ROLE=${role};RSVP=TRUE:mailto:${mail}`];
  });
  return [`ORGANIZER;CN=${icalParameter(names(organizer))}:mailto:${from}`, ...invited];
}

const titleOf = ({ number, title }: Room) => `Review of ${nameIncident({ number, title })}`;

function agendaOf({ room, meeting, names, link }: MeetingSources): string[] {
  const roles = room.roles.flatMap(({ role, primary }) =>
    primary.map(({ person }) => `${names(person)} (${roleTitle(role)})`),
  );
  const open = room.actionItems.filter(({ state }) => state === 'open');
  const unowned = open.filter(({ owner, due }) => owner === null || due === null).length;
  const { facilitator } = meeting;
  const unready = unowned === 0 ? '' : `, ${unowned} of them without an owner or a date`;
  return [
    facilitator === null
      ? 'Nobody leads it yet. Choose somebody who was not in the incident, if you can.'
      : `${names(facilitator)} leads it.`,
    'We look for what made it possible, not for who did it.',
    '',
    ...timeBoxes(meeting.minutes, [
      [30, 'What happened: read the timeline together, best with the replay'],
      [15, 'How it was noticed, who was told, and how long each took'],
      [25, 'What made it possible, and what set it off'],
      [15, 'What went well, what we can improve, where we were lucky'],
      [15, `Action items: ${open.length} open${unready}`],
    ]),
    '',
    `In the incident: ${attendeesOf(room).map(names).join(', ') || 'nobody yet'}`,
    ...(roles.length === 0 ? [] : [`Roles: ${roles.join(', ')}`]),
    `The review: ${link}`,
  ];
}

/** The lines of an agenda, each with its share of the time in whole minutes; together they take all of it. */
function timeBoxes(minutes: number, points: readonly (readonly [share: number, words: string])[]): string[] {
  let shares = 0;
  return points.map(([share, words], index) => {
    const from = Math.round((shares * minutes) / 100);
    shares += share;
    return `${index + 1}. ${words} (${Math.round((shares * minutes) / 100) - from} min)`;
  });
}
