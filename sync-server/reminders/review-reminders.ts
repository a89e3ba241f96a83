// RS4: reminds the owner of a review at half of its time, when it is due, and a day later, in their working hours.
import { nameIncident } from '#room/text/words.ts';
import type { IncidentSummary, Person } from '#room/feed/feed.ts';
import { reviewReminders } from '#room/pir/review-state.ts';
import { isoDate } from '#room/time/time.ts';
import type { Message } from '../delivery/message.ts';
import { nextWork } from '../paging/recipients.ts';
import type { People } from '../people/people.ts';
import { writeTo, type Reminder } from './reminders.ts';

/** Every reminder of every review that is owed by somebody of the team. */
export function remindersOfReviews(
  incidents: readonly IncidentSummary[],
  { find, baseUrl }: { find: People['find']; baseUrl: () => string },
): readonly Reminder[] {
  return incidents.flatMap((incident): Reminder[] => {
    const { review } = incident;
    const person = review?.owner == null ? null : find(review.owner);
    if (review == null || person === null) return [];
    return reviewReminders(review).map(({ kind, at }) => ({
      key: `review.${incident.id}.${review.dueAt}.${kind}`,
      at: nextWork(person, at) ?? at,
      person,
      incident: incident.id,
      message: () => messageOf(incident, review.dueAt, person, { kind, baseUrl: baseUrl() }),
    }));
  });
}

type Kind = ReturnType<typeof reviewReminders>[number]['kind'];
const says: Readonly<Record<Kind, (day: string) => string>> = {
  half: (day) => `Review due on ${day}`,
  due: (day) => `Review is due, ${day}`,
  after: (day) => `Review overdue since ${day}`,
};

function messageOf(
  { id, number, title }: IncidentSummary,
  dueAt: number,
  person: Person,
  { kind, baseUrl }: { kind: Kind; baseUrl: string },
): Message {
  const name = nameIncident({ number, title });
  const letter = {
    subject: `${says[kind](isoDate(dueAt))}: ${name}`,
    text: `${person.name}, you own the review of ${name}. It is done when somebody has read it and agreed.`,
    open: `/#/room/${id}`,
  };
  return writeTo(person, letter, baseUrl);
}
