// AI5: reminds the owner of an action item on the morning of its due day, and again after it.
import { nameIncident } from '#room/text/words.ts';
import { dueDay } from '#room/time/due-day.ts';
import type { ListedItem } from '#room/learning/action-items.ts';
import type { Person } from '#room/feed/feed.ts';
import { readDay } from '#room/time/time.ts';
import { dayMs, openZone } from '#room/time/zone.ts';
import type { Message } from '../delivery/message.ts';
import { nextWork } from '../paging/recipients.ts';
import type { People } from '../people/people.ts';
import { writeTo, type Reminder } from './reminders.ts';

/** Days after the day on which it fell due. */
const afterDays = [0, 7, 14] as const;

type Turn = { at: number; kind: 'due' | 'after-0' | 'after-7' | 'after-14' };

/** When to remind its owner, in their working hours, of an open item that is due at `due`. Pure. */
function remindersOf(person: Person, due: number): readonly Turn[] {
  const zone = openZone(person.contact?.timeZone ?? 'UTC');
  const morning = nextWork(person, zone.toInstant(readDay(dueDay(due)) ?? due));
  const after = afterDays.flatMap((days): Turn[] => {
    const at = nextWork(person, due + 1 + days * dayMs);
    return at === null ? [] : [{ at, kind: `after-${days}` }];
  });
  const isInTime = morning !== null && morning <= due;
  return isInTime ? [{ at: morning, kind: 'due' }, ...after] : after;
}

/** Every reminder of every open item that somebody of the team promised for a day. */
export function itemReminders(
  items: readonly ListedItem[],
  { find, baseUrl }: { find: People['find']; baseUrl: () => string },
): readonly Reminder[] {
  return items.flatMap((item): Reminder[] => {
    const { owner, due, state, drill, incident, id } = item;
    const person = owner === null ? null : find(owner);
    if (state !== 'open' || due === null || drill || person === null) return [];
    return remindersOf(person, due).map(({ at, kind }) => ({
      key: `item.${incident}.${id}.${due}.${kind}`,
      at,
      person,
      incident,
      message: () => messageOf(item, person, { isOver: kind !== 'due', baseUrl: baseUrl() }),
    }));
  });
}

function messageOf(
  { text, due, title, number, ticket }: ListedItem,
  person: Person,
  { isOver, baseUrl }: { isOver: boolean; baseUrl: string },
): Message {
  const day = dueDay(due ?? 0);
  const words = text.trim().split('\n', 1)[0] ?? '';
  const of = nameIncident({ number, title });
  const said = isOver
    ? `${person.name}, this action item of ${of} was due on ${day} and is still open.`
    : `${person.name}, this action item of ${of} is due today, ${day}.`;
  const then = 'Mark it as done, or drop it and say why.';
  const letter = {
    subject: isOver ? `Overdue since ${day}: ${words}` : `Due today: ${words}`,
    text: [said, ...(ticket === null ? [] : [`Ticket: ${ticket}`]), then].join('\n'),
    open: '/#/action-items?mine=true',
  };
  return writeTo(person, letter, baseUrl);
}
