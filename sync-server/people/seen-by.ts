// What a reader may see of people.
import type { Person } from '#room/feed/feed.ts';
import type { FeedMessage } from '#wire/feed/messages.ts';

/** The reader: a viewer sees contact details only of themselves. */
export type Reader = Pick<Person, 'role'> & { person: string };

/** PE2: a person as this reader may see them: viewers see no addresses, numbers or notification rules. */
export function seenBy(reader: Reader, person: Person): Person {
  if (reader.role !== 'viewer' || person.id === reader.person) return person;
  const { email: _email, phone: _phone, ...contact } = person.contact ?? {};
  return { ...person, contact: person.contact ? contact : null, notify: [] };
}

/** A feed message as this reader may see it. */
export function messageFor(reader: Reader, message: FeedMessage): FeedMessage {
  if (reader.role !== 'viewer') return message;
  const see = (people: readonly Person[]) => people.map((person) => seenBy(reader, person));
  if (message.type === 'people') return { ...message, people: see(message.people) };
  if (message.type !== 'snapshot') return message;
  return { ...message, snapshot: { ...message.snapshot, people: see(message.snapshot.people) } };
}
