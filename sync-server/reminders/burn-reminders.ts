// SO5: a service's owner hears when it spends its error budget too fast: at once when an hour of it takes
// 2 %, else in their working hours.
import type { Person } from '#room/feed/feed.ts';
import { dayMs } from '#room/time/zone.ts';
import type { Message } from '../delivery/message.ts';
import { nextWork } from '../paging/recipients.ts';
import { answerFor, type TeamNow } from '../services/answer-for.ts';
import type { Burn } from '../slo/slo.ts';
import { writeTo, type Reminder } from './reminders.ts';

const usefulForMs = 3 * dayMs;

/** One reminder of each burn, from when it began. `baseUrl` is where this server is reached. */
export function burnReminders(
  burns: readonly Burn[],
  { baseUrl, ...team }: TeamNow & { baseUrl: () => string },
): readonly Reminder[] {
  return burns.flatMap((burn): Reminder[] => {
    const { service, name, kind, since } = burn;
    return answerFor(name, team).map((person) => {
      const at = kind === 'fast' ? since : (nextWork(person, since) ?? since);
      return {
        key: `burn.${service}.${kind}.${since}`,
        at,
        until: at + usefulForMs,
        person,
        incident: null,
        message: () => messageTo(person, burn, baseUrl()),
      };
    });
  });
}

function messageTo(person: Person, { service, name, target, kind }: Burn, baseUrl: string): Message {
  const spent = kind === 'fast' ? '2 % of its budget within an hour' : '5 % of its budget within six hours';
  const letter = {
    subject: `${name} spends its error budget too fast`,
    text: `${person.name}, ${name} has a target of ${target} % over 30 days and spent at least ${spent}. Find the failure before the budget is gone.`,
    open: `/#/services/${service}`,
  };
  return writeTo(person, letter, baseUrl);
}
