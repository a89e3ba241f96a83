// RR6: reminds people of a recurring task on its day, and again while nobody records it.
import type { Person } from '#room/feed/feed.ts';
import type { RecurringTask } from '#room/team/recurring.ts';
import { readDay } from '#room/time/time.ts';
import { dayMs, openZone } from '#room/time/zone.ts';
import type { Message } from '../delivery/message.ts';
import { nextWork } from '../paging/recipients.ts';
import type { People } from '../people/people.ts';
import { writeTo, type Reminder } from './reminders.ts';

/** Days after the day on which it is due; 0 is that day itself. */
const afterDays = [0, 1, 7, 14] as const;

/** `baseUrl` is where this server is reached. */
export function recurringReminders(
  tasks: readonly RecurringTask[],
  { find, baseUrl }: { find: People['find']; baseUrl: () => string },
): readonly Reminder[] {
  return tasks.flatMap((task) =>
    task.reminded.flatMap((id) => {
      const person = find(id);
      return person === null ? [] : remindersOf(task, person, baseUrl);
    }),
  );
}

function remindersOf(task: RecurringTask, person: Person, baseUrl: () => string): Reminder[] {
  const zone = openZone(person.contact?.timeZone ?? 'UTC');
  return afterDays.map((days): Reminder => {
    const from = zone.toInstant((readDay(task.due) ?? 0) + days * dayMs);
    return {
      key: `recurring.${task.id}.${task.due}.${days}`,
      at: nextWork(person, from) ?? from,
      person,
      incident: null,
      message: () => messageTo(person, task, { isOver: days > 0, baseUrl: baseUrl() }),
    };
  });
}

function messageTo(
  person: Person,
  { id, name, due, details, service }: RecurringTask,
  { isOver, baseUrl }: { isOver: boolean; baseUrl: string },
): Message {
  const said = isOver
    ? `${person.name}, the recurring task “${name}” was due on ${due}, and nobody has recorded it.`
    : `${person.name}, the recurring task “${name}” is due today, ${due}.`;
  const letter = {
    subject: isOver ? `Overdue since ${due}: ${name}` : `Due today: ${name}`,
    text: [
      said,
      ...(service === null ? [] : [`Service: ${service}`]),
      ...(details === null ? [] : [details]),
      'Record whether it passed, failed or was skipped.',
    ].join('\n'),
    open: `/#/recurring-tasks/${id}`,
  };
  return writeTo(person, letter, baseUrl);
}
