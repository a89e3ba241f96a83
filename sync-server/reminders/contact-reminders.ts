// PE3: asks people whose contact details were confirmed long ago whether they are still right.
import type { Person } from '#room/feed/feed.ts';
import { staleContactMs } from '#room/feed/stale-contact.ts';
import { isoDate } from '#room/time/time.ts';
import { dayMs } from '#room/time/zone.ts';
import type { Message } from '../delivery/message.ts';
import { nextWork } from '../paging/recipients.ts';
import { writeTo, type Reminder } from './reminders.ts';

const againAfterMs = 30 * dayMs;
const mostTurns = 12;

/** After 90 days, and then every 30, of everybody who can be paged. Who never confirmed is not known to read it. */
export function contactReminders(people: readonly Person[], baseUrl: () => string): readonly Reminder[] {
  return people.flatMap((person): Reminder[] => {
    const confirmedAt = person.contact?.confirmedAt;
    if (person.role === 'viewer' || confirmedAt === undefined) return [];
    return Array.from({ length: mostTurns }, (_, turn): Reminder => {
      const at = confirmedAt + staleContactMs + turn * againAfterMs;
      return {
        key: `contact.${person.id}.${confirmedAt}.${turn}`,
        at: nextWork(person, at) ?? at,
        person,
        incident: null,
        message: () => messageTo(person, confirmedAt, baseUrl()),
      };
    });
  });
}

function messageTo(person: Person, confirmedAt: number, baseUrl: string): Message {
  const { email, phone } = person.contact ?? {};
  const known = [email, phone].filter(Boolean).join(', ');
  const letter = {
    subject: 'Are your contact details still right?',
    text: `${person.name}, you last confirmed these on ${isoDate(confirmedAt)}: ${known}. Confirm or change them, so that a page at night reaches you.`,
    open: '/#/settings/you',
  };
  return writeTo(person, letter, baseUrl);
}
